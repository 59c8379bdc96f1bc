"""One training: from two folders to a bundle. TensorFlow is imported for the recipe that needs it, and not before."""

import time
from dataclasses import replace
from importlib.util import find_spec
from typing import Final

import numpy as np

from alpaca_gui.engine.bundle import THUMBNAILS, TRAINED_ON, load_bundle, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.errors import MissingPartError, OutputError, reason
from alpaca_gui.logit.calibration import fit_temperature
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Step, Tell, Values
from alpaca_gui.resources import shipped_model
from alpaca_gui.training.facts import HeldOut, data_facts, figures_facts
from alpaca_gui.training.folder import Folder, look_at_folders
from alpaca_gui.training.new_head import train_new_head
from alpaca_gui.training.recipes import head_recipe
from alpaca_gui.training.request import TRAIN_COMMAND, TrainingRequest
from alpaca_gui.training.small_pictures import small_pictures
from alpaca_gui.training.trained import Trained

BAND: Final = 1.0
FIGURES: Final = ("accuracy", "log_loss", "brier", "auc", "ece", "n")


def train(values: Values, tell: Tell) -> Values:
    """Do what a `TrainingRequest`, as ``values``, asks for, and write the bundle.

    Raises
    ------
    AlpacaError
        When the folders, the model or the output cannot be used; nothing is written then.
    """
    start = time.monotonic()
    request = TrainingRequest.from_dict(values)
    require_writable(request)
    folder, trained = _trained(request, tell)
    card = _finished(trained, folder)
    if request.thumbnails:
        trained.parts[THUMBNAILS] = small_pictures(folder.examined, tell).to_bytes()
    tell(Step("Writing the model"))
    _write(request, card, trained, folder)
    return {
        "out": str(request.out),
        "recipe": str(request.recipe),
        "figures": {name: card.out_of_fold[name] for name in FIGURES},
        "how": card.out_of_fold["how"],
        "temperature": card.rule.temperature,
        "beside": trained.beside,
        "left_out": [[str(one.example.path), one.sentence] for one in folder.examined.left_out],
        "remarks": list(folder.remarks),
        "seconds": time.monotonic() - start,
    }


def require_writable(request: TrainingRequest) -> None:
    """Make sure, before minutes are spent, that the bundle could be written.

    Raises
    ------
    OutputError
        When its folder is not there, or the name is that of a folder.
    """
    if not request.out.parent.is_dir():
        raise OutputError(f"The model cannot be written: there is no folder {request.out.parent}.")
    if request.out.is_dir():
        raise OutputError(f"The model cannot be written: {request.out} is a folder.")


def _trained(request: TrainingRequest, tell: Tell) -> tuple[Folder, Trained]:
    bundle = load_bundle(request.model or shipped_model())
    recipe = head_recipe(request.recipe, bundle)
    if recipe is None:
        _require_tensorflow()
    folder = look_at_folders(request, bundle, tell)
    if recipe is not None:
        return folder, train_new_head(folder, request, bundle, recipe, tell)
    from alpaca_gui.training.as_in_course import train_as_in_course  # noqa: PLC0415 - this one imports TensorFlow

    return folder, train_as_in_course(folder, request, tell)


def _require_tensorflow() -> None:
    if find_spec("tensorflow") is None:
        raise MissingPartError(f"The recipe course needs TensorFlow. This command adds it: {TRAIN_COMMAND}")


def _finished(trained: Trained, folder: Folder) -> ModelCard:
    labels = folder.examined.labels
    rule = Rule(threshold=0.0, band=BAND, temperature=_temperature(trained.held_out, folder))
    return replace(
        trained.card,
        rule=rule,
        training_data=data_facts(folder.dataset, folder.examined),
        out_of_fold=figures_facts(trained.held_out, labels, rule),
        brought_in={},
        parts={},
    )


def _temperature(held_out: HeldOut, folder: Folder) -> float:
    judged = ~np.isnan(held_out.logits).any(axis=1)
    return fit_temperature(held_out.logits[judged].mean(axis=1), folder.examined.labels[judged])


def _write(request: TrainingRequest, card: ModelCard, trained: Trained, folder: Folder) -> None:
    examined = folder.examined
    trained_on = TrainedOn(
        examined.hashes,
        examined.labels.astype(np.uint8),
        trained.held_out.logits,
        examined.embeddings.astype(np.float16),
    )
    try:
        save_bundle(request.out, card, {**trained.parts, TRAINED_ON: trained_on.to_bytes()})
    except OSError as error:
        raise OutputError(f"The model cannot be written to {request.out}: {reason(error)}.") from error

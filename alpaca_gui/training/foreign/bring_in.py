"""Looks at a foreign model, tries it, and makes a bundle of it. Runs in the child process alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from alpaca_gui.engine.bundle import ModelBundle, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.errors import AlpacaError, MissingPartError, OutputError, reason
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Step, Tell
from alpaca_gui.training.foreign.find import Found, found_in
from alpaca_gui.training.foreign.model import ForeignModel, Kind, Scale
from alpaca_gui.training.foreign.original import Original, Parts
from alpaca_gui.training.foreign.parity import Parity, check_parity, read, samples
from alpaca_gui.training.foreign.request import BroughtIn, ImportRequest
from alpaca_gui.training.foreign.settle import Settled, mixture_so_far, preprocessing, settled

RULE: Final = Rule(threshold=0.0, band=1.0, temperature=1.0)

_MISSING: Final = (
    "Bringing in {what} needs TensorFlow, which is not installed. This command adds it: "
    "pip install 'alpaca-gui[train]'. LiteRT models (.tflite) can be brought in without it."
)
_TEACHABLE: Final = (
    "It looks like an export of Teachable Machine, which cuts out a picture's middle and brings pixels to -1..1; that "
    "is taken over unless you say otherwise."
)


def inspect_model(path: Path, tell: Tell) -> ForeignModel:
    """Tell what a model is, and what has to be asked about it.

    Raises
    ------
    AlpacaError
        When it cannot be brought in, with the reason.
    """
    with _opened(path, tell) as (found, original):
        return _looked_at(found, original)


def preview(request: ImportRequest, tell: Tell) -> list[dict[str, Any]]:
    """Give the logits of pictures, before anything is written: so that a person sees which sign is yes.

    Where nothing was said about the meaning it is the raw number, or the second output minus the first.

    Raises
    ------
    AlpacaError
        When the model or a picture cannot be used, or the preprocessing is not known.
    """
    with _opened(request.path, tell) as (found, original):
        model = _looked_at(found, original)
        step = preprocessing(model, request)
        original.fix_size(step.width, step.height)
        mixture = mixture_so_far(model, request)
        tell(Step("Trying it on pictures"))
        answers = [(path, original.answer(read(path, step)).raw @ mixture) for path in request.pictures]
        return [{"path": str(path), "logit": float(logit)} for path, logit in answers]


def bring_in(request: ImportRequest, tell: Tell) -> BroughtIn:
    """Make a bundle of a foreign model.

    Raises
    ------
    AlpacaError
        When it cannot be done, with the reason; nothing is written then.
    """
    if request.out is None:
        raise AlpacaError("It was not said where the model bundle should be written.")
    with _opened(request.path, tell) as (found, original):
        model = _looked_at(found, original)
        how = settled(model, request)
        original.fix_size(how.preprocessing.width, how.preprocessing.height)
        tell(Step("Taking the head apart and converting"))
        parts = original.parts(how.mixture)
        card = _card(found, model, how, parts)
        tell(Step("Comparing with the original on pictures"))
        pictures = [*samples(), *request.pictures]
        bundle = ModelBundle(request.out, card, "", parts.members)
        parity = check_parity(original, bundle, how.mixture, model.ending, pictures)
        _write(request.out, _with_parity(card, parity), parts)
        return BroughtIn(str(request.out), parts.exact_map, parity.worst, parity.pictures, how.notes)


@contextmanager
def _opened(path: Path, tell: Tell) -> Iterator[tuple[Found, Original]]:
    tell(Step("Looking at the file"))
    with found_in(path) as found:
        yield found, _original(found, tell)


def _original(found: Found, tell: Tell) -> Original:
    """Open it; each kind imports what it needs, so that LiteRT models need no TensorFlow."""
    if found.kind is Kind.LITERT:
        from alpaca_gui.training.foreign.litert_original import LitertOriginal  # noqa: PLC0415

        return LitertOriginal(found)
    if find_spec("tensorflow") is None or find_spec("h5py") is None:
        raise MissingPartError(_MISSING.format(what=found.kind.words))
    tell(Step("Starting TensorFlow"))
    if found.kind is Kind.SAVED_MODEL:
        from alpaca_gui.training.foreign.saved_original import SavedOriginal  # noqa: PLC0415

        return SavedOriginal(found)
    from alpaca_gui.training.foreign.keras_original import KerasOriginal  # noqa: PLC0415

    return KerasOriginal(found)


def _looked_at(found: Found, original: Original) -> ForeignModel:
    model = original.look()
    if len(found.labels) == 2:
        model = replace(model, labels=found.labels)
    if found.teachable and model.outputs == 2:
        scale = model.scale or Scale.SIGNED
        notes = (*model.notes, _TEACHABLE)
        model = replace(model, scale=scale, fit="crop", resampling="bilinear", notes=notes)
    return model


def _card(found: Found, model: ForeignModel, how: Settled, parts: Parts) -> ModelCard:
    return ModelCard(
        yes=how.yes,
        no=how.no,
        preprocessing=how.preprocessing,
        rule=RULE,
        exact_map=parts.exact_map,
        backbone={"name": "not known: brought in from another program"},
        head={"layer": "one linear neuron" if parts.exact_map else "several layers, the last one linear"},
        brought_in={
            "file": found.name,
            "kind": found.kind.words,
            "sha256": found.sha256(),
            "output": model.output_shape,
            "ended_in": model.ending.value,
            "changes": list(how.notes),
            **parts.facts,
        },
    )


def _with_parity(card: ModelCard, parity: Parity) -> ModelCard:
    measured = {"largest_difference": parity.worst, "pictures": parity.pictures}
    return replace(card, brought_in={**card.brought_in, "compared_with_the_original": measured})


def _write(out: Path, card: ModelCard, parts: Parts) -> None:
    try:
        save_bundle(out, card, parts.members)
    except OSError as error:
        raise OutputError(f"{printable(str(out))} cannot be written: {reason(error)}.") from error

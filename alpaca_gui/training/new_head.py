"""Trains a new head on the frozen backbone of a bundle: no TensorFlow."""

from dataclasses import replace
from typing import Final

import numpy as np

from alpaca_gui.engine.bundle import CLASSES, KERAS, LITERT, ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.head_weights import with_head
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.messages import Step, Tell
from alpaca_gui.training.facts import HeldOut, recipe_facts
from alpaca_gui.training.folder import Folder
from alpaca_gui.training.folds import out_of_fold, stratified_folds
from alpaca_gui.training.head import Head
from alpaca_gui.training.keras_head import with_keras_head
from alpaca_gui.training.logistic import one_thread
from alpaca_gui.training.recipes import HeadRecipe
from alpaca_gui.training.request import TrainingRequest
from alpaca_gui.training.trained import Trained

REPEATS: Final = 3
"""Ways to deal the pictures to folds; a picture's out-of-fold logit is the mean over them."""

_PARITY: Final = 1e-3
_TRIED: Final = 5


def train_new_head(
    folder: Folder, request: TrainingRequest, bundle: ModelBundle, recipe: HeadRecipe, tell: Tell
) -> Trained:
    """Fit the neuron, and judge every picture by neurons that never saw it.

    Raises
    ------
    AlpacaError
        When the bundle's neuron cannot be replaced.
    """
    seeds = tuple(range(request.seed, request.seed + REPEATS))
    with one_thread():
        held_out = _held_out(folder, request.folds, seeds, recipe, tell)
        tell(Step("Training the head"))
        head = _fit(folder, recipe, np.ones(len(folder.examined.examples), dtype=bool))
    parts = {LITERT: with_head(bundle.litert, head.weights, head.bias)}
    if KERAS in bundle.parts:
        parts[KERAS] = with_keras_head(bundle.parts[KERAS], head)
    if CLASSES in bundle.parts:
        parts[CLASSES] = bundle.parts[CLASSES]
    card = replace(
        bundle.card,
        yes=request.yes,
        no=request.no,
        head=dict(recipe.facts),
        recipe={**recipe_facts(request, seeds), "backbone_of": bundle.name},
    )
    trained = Trained(card, parts, held_out)
    _check(trained, head, folder, bundle)
    return trained


def _held_out(folder: Folder, folds: int, seeds: tuple[int, ...], recipe: HeadRecipe, tell: Tell) -> HeldOut:
    columns = []
    for place, seed in enumerate(seeds):
        tell(Step("Judging out of fold", place, len(seeds)))
        columns.append(_out_of_fold(folder, folds, seed, recipe))
    how = (
        f"Each logit is the mean over {len(seeds)} ways (seeds) to deal the pictures to {folds} stratified folds. "
        "Every time it comes from a head that saw neither the picture nor one that looks nearly the same; the head in "
        "use is then trained on all of them."
    )
    return HeldOut(np.stack(columns, axis=1), seeds, how)


def _out_of_fold(folder: Folder, folds: int, seed: int, recipe: HeadRecipe) -> Floats:
    embeddings = folder.examined.embeddings
    dealt = stratified_folds(folder.examined.labels, seed, folds, folder.groups)
    return out_of_fold(dealt, lambda kept: _fit(folder, recipe, kept).logits(embeddings[~kept]))


def _fit(folder: Folder, recipe: HeadRecipe, kept: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Head:
    return recipe.fit(folder.examined.embeddings[kept], folder.examined.labels[kept])


def _check(trained: Trained, head: Head, folder: Folder, bundle: ModelBundle) -> None:
    """Make sure that the models in the bundle give the logits that the head gives."""
    classifier = Classifier(replace(bundle, parts=trained.parts, card=trained.card))
    for path, embedding in zip(folder.examined.paths[:_TRIED], folder.examined.embeddings[:_TRIED], strict=True):
        expected = float(head.logits(embedding))
        found = classifier.classify(decode(FileSource(path))).logit
        if not abs(found - expected) <= _PARITY * max(1.0, abs(expected)):
            raise AlpacaError(f"The new model gives {path.name} the logit {found}, where {expected} was expected.")

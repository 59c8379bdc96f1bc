"""Teach: a new head for a model, from a person's labels and the embeddings that were kept. No picture is opened.

The person's pictures are joined with those that the model was trained on before, so that nothing is forgotten; the head
is fitted by the recipe that the model's own head was; and both heads are judged on the labels, out of fold.
"""

import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import KERAS, LITERT, TRAINED_ON, ModelBundle, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.head_weights import head_weights, with_head
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.errors import BundleError, OutputError, reason
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.known import fair_logits
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Note, Step, Tell
from alpaca_gui.training.head import Head
from alpaca_gui.training.keras_head import with_keras_head
from alpaca_gui.training.logistic import one_thread
from alpaca_gui.training.teach_card import recipe_of, taught_card, taught_rule
from alpaca_gui.training.teach_figures import Answers, BeforeAfter, before_after
from alpaca_gui.training.teach_folds import HeldOutLogits, groups_of, hold_out
from alpaca_gui.training.teach_labels import Joined, Labelled, joined

CORES: Final = 2
MOST_AT_ONCE: Final = 20_000
"""Pictures, above which one head is fitted after the other: each fit holds some copies of its embeddings."""

_ROWS_AT_ONCE: Final = 8192
_PARITY: Final = 1e-3
_TRIED: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """A model with a new head, not yet written anywhere.

    Attributes
    ----------
    head
        The neuron, on embeddings as they are kept.
    card, parts
        What the bundle will hold.
    compared
        The model before and after, on the person's labels.
    labels, known_before
        How many pictures the person has labelled, and how many more are remembered from before.
    """

    head: Head
    card: ModelCard
    parts: dict[str, bytes]
    compared: BeforeAfter
    labels: int
    known_before: int

    def logits(self, embeddings: NDArray[np.floating[Any]]) -> Floats:
        """Logits (n,) of embeddings (n, features), a million of which may lie on the disk: a part at a time."""
        starts = range(0, len(embeddings), _ROWS_AT_ONCE)
        parts = [self.head.logits(embeddings[start : start + _ROWS_AT_ONCE]) for start in starts]
        return np.concatenate(parts) if parts else np.empty(0)


def teach(bundle: ModelBundle, labelled: Labelled, tell: Tell) -> Taught:
    """Fit a new head to a person's labels; the same labels, in whatever order, give the same model.

    Parameters
    ----------
    bundle
        The model to teach.
    labelled
        The labels.
    tell
        Hears how it goes.

    Raises
    ------
    AlpacaError
        When the model has no neuron that could be replaced, or the labels are too few; see
        `alpaca_gui.training.teach_labels.joined`.
    """
    old = _old_head(bundle)
    tell(Step("Joining the labels with what the model was trained on"))
    whole = joined(bundle, labelled, old.weights.size, tell)
    embeddings = whole.embeddings.astype(np.float32)
    _, recipe = recipe_of(bundle)
    cores = CORES if len(whole.hashes) <= MOST_AT_ONCE else 1
    with one_thread(), ThreadPoolExecutor(cores, thread_name_prefix="fit") as pool:
        fitting = pool.submit(recipe.fit, embeddings, whole.labels)
        tell(Step("Looking for pictures that are nearly the same"))
        groups = groups_of(whole.hashes, embeddings, whole.labels, tell)
        held_out = hold_out(pool, recipe, embeddings, whole.labels, groups, tell)
        head = fitting.result()
    rule = taught_rule(bundle, held_out, whole)
    compared = _compared(bundle, old, whole, held_out, rule)
    card = taught_card(bundle, whole, held_out, rule, compared)
    tell(Step("Putting the new head into the model"))
    parts = _parts(bundle, head, whole, held_out, tell)
    _check(replace(bundle, card=card, parts=parts), head)
    return Taught(head, card, parts, compared, whole.taught, len(whole.hashes) - whole.taught)


def write(taught: Taught, path: Path) -> None:
    """Write a taught model as a bundle, whole or not at all.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    try:
        save_bundle(path, taught.card, taught.parts)
    except OSError as error:
        raise OutputError(f"The model cannot be written to {printable(str(path))}: {reason(error)}.") from error


def _old_head(bundle: ModelBundle) -> Head:
    try:
        weights, bias = head_weights(bundle.litert)
    except BundleError as error:
        raise BundleError(
            f"The model {printable(bundle.name)} cannot be taught: it does not end in one linear neuron on an "
            "embedding, whose weights could be replaced."
        ) from error
    return Head(weights.astype(np.float64), bias)


def _compared(bundle: ModelBundle, old: Head, whole: Joined, held_out: HeldOutLogits, rule: Rule) -> BeforeAfter:
    mine = whole.by_person
    hashes = tuple(np.array(whole.hashes)[mine].tolist())
    fair = fair_logits(bundle, hashes, old.logits(whole.embeddings[mine]))
    before = Answers(fair.logits, bundle.card.rule, fair.seen)
    after = Answers(held_out.logits[mine].mean(axis=1), rule, np.zeros(len(hashes), dtype=np.bool_))
    return before_after(before, after, whole.labels[mine])


def _parts(bundle: ModelBundle, head: Head, whole: Joined, held_out: HeldOutLogits, tell: Tell) -> dict[str, bytes]:
    trained_on = TrainedOn(whole.hashes, whole.labels.astype(np.uint8), held_out.logits, whole.embeddings)
    parts = {
        **bundle.parts,
        LITERT: with_head(bundle.litert, head.weights, head.bias),
        TRAINED_ON: trained_on.to_bytes(zipfile.ZIP_STORED),  # deflating takes longer than training
    }
    if KERAS in parts:
        try:
            parts[KERAS] = with_keras_head(parts[KERAS], head)
        except BundleError as error:
            del parts[KERAS]
            tell(Note(f"The taught model has no Keras model in it. {error}"))
    return parts


def _check(bundle: ModelBundle, head: Head) -> None:
    """Make sure that the model in the bundle weighs its own embedding as the head does, on made-up pictures."""
    classifier, step = Classifier(bundle), bundle.card.preprocessing
    rng = np.random.default_rng(0)
    for _ in range(_TRIED):
        pixels = rng.uniform(0, 255, (1, step.height, step.width, 3)) * step.scale + step.offset
        evidence = classifier.run(pixels.astype(np.float32))
        expected = float("nan") if evidence.embedding is None else float(head.logits(evidence.embedding))
        if not abs(evidence.logit - expected) <= _PARITY * max(1.0, abs(expected)):
            raise BundleError(
                f"The model {printable(bundle.name)} cannot be taught: its logit is not its embedding weighed by its "
                "neuron."
            )

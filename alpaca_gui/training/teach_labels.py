"""What a head is taught on: a person's labels, joined with what the model was trained on before."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.errors import AlpacaError
from alpaca_gui.messages import Note, Tell
from alpaca_gui.training.dataset import NO, YES, Labels
from alpaca_gui.training.request import FEWEST

_NOTHING_NEW: Final = "The model was trained on all these labels before: teaching it again changes hardly anything."
_TOO_FEW: Final = (
    "{there} of {answer!r} {known}: at least {fewest} different pictures of each answer are needed to teach a model "
    "and to judge it. Label {missing} more."
)


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """The n pictures that a person has labelled.

    Attributes
    ----------
    hashes
        SHA-256 of each file's bytes, in hexadecimal. Where one comes several times, it counts once.
    labels
        1 for yes and 0 for no, (n,).
    embeddings
        (n, features), by the backbone of the model that is taught; 16 bits a number are looked at.
    """

    hashes: tuple[str, ...]
    labels: NDArray[np.integer[Any]]
    embeddings: NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Everything that the head is taught on, in the order of the hashes, so that it does not matter how labels came.

    Attributes
    ----------
    hashes, labels, embeddings
        Of the n pictures, as in `Labelled`, the embeddings with 16 bits a number.
    by_person
        Which of them the person has labelled now, (n,); the others are from before.
    changed
        How many of these the model had been trained on with the other label.
    """

    hashes: tuple[str, ...]
    labels: Labels
    embeddings: NDArray[np.float16]
    by_person: NDArray[np.bool_]
    changed: int

    @property
    def taught(self) -> int:
        """How many pictures the person has labelled."""
        return int(self.by_person.sum())


def joined(bundle: ModelBundle, labelled: Labelled, features: int, tell: Tell) -> Joined:
    """Join labels with what a bundle was trained on; a person's label wins where both know the picture.

    Parameters
    ----------
    bundle
        The model that is taught.
    labelled
        The labels.
    features
        How many numbers the model's neuron weighs.
    tell
        Hears of labels that contradict each other.

    Raises
    ------
    AlpacaError
        When there is no label, the embeddings are not this model's, or a side has fewer than `FEWEST` pictures.
    """
    person = _once(_checked(labelled, features), tell)
    if not person.hashes:
        raise AlpacaError("There is no label to learn from.")
    before = _before(bundle, features)
    named = set(person.hashes)
    kept = [place for place, digest in enumerate(before.hashes) if digest not in named]
    known = dict(zip(before.hashes, before.labels.tolist(), strict=True))
    said = zip(person.hashes, person.labels.tolist(), strict=True)
    changed = sum(known.get(digest, label) != label for digest, label in said)
    if not changed and named <= known.keys():
        tell(Note(_NOTHING_NEW))
    hashes = np.array([*person.hashes, *(before.hashes[place] for place in kept)])
    order = np.argsort(hashes, kind="stable")
    whole = Joined(
        tuple(hashes[order].tolist()),
        np.concatenate([person.labels, before.labels[kept]]).astype(np.int64)[order],
        np.concatenate([person.embeddings, before.embeddings[kept]]).astype(np.float16)[order],
        order < len(person.hashes),
        changed,
    )
    _require_enough(whole, bundle)
    return whole


def _checked(labelled: Labelled, features: int) -> Labelled:
    n, embeddings = len(labelled.hashes), np.asarray(labelled.embeddings)
    if labelled.labels.shape != (n,) or embeddings.shape[:1] != (n,) or embeddings.ndim != 2:
        raise ValueError(f"{n} hashes, labels {labelled.labels.shape} and embeddings {embeddings.shape} do not fit")
    if not np.isin(labelled.labels, (NO, YES)).all():
        raise ValueError("a label is 0 or 1")
    if n and embeddings.shape[1] != features:
        raise AlpacaError(
            f"The kept embeddings have {embeddings.shape[1]:,} features, the model's neuron weighs {features:,}: they "
            "are of another backbone. Classify the pictures with this model first."
        )
    with np.errstate(over="ignore"):
        embeddings = embeddings.astype(np.float16)
    if broken := int((~np.isfinite(embeddings).all(axis=1)).sum()):
        raise AlpacaError(
            f"The kept embeddings of {broken:,} labelled {'picture' if broken == 1 else 'pictures'} hold something "
            "that is no number of 16 bits. Classify them again."
        )
    return Labelled(labelled.hashes, labelled.labels, embeddings)


def _once(labelled: Labelled, tell: Tell) -> Labelled:
    """Take each content once, and none that is labelled both yes and no."""
    places: dict[str, int] = {}
    against: set[str] = set()
    for place, digest in enumerate(labelled.hashes):
        first = places.setdefault(digest, place)
        if labelled.labels[first] != labelled.labels[place]:
            against.add(digest)
    if against:
        tell(Note(f"The same content is labelled both yes and no, and left out: {len(against):,} of the pictures."))
    taken = [place for digest, place in places.items() if digest not in against]
    hashes = tuple(labelled.hashes[place] for place in taken)
    return Labelled(hashes, labelled.labels[taken], labelled.embeddings[taken])


def _before(bundle: ModelBundle, features: int) -> TrainedOn:
    known = bundle.trained_on()
    if known is None:
        return TrainedOn((), np.zeros(0, np.uint8), np.zeros((0, 1)), np.zeros((0, features), np.float16))
    if known.embeddings.shape[1:] != (features,):
        raise AlpacaError(
            f"What the model {bundle.name} was trained on does not fit its neuron, which weighs {features:,} features."
        )
    return known


def _require_enough(whole: Joined, bundle: ModelBundle) -> None:
    known = "labelled" if whole.by_person.all() else "labelled or known from the training before"
    for label, answer in ((YES, bundle.card.yes), (NO, bundle.card.no)):
        there = int((whole.labels == label).sum())
        if there < FEWEST:
            counted = f"{there or 'No'} {'picture' if there == 1 else 'pictures'}"
            raise AlpacaError(
                _TOO_FEW.format(
                    there=counted,
                    answer=answer,
                    known=f"{'is' if there == 1 else 'are'} {known}",
                    fewest=FEWEST,
                    missing=FEWEST - there,
                )
            )

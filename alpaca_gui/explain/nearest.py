"""The training pictures most like one, on each side, by the embeddings in the bundle. Exact: all are compared."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import BundleError
from alpaca_gui.explain.training_index import TrainingIndex, directions_of

MISFIT: Final = "What the model was trained on does not fit its embeddings."

THE_SAME: Final = 0.9999
"""Cosine from which a training picture is taken for the picture itself. Both of its embeddings are of the same pixels,
and only rounded to 16 bits in the bundle, which costs some 1e-7; two photographs of one scene lie below."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbour:
    """A training picture.

    Attributes
    ----------
    digest
        SHA-256 of its file, in hexadecimal.
    label
        1 for yes and 0 for no, as it was trained on.
    logit
        Out of fold, by heads that never saw it, the mean over the ways to deal the pictures; None where there is none.
    cosine
        Between the embeddings, −1 to 1; 1 for the same direction.
    thumbnail
        A small JPEG, where the bundle carries one; `alpaca_gui.explain.training_index.thumbnail_picture` decodes it.
    """

    digest: str
    label: int
    logit: float | None
    cosine: float
    thumbnail: bytes | None = None


@dataclass(frozen=True, slots=True, eq=False)
class NearestTraining:
    """The training pictures most like one picture.

    Attributes
    ----------
    yes, no
        Those of either label, the most alike first, each content once and without the picture itself.
    itself
        The picture itself, where it was trained on.
    same_file
        Whether ``itself`` is known by its bytes; else by its embedding, from `THE_SAME` on.
    """

    yes: tuple[Neighbour, ...]
    no: tuple[Neighbour, ...]
    itself: Neighbour | None = None
    same_file: bool = False


def nearest_training(
    index: TrainingIndex, embedding: NDArray[Any], count: int, digest: str | None = None
) -> NearestTraining:
    """Find the ``count`` training pictures of each label whose embeddings point most nearly where this one does.

    Parameters
    ----------
    index
        Of the model that gave the embedding.
    embedding
        (features,): the picture's pooled features. One that is not finite is like nothing.
    count
        How many of each label are wanted.
    digest
        SHA-256 of the picture's bytes, in hexadecimal, by which it is known among the training pictures.

    Raises
    ------
    BundleError
        When the training pictures have not as many features as the embedding that the model gave: the bundle's parts
        do not fit each other.
    """
    if embedding.shape != (index.features,):
        raise BundleError(MISFIT)
    with np.errstate(invalid="ignore"):  # NaN in, NaN out
        cosines = np.clip(index.directions @ directions_of(embedding[np.newaxis])[0], -1, 1)
    order = np.lexsort((np.arange(cosines.size), -cosines))
    order = order[: int(np.isfinite(cosines).sum())]  # what is not finite is sorted last
    first, same = _itself(index, cosines, order, digest)
    sides: dict[int, dict[str, Neighbour]] = {0: {}, 1: {}}
    for place in order.tolist():
        side = sides[int(index.labels[place] == 1)]
        if place not in same and len(side) < count and index.hashes[place] not in side:
            side[index.hashes[place]] = _neighbour(index, place, float(cosines[place]))
    itself = None if first is None else _neighbour(index, first, float(cosines[first]))
    by_bytes = itself is not None and itself.digest == digest
    return NearestTraining(tuple(sides[1].values()), tuple(sides[0].values()), itself, by_bytes)


def _itself(
    index: TrainingIndex, cosines: NDArray[np.float32], order: NDArray[np.int64], digest: str | None
) -> tuple[int | None, set[int]]:
    """Place of the picture itself, and of all that are it: the same content may have been trained on twice."""
    by_bytes = sorted(place for place in order.tolist() if index.hashes[place] == digest)
    by_look = [place for place in order.tolist() if cosines[place] >= THE_SAME]
    found = by_bytes or by_look
    return (found[0] if found else None), {*by_bytes, *by_look}


def _neighbour(index: TrainingIndex, place: int, cosine: float) -> Neighbour:
    digest, logit = index.hashes[place], float(index.logits[place])
    label = int(index.labels[place] == 1)
    return Neighbour(digest, label, None if np.isnan(logit) else logit, cosine, index.thumbnails.get(digest))

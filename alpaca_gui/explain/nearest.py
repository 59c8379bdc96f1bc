"""The training pictures most like one, on each side, by the embeddings in the bundle. Exact: all are compared."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.thumbnails import SIDE, Thumbnails
from alpaca_gui.errors import BundleError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import MemorySource
from alpaca_gui.logit.sigmoid import Floats

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
        A small JPEG, where the bundle carries one; `thumbnail_picture` decodes it.
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


@dataclass(frozen=True, slots=True, eq=False)
class TrainingIndex:
    """What a bundle tells of the n pictures it was trained on, made ready to be compared.

    Attributes
    ----------
    hashes, labels
        As in `alpaca_gui.engine.trained_on.TrainedOn`.
    logits
        float64 (n,): mean out-of-fold logits; NaN where there is none.
    directions
        float32 (n, features): embeddings of length 1, or of zeros; NaN throughout where one is not finite.
    thumbnails
        Small pictures by hash; empty where the bundle holds none.
    trouble
        Why its small pictures cannot be used; empty where nothing is wrong.
    """

    hashes: tuple[str, ...]
    labels: NDArray[np.uint8]
    logits: Floats
    directions: NDArray[np.float32]
    thumbnails: Thumbnails
    trouble: str = ""

    @classmethod
    def of(cls, bundle: ModelBundle) -> Self | None:
        """Read a bundle; None where it does not tell. Takes some 10 ms for 327 pictures: not for the window's thread.

        Raises
        ------
        BundleError
            When what the model was trained on cannot be read. Small pictures that cannot be used are ``trouble`` only.
        """
        trained_on = bundle.trained_on()
        if trained_on is None:
            return None
        thumbnails, trouble = _thumbnails(bundle)
        logits = _means(trained_on.logits)
        return cls(
            trained_on.hashes, trained_on.labels, logits, _directions(trained_on.embeddings), thumbnails, trouble
        )

    @property
    def features(self) -> int:
        """How many numbers an embedding has."""
        return int(self.directions.shape[1])

    def neighbour(self, place: int, cosine: float) -> Neighbour:
        """Give one of the n pictures."""
        digest, logit = self.hashes[place], float(self.logits[place])
        label = int(self.labels[place] == 1)
        return Neighbour(digest, label, None if np.isnan(logit) else logit, cosine, self.thumbnails.get(digest))


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
    ValueError
        When the embedding has not as many features as the training pictures: another model gave it.
    """
    if embedding.shape != (index.features,):
        raise ValueError(f"an embedding of shape ({index.features},) was expected, got {embedding.shape}")
    with np.errstate(invalid="ignore"):  # NaN in, NaN out
        cosines = np.clip(index.directions @ _directions(embedding[np.newaxis])[0], -1, 1)
    order = np.lexsort((np.arange(cosines.size), -cosines))
    order = order[: int(np.isfinite(cosines).sum())]  # what is not finite is sorted last
    first, same = _itself(index, cosines, order, digest)
    sides: dict[int, dict[str, Neighbour]] = {0: {}, 1: {}}
    for place in order.tolist():
        side = sides[int(index.labels[place] == 1)]
        if place not in same and len(side) < count and index.hashes[place] not in side:
            side[index.hashes[place]] = index.neighbour(place, float(cosines[place]))
    itself = None if first is None else index.neighbour(first, float(cosines[first]))
    by_bytes = itself is not None and itself.digest == digest
    return NearestTraining(tuple(sides[1].values()), tuple(sides[0].values()), itself, by_bytes)


def thumbnail_picture(data: bytes) -> Picture:
    """Decode a thumbnail by the one decoder; one that is larger than any may be is refused before it is decompressed.

    Raises
    ------
    PictureError
        With the sentence to show.
    """
    return decode(MemorySource(data, "thumbnail"), pixel_limit=SIDE * SIDE)


def _itself(
    index: TrainingIndex, cosines: NDArray[np.float32], order: NDArray[np.int64], digest: str | None
) -> tuple[int | None, set[int]]:
    """Place of the picture itself, and of all that are it: the same content may have been trained on twice."""
    by_bytes = sorted(place for place in order.tolist() if index.hashes[place] == digest)
    by_look = [place for place in order.tolist() if cosines[place] >= THE_SAME]
    found = by_bytes or by_look
    return (found[0] if found else None), {*by_bytes, *by_look}


def _thumbnails(bundle: ModelBundle) -> tuple[Thumbnails, str]:
    try:
        return bundle.thumbnails() or Thumbnails({}), ""
    except BundleError as error:
        return Thumbnails({}), str(error)


def _means(logits: Floats) -> Floats:
    """Mean (n,) of the finite logits of each row of (n, seeds); NaN where there is none."""
    there = np.isfinite(logits)
    counts = there.sum(axis=1)
    sums = np.where(there, logits, 0.0).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _directions(embeddings: NDArray[Any]) -> NDArray[np.float32]:
    """Rows of length 1; a row of zeros stays one, and one that is not finite becomes NaN throughout."""
    rows = np.asarray(embeddings, np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        lengths[~np.isfinite(lengths)] = np.nan
        directions: NDArray[np.float32] = (rows / lengths).astype(np.float32)
    return directions

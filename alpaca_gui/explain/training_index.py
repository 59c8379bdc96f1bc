"""The pictures that a model was trained on, as its bundle tells of them, made ready to be compared by embedding."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.thumbnails import SIDE, Thumbnails
from alpaca_gui.errors import BundleError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import MemorySource
from alpaca_gui.logit.sigmoid import Floats


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
            trained_on.hashes, trained_on.labels, logits, directions_of(trained_on.embeddings), thumbnails, trouble
        )

    @property
    def features(self) -> int:
        """How many numbers an embedding has."""
        return int(self.directions.shape[1])


def directions_of(embeddings: NDArray[Any]) -> NDArray[np.float32]:
    """Bring embeddings (n, features) to length 1; one of zeros stays, one that is not finite becomes NaN throughout."""
    rows = np.asarray(embeddings, np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        lengths[~np.isfinite(lengths)] = np.nan
        directions: NDArray[np.float32] = (rows / lengths).astype(np.float32)
    return directions


def thumbnail_picture(data: bytes) -> Picture:
    """Decode a thumbnail by the one decoder; one that is larger than any may be is refused before it is decompressed.

    Raises
    ------
    PictureError
        With the sentence to show.
    """
    return decode(MemorySource(data, "thumbnail"), pixel_limit=SIDE * SIDE)


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

"""What a bundle was trained on: never the pictures, only their hashes, labels, out-of-fold logits and embeddings."""

import zipfile
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.npz import from_npz, to_npz
from alpaca_gui.errors import BundleError

_ARRAYS: Final = ("hashes", "labels", "logits", "embeddings")


@dataclass(frozen=True, slots=True, eq=False)
class TrainedOn:
    """The n pictures that a model was trained on.

    Attributes
    ----------
    hashes
        SHA-256 of each file's bytes, in hexadecimal.
    labels
        uint8 (n,): 1 for yes and 0 for no.
    logits
        float64 (n, seeds): out of fold, by heads that never saw the picture; a column for each way (seed) to deal the
        pictures to folds. NaN where a picture has none, e.g. because it was trained on and never held out.
    embeddings
        float16 (n, features): the pooled features that the neuron weighs.
    """

    hashes: tuple[str, ...]
    labels: NDArray[np.uint8]
    logits: NDArray[np.float64]
    embeddings: NDArray[np.float16]

    def to_bytes(self, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
        """Return an ``npz`` archive, the same bytes for the same values."""
        arrays = (np.array(self.hashes, dtype="S64"), self.labels, self.logits, self.embeddings)
        return to_npz(dict(zip(_ARRAYS, arrays, strict=True)), compression)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` gave.

        Raises
        ------
        BundleError
            When it is something else, or the arrays do not fit together.
        """
        try:
            hashes, labels, logits, embeddings = from_npz(data, *_ARRAYS)
        except ValueError as error:
            raise BundleError(f"What the model was trained on cannot be read: {error}.") from error
        n = hashes.size
        shapes = (hashes.shape, labels.shape, logits.shape[:-1], embeddings.shape[:-1])
        kinds = (hashes.dtype.kind, labels.dtype.str, logits.dtype.str, embeddings.dtype.str)
        if shapes != ((n,),) * 4 or kinds != ("S", "|u1", "<f8", "<f2"):
            raise BundleError("What the model was trained on cannot be read: its arrays do not fit together.")
        return cls(tuple(one.decode("ascii", "replace") for one in hashes.tolist()), labels, logits, embeddings)

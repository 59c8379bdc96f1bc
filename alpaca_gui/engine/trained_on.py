"""What a bundle was trained on: never the pictures, only their hashes, labels, out-of-fold logits and embeddings."""

import io
import zipfile
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import BundleError
from alpaca_gui.files import write_timeless_zip

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

    def to_bytes(self) -> bytes:
        """Return an ``npz`` archive, the same bytes for the same values."""
        arrays = (np.array(self.hashes, dtype="S64"), self.labels, self.logits, self.embeddings)
        members = {f"{name}.npy": _npy(array) for name, array in zip(_ARRAYS, arrays, strict=True)}
        held = io.BytesIO()
        write_timeless_zip(held, members, zipfile.ZIP_DEFLATED)
        return held.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` gave; nothing in it is ever unpickled.

        Raises
        ------
        BundleError
            When it is something else, or the arrays do not fit together.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as archive:
                hashes, labels, logits, embeddings = (archive[name] for name in _ARRAYS)
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
            raise BundleError(f"What the model was trained on cannot be read: {error}.") from error
        n = len(hashes)
        fits = (
            (hashes.dtype.kind, labels.dtype, logits.dtype, embeddings.dtype) == ("S", np.uint8, np.float64, np.float16)
            and (hashes.shape, labels.shape) == ((n,), (n,))
            and (logits.ndim, len(logits)) == (2, n)
            and (embeddings.ndim, len(embeddings)) == (2, n)
        )
        if not fits:
            raise BundleError("What the model was trained on cannot be read: its arrays do not fit together.")
        return cls(tuple(bytes(one).decode("ascii", "replace") for one in hashes), labels, logits, embeddings)


def _npy(array: NDArray[np.generic]) -> bytes:
    held = io.BytesIO()
    np.lib.format.write_array(held, np.ascontiguousarray(array), allow_pickle=False)
    return held.getvalue()

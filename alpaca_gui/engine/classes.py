"""The classes that a backbone was first trained to tell apart: what its own top says of pooled features."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.npz import from_npz, to_npz
from alpaca_gui.errors import BundleError


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """A linear top over pooled features, e.g. that of the 1000 classes of ImageNet.

    Attributes
    ----------
    weights
        float32 (features, classes).
    biases
        float32 (classes,).
    """

    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    def to_bytes(self) -> bytes:
        """Return an ``npz`` archive, with 16 bits a number, the same bytes for the same values."""
        return to_npz({"weights": self.weights.astype(np.float16), "biases": self.biases.astype(np.float16)})

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` gave.

        Raises
        ------
        BundleError
            When it is something else, or the arrays do not fit together.
        """
        try:
            weights, biases = from_npz(data, "weights", "biases")
        except ValueError as error:
            raise BundleError(f"The classes of the model's backbone cannot be read: {error}.") from error
        if (
            (weights.dtype.str, biases.dtype.str) != ("<f2", "<f2")
            or weights.ndim != 2
            or weights.shape[1:] != biases.shape
        ):
            raise BundleError("The classes of the model's backbone cannot be read: the arrays do not fit together.")
        return cls(weights.astype(np.float32), biases.astype(np.float32))

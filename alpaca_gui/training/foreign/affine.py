"""What the first steps of a model do to its pixels, and so which range of numbers it wants."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from alpaca_gui.training.foreign.model import Scale

_SMALL: Final = 8.0
"""Networks want inputs of about this size at most: pixels of 0 to 255 have to be made smaller by something."""


@dataclass(frozen=True, slots=True)
class Affine:
    """``x * scale + offset``, over the channels on average."""

    scale: float = 1.0
    offset: float = 0.0

    def then(self, operation: str, constant: ArrayLike) -> "Affine":
        """Follow it with ``multiply``, ``divide``, ``add`` or ``subtract`` by a constant.

        Raises
        ------
        ValueError
            When the operation is another, or the constant is no finite number.
        """
        number = float(np.mean(np.asarray(constant, dtype=np.float64)))
        if not math.isfinite(number) or (operation == "divide" and number == 0):
            raise ValueError(f"cannot {operation} by {number}")
        match operation:
            case "multiply":
                return Affine(self.scale * number, self.offset * number)
            case "divide":
                return Affine(self.scale / number, self.offset / number)
            case "add":
                return Affine(self.scale, self.offset + number)
            case "subtract":
                return Affine(self.scale, self.offset - number)
        raise ValueError(f"{operation} is no arithmetic that is known here")

    @property
    def wanted(self) -> Scale | None:
        """The range that goes in, judged by what comes out; None where nothing is done or it is not clear."""
        if (self.scale, self.offset) == (1.0, 0.0):
            return None
        if _small(self.offset, 255 * self.scale + self.offset) or (self.scale == 1.0 and self.offset < -16):
            return Scale.BYTES
        return Scale.UNIT if _small(self.offset, self.scale + self.offset) else None

    @property
    def words(self) -> str:
        """The arithmetic for a person."""
        return f"pixel × {self.scale:.6g} {self.offset:+.6g}"


def chained(steps: Iterable[tuple[str, ArrayLike]]) -> Affine:
    """Compose steps in their order; ends before the first that is not plain arithmetic."""
    affine = Affine()
    for operation, constant in steps:
        try:
            affine = affine.then(operation, constant)
        except ValueError:
            break
    return affine


def _small(*values: float) -> bool:
    return all(abs(value) <= _SMALL for value in values)

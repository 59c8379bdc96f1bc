"""The floating-point numbers of IEEE 754 that a network computes with: their sizes, their bits and their order."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.floating[Any]]


class Precision(StrEnum):
    """A kind of number, binary16, binary32 or binary64 of IEEE 754-2019, under the name that NumPy has for it."""

    FLOAT16 = "float16"
    FLOAT32 = "float32"
    FLOAT64 = "float64"

    @property
    def dtype(self) -> np.dtype[np.floating[Any]]:
        """NumPy's type."""
        return np.dtype(self.value)

    @property
    def width(self) -> int:
        """Bits of one number: 16, 32 or 64."""
        return self.dtype.itemsize * 8

    @property
    def digits(self) -> int:
        """Binary digits that a normal number is written with, the hidden one included: 11, 24 or 53."""
        return int(np.finfo(self.dtype).nmant) + 1

    @property
    def least_exponent(self) -> int:
        """Exponent of the smallest normal number: -14, -126 or -1022."""
        return int(np.finfo(self.dtype).minexp)

    @property
    def largest(self) -> float:
        """The largest finite number: 65504, about 3.4e38 or about 1.8e308."""
        return float(np.finfo(self.dtype).max)

    def array(self, values: ArrayLike) -> Numbers:
        """Round values to this kind; what is too large becomes infinite."""
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray(values).astype(self.dtype)

    def nearest(self, value: float) -> float:
        """The number of this kind that is nearest to ``value``; of two that are equally near, the even one."""
        return float(self.array(value))


@dataclass(frozen=True, slots=True)
class Bits:
    """How one number stands in memory.

    Attributes
    ----------
    hex
        All bits as hexadecimal digits, the sign's first: ``3F800000`` is 1 in float32.
    sign, exponent, fraction
        The three parts as binary digits: 1, then 5, 8 or 11, then 10, 23 or 52.
    """

    hex: str
    sign: str
    exponent: str
    fraction: str

    def __str__(self) -> str:
        return f"{self.sign} | {self.exponent} | {self.fraction}"


def bits_of(value: float, precision: Precision) -> Bits:
    """The bits of a number of this kind; another one is rounded to it. All NaN of Python become the quiet one."""
    return bits_of_all([value], precision)[0]


def bits_of_all(values: ArrayLike, precision: Precision) -> list[Bits]:
    """The bits of each of ``values`` (n,)."""
    return [_split(int(pattern), precision) for pattern in _patterns(precision.array(values)).ravel()]


def to_hex(values: ArrayLike, precision: Precision) -> list[str]:
    """Each of ``values`` (n,) as the hexadecimal digits of its bits: what travels to another process unchanged."""
    width = precision.width // 4
    return [f"{int(pattern):0{width}X}" for pattern in _patterns(precision.array(values)).ravel()]


def from_hex(texts: list[str], precision: Precision) -> Numbers:
    """Read what `to_hex` wrote, (n,).

    Raises
    ------
    ValueError
        When a text is not the bits of one number of this kind.
    """
    if any(len(text) * 4 != precision.width for text in texts):
        raise ValueError(f"not the bits of numbers in {precision}: {texts!r:.200}")
    patterns = np.array([int(text, 16) for text in texts], dtype=_unsigned(precision.dtype))
    return patterns.view(precision.dtype)


def order_of(values: Numbers) -> NDArray[np.int64]:
    """Number the numbers of a kind by size: neighbours differ by 1, both zeros are 0. Not for NaN.

    Source: B. Dawson, "Comparing Floating Point Numbers, 2012 Edition": the bits of positive numbers, read as an
    integer, have the order of the numbers.
    """
    patterns = _patterns(values)
    top = patterns.dtype.type(1) << patterns.dtype.type(patterns.dtype.itemsize * 8 - 1)
    size = (patterns & ~top).astype(np.int64)
    return np.where(patterns & top, -size, size)


def from_order(order: ArrayLike, precision: Precision) -> Numbers:
    """Give the numbers that `order_of` numbers so; 0 gives +0."""
    wanted = np.asarray(order, dtype=np.int64)
    unsigned = _unsigned(precision.dtype)
    sizes = np.ascontiguousarray(np.abs(wanted)).astype(unsigned).view(precision.dtype)
    return np.where(wanted < 0, -sizes, sizes)


_PARTS: Final = {Precision.FLOAT16: 5, Precision.FLOAT32: 8, Precision.FLOAT64: 11}
"""Bits of the exponent: IEEE 754-2019, table 3.5."""


def _split(pattern: int, precision: Precision) -> Bits:
    binary, end = f"{pattern:0{precision.width}b}", 1 + _PARTS[precision]
    return Bits(f"{pattern:0{precision.width // 4}X}", binary[0], binary[1:end], binary[end:])


def _unsigned(dtype: np.dtype[Any]) -> np.dtype[np.unsignedinteger[Any]]:
    return np.dtype(f"u{dtype.itemsize}")


def _patterns(values: Numbers) -> NDArray[np.unsignedinteger[Any]]:
    whole = np.atleast_1d(np.ascontiguousarray(values))
    return whole.view(_unsigned(whole.dtype)).reshape(values.shape or (1,))

"""A share of a count with its 95 % interval: how far it could be off because only so many were counted."""

import math
from dataclasses import dataclass
from typing import Final

Z95: Final = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1, and the two ends of its 95 % interval."""

    value: float
    low: float
    high: float


def share_of(part: int, n: int) -> Share:
    """Give the share of ``part`` in ``n``, at least 1, with Wilson's interval.

    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", J. Am. Stat. Assoc. 22,
    1927. Unlike the textbook's normal one it keeps its width where everything is right: 327 of 327 gives 0.988 to 1.
    """
    share, zz = part / n, Z95 * Z95
    middle = (share + zz / (2 * n)) / (1 + zz / n)
    half = Z95 / (1 + zz / n) * math.sqrt(share * (1 - share) / n + zz / (4 * n * n))
    return Share(share, min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half)))

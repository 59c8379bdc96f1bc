"""Embeddings in few numbers that still bound every cosine between them, so that most pairs need no closer look."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.judging.likeness import directions

SLACK: Final = 1e-5
"""What float32 may lose in a length or a product here; the bounds are that much wider."""

_SAMPLE: Final = 4096
_TURNS: Final = 4

Sketches = NDArray[np.float32]
Bounds = NDArray[np.float32]


class Sketcher:
    """Writes a direction u as its coordinates h along a few axes and the length t of the rest that they leave out.

    The rests of u and v have a product between −t t' and t t' (Cauchy and Schwarz), so their cosine lies between
    h·h' − t t' and h·h' + t t'; the second is the plain product of the two sketches. That holds for any axes at right
    angles. These are close to the principal ones of a sample, not centred, found by turning a random start a few times
    [1]_, so that the rests are short.

    Parameters
    ----------
    rows
        Embeddings (n, features), of which a sample of at most 4,096 is looked at.
    axes
        How many axes there are to be; never more than there are features.

    References
    ----------
    .. [1] N. Halko, P. G. Martinsson and J. A. Tropp, "Finding structure with randomness", SIAM Review 53, 2011,
       algorithm 4.4.
    """

    def __init__(self, rows: NDArray[Any], axes: int) -> None:
        step = max(1, -(-len(rows) // _SAMPLE))
        sample = directions(rows[::step])
        features = sample.shape[1]
        start = np.random.default_rng(0).standard_normal((features, min(axes, features)), np.float32)
        self._axes = np.linalg.qr(start)[0]
        for _ in range(_TURNS):
            self._axes = np.linalg.qr(sample.T @ (sample @ self._axes))[0]

    @property
    def width(self) -> int:
        """Numbers in a sketch."""
        return len(self._axes.T) + 1

    def sketch(self, rows: NDArray[Any]) -> Sketches:
        """Sketches (m, width) of embeddings (m, features)."""
        whole = directions(rows)
        heads = whole @ self._axes
        rests = np.einsum("ij,ij->i", whole, whole) - np.einsum("ij,ij->i", heads, heads)
        sketches: Sketches = np.column_stack((heads, np.sqrt(np.maximum(rests, 0) + np.float32(SLACK))))
        return sketches


def at_most(these: Sketches, those: Sketches) -> Bounds:
    """Upper bounds (a, b) of the cosines between each of (a, width) and each of (b, width)."""
    bounds: Bounds = these @ those.T
    bounds += np.float32(SLACK)
    return bounds


def at_least(upper: Bounds, these: Sketches, those: Sketches) -> Bounds:
    """Lower bounds (pairs,) of the cosines between ``these[k]`` and ``those[k]``, from their `at_most`, ``upper``."""
    bounds: Bounds = upper - 2 * these[:, -1] * those[:, -1] - np.float32(2 * SLACK)
    return bounds

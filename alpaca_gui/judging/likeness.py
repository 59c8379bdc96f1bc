"""Which pictures are nearly the same by their embeddings, and what is tied together through others."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

NEAR: Final = 0.92
"""Cosine between the embeddings of two pictures from which they count as nearly the same.

Of the 53,301 pairs of the course's photographs one, a burst, lies above it (0.96 by EfficientNet-Lite2, 0.94 by
MobileNetV2) and the next below 0.88; a photograph and its mirror image lie at 0.93 or more in nine of ten cases, one
saved at another size or quality higher still."""

Places = NDArray[np.int64]


def directions(embeddings: NDArray[Any]) -> NDArray[np.float32]:
    """Embeddings (n, features) at length 1, so that their products are cosines; a copy.

    One of length 0, or with a number that is not finite, has no direction: it stays 0 and is like nothing.
    """
    values = embeddings.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", values, values))
    good = np.isfinite(lengths) & (lengths > 0)
    values[~good] = 0
    values /= np.where(good, lengths, 1)[:, None]
    return values


class Ties:
    """Which of n things belong together because they are tied, directly or through others.

    Every thing points at an earlier one of its group or at itself; who points at itself is the group's root, its
    first member [1]_.

    References
    ----------
    .. [1] B. A. Galler and M. J. Fischer, "An improved equivalence algorithm", Communications of the ACM 7, 1964.
    """

    def __init__(self, n: int) -> None:
        self._above = np.arange(n, dtype=np.int64)

    def roots(self, places: Places) -> Places:
        """Give the first members of the groups of ``places``: equal where two belong together."""
        found: Places = self._above[places]
        while not np.array_equal(found, higher := self._above[found]):
            self._above[found] = self._above[higher]  # halves the way for the next one
            found = higher
        self._above[places] = found
        return found

    def tie(self, these: Places, those: Places) -> None:
        """Tie ``these[k]`` to ``those[k]`` for every k."""
        from scipy.sparse import coo_array  # noqa: PLC0415 - not needed for the windows that import this floor
        from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

        these, those = self.roots(these), self.roots(those)
        apart = these != those
        roots, ends = np.unique(np.stack((these[apart], those[apart])), return_inverse=True)
        if not roots.size:
            return
        ends = ends.reshape(2, -1)
        graph = coo_array((np.ones(ends.shape[1], dtype=bool), tuple(ends)), shape=(roots.size, roots.size))
        _, parts = connected_components(graph, directed=False)
        first = np.unique(parts, return_index=True)[1]
        self._above[roots] = roots[first][parts]

    def groups(self) -> Places:
        """Number the groups 0, 1, ... in the order of their first members, (n,)."""
        numbers: Places = np.unique(self.roots(np.arange(self._above.size)), return_inverse=True)[1].astype(np.int64)
        return numbers

"""Finds pictures that stand in a dataset more than once, by their content and by their embeddings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.folds import Groups

NEAR: Final = 0.92
"""Cosine between the embeddings of two pictures from which they count as nearly the same.

Of the 53,301 pairs of the course's photographs one, a burst, lies above it (0.96 by EfficientNet-Lite2, 0.94 by
MobileNetV2) and the next below 0.88; a photograph and its mirror image lie at 0.93 or more in nine of ten cases, one
saved at another size or quality higher still."""

MOST_NAMED: Final = 1000
"""How many pairs that look alike are named; all of them count."""


@dataclass(frozen=True, slots=True, eq=False)
class Duplicates:
    """What stands in a dataset more than once.

    Attributes
    ----------
    same
        Places of pictures whose bytes are the same, a tuple for each content.
    near
        Pairs of places of pictures that look nearly the same, the most alike first; `MOST_NAMED` at most.
    groups
        For each picture the number of its group, (n,): equal where pictures must not cross a fold.
    """

    same: tuple[tuple[int, ...], ...]
    near: tuple[tuple[int, int], ...]
    groups: Groups

    def contradictions(self, labels: Labels) -> tuple[tuple[int, ...], ...]:
        """Those of `same` that stand on both sides: one of their labels must be wrong."""
        return tuple(places for places in self.same if len({int(labels[place]) for place in places}) > 1)


def find_duplicates(
    hashes: Sequence[str], embeddings: NDArray[np.float32], near: float = NEAR, block: int = 2048
) -> Duplicates:
    """Compare n pictures by ``hashes`` (n,) and ``embeddings`` (n, features), ``block`` rows at a time."""
    places: dict[str, list[int]] = {}
    for place, digest in enumerate(hashes):
        places.setdefault(digest, []).append(place)
    same = tuple(tuple(each) for each in places.values() if len(each) > 1)
    firsts = np.array([each[0] for each in places.values()], dtype=np.int64)
    groups = np.empty(len(hashes), dtype=np.int64)
    for number, each in enumerate(places.values()):
        groups[each] = number
    near_groups, pairs = _nearly_same(embeddings[firsts], near, block)
    return Duplicates(same, tuple((int(firsts[a]), int(firsts[b])) for a, b in pairs), near_groups[groups])


def _nearly_same(embeddings: NDArray[np.float32], near: float, block: int) -> tuple[Groups, list[tuple[int, int]]]:
    """Groups (n,) of rows (n, features) that are tied by pairs of at least ``near``, and the closest of these pairs.

    The pairs may be as many as n²/2, so only their groups are carried from block to block.
    """
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    directions = embeddings / np.where(lengths > 0, lengths, 1)
    groups = np.arange(len(directions), dtype=np.int64)
    closest: list[tuple[float, int, int]] = []
    for start in range(0, len(directions), block):
        cosines = directions[start : start + block] @ directions[start:].T
        rows, columns = np.nonzero(np.triu(cosines >= near, 1))
        groups = _tied(groups, rows + start, columns + start)
        best = np.argsort(-cosines[rows, columns], kind="stable")[:MOST_NAMED]
        found = zip(cosines[rows, columns][best].tolist(), rows[best] + start, columns[best] + start, strict=True)
        closest = sorted([*closest, *((-cosine, int(a), int(b)) for cosine, a, b in found)])[:MOST_NAMED]
    return groups, [(a, b) for _, a, b in closest]


def _tied(groups: Groups, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Groups:
    """Merge the groups of the pairs (rows, columns)."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - not needed for the dialog that imports this floor
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    n = groups.size
    graph = coo_array((np.ones(rows.size, dtype=bool), (groups[rows], groups[columns])), shape=(n, n))
    merged: Groups = connected_components(graph, directed=False)[1].astype(np.int64)
    return merged[groups]

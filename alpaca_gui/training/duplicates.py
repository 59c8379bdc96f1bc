"""Finds pictures that stand in a dataset more than once, by their content and by their embeddings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.judging.likeness import NEAR, Ties, directions
from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.folds import Groups

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
    rows = directions(embeddings)
    ties = Ties(len(rows))
    closest: list[tuple[float, int, int]] = []
    for start in range(0, len(rows), block):
        cosines = rows[start : start + block] @ rows[start:].T
        these, those = np.nonzero(np.triu(cosines >= near, 1))
        ties.tie(these + start, those + start)
        best = np.argsort(-cosines[these, those], kind="stable")[:MOST_NAMED]
        found = zip(cosines[these, those][best].tolist(), these[best] + start, those[best] + start, strict=True)
        closest = sorted([*closest, *((-cosine, int(a), int(b)) for cosine, a, b in found)])[:MOST_NAMED]
    return ties.groups(), [(a, b) for _, a, b in closest]

"""Groups of pictures that are nearly the same, among ten embeddings or a million."""

from collections.abc import Callable
from threading import Event
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import LibraryError
from alpaca_gui.judging.likeness import NEAR, Places, Ties, directions
from alpaca_gui.library.sketch import Sketcher, Sketches, at_least, at_most
from alpaca_gui.library.tiles import BLOCK, Tile, all_tiles, likely_tiles

CANCELLED: Final = "Looking for pictures that are nearly the same was cancelled."

EXACT_UP_TO: Final = 50_000
"""Different contents up to which all pairs are compared: five seconds on two cores."""

_AXES: Final = 127
"""Axes of the sketches, which take half a kilobyte a picture while the search lasts."""

_SPARSE: Final = 16
"""A product of two whole blocks costs as much a pair as a sixteenth of one pair by itself."""

_SKETCHING: Final = 0.2
"""The share of the work that goes into the sketches."""


def near_duplicates(
    rows: NDArray[Any],
    content: NDArray[np.integer[Any]] | None = None,
    near: float = NEAR,
    *,
    exact_up_to: int = EXACT_UP_TO,
    cancel: Event | None = None,
    progress: Callable[[float], object] | None = None,
) -> NDArray[np.int32]:
    """Number the groups of rows (n, features) that are tied by pairs with a cosine of at least ``near``, (n,).

    Groups are numbered from 1 on in the order of their first members; 0 is a picture alone. As in training, likeness
    is handed on: a and c are in one group when both are near b.

    Up to ``exact_up_to`` different contents every pair counts. Above, only pairs that lie near the same of some leaders
    are looked at (`likely_tiles`), and a pair that is missed is missed unless others tie it; no pair that is not near
    is ever tied. Measured on embeddings mixed from those of photographs and their crops, a fifth of them copies with a
    cosine of 0.9 to 1: of the pairs that the exact answer puts in one group, 0.999 are in one group among 50,000 and
    0.998 among 100,000; among 1,000,000, all 519 near pairs of a thousand rows.

    Parameters
    ----------
    rows
        Embeddings, usually float16 and mapped; read in blocks.
    content
        (n,): equal numbers where the content is the same; such pictures are of one group whatever their embeddings.
    near
        Cosine; above 0.
    exact_up_to
        See above.
    cancel
        Set by another thread to end the search.
    progress
        Told the share of the work that is done, 0 to 1, many times a second.

    Raises
    ------
    LibraryError
        When it was cancelled.
    """
    n = len(rows)
    ties = Ties(n)
    _, firsts, which = np.unique(np.arange(n) if content is None else content, return_index=True, return_inverse=True)
    ties.tie(np.arange(n), firsts[which])
    search = _Search(rows, np.sort(firsts), near, ties)
    search.cancel, search.progress = cancel or search.cancel, progress or search.progress
    if firsts.size > 1:
        search.run(exact=firsts.size <= exact_up_to)
    search.progress(1.0)
    return _numbered(ties)


def _numbered(ties: Ties) -> NDArray[np.int32]:
    groups = ties.groups()
    several = np.bincount(groups) > 1
    return np.where(several, np.cumsum(several), 0)[groups].astype(np.int32)


class _Search:
    """One search among those of ``rows`` that stand at ``places``; what is near is tied in ``ties``."""

    def __init__(self, rows: NDArray[Any], places: Places, near: float, ties: Ties) -> None:
        self._rows, self._places, self._near, self._ties = rows, places, near, ties
        self.cancel = Event()
        self.progress: Callable[[float], object] = float  # tells nobody

    def run(self, *, exact: bool) -> None:
        sketches = self._sketches()
        somewhere = sketches[:, :-1].any(axis=1)
        if not somewhere.all():  # what has no direction is near nothing, and may be very many
            sketches, self._places = sketches[somewhere], self._places[somewhere]
        if exact or len(sketches) == 0:
            tiles = all_tiles(len(sketches))
        else:
            tiles = likely_tiles(sketches, self._near, lambda: self._check(_SKETCHING))
        for tile in tiles:
            self._check(_SKETCHING + (1 - _SKETCHING) * tile.share)
            self._settle(sketches, tile)

    def _check(self, share: float) -> None:
        if self.cancel.is_set():
            raise LibraryError(CANCELLED)
        self.progress(share)

    def _sketches(self) -> Sketches:
        sketcher = Sketcher(self._rows, _AXES)
        sketches = np.empty((self._places.size, sketcher.width), np.float32)
        for start in range(0, len(sketches), BLOCK):
            self._check(_SKETCHING * start / len(sketches))
            part = slice(start, start + BLOCK)
            sketches[part] = sketcher.sketch(self._rows[self._places[part]])
        return sketches

    def _settle(self, sketches: Sketches, tile: Tile) -> None:
        """Tie what is surely near, and look closely at what may be."""
        these, those = self._apart(tile)
        upper = at_most(sketches[these], sketches[those])
        found = np.flatnonzero(upper >= self._near)  # far faster than nonzero on two axes
        a, b = these[found // max(1, those.size)], those[found % max(1, those.size)]
        sure = at_least(upper.ravel()[found], sketches[a], sketches[b]) >= self._near
        a, b = self._places[a], self._places[b]
        self._ties.tie(a[sure], b[sure])
        open_ = ~sure & (self._ties.roots(a) != self._ties.roots(b))
        if open_.any():
            self._look_closely(a[open_], b[open_])

    def _apart(self, tile: Tile) -> tuple[Places, Places]:
        """The two sides of a tile; where one is a single group, the other without what belongs to that group.

        Ten thousand pictures of the same are then not compared a hundred million times.
        """
        these, those = self._ties.roots(self._places[tile.these]), self._ties.roots(self._places[tile.those])
        if (these == these[0]).all():
            return tile.these, tile.those[those != these[0]]
        if (those == those[0]).all():
            return tile.these[these != those[0]], tile.those
        return tile.these, tile.those

    def _look_closely(self, a: Places, b: Places) -> None:
        """Tie those of the pairs (a[k], b[k]) whose cosines, from all features, are near."""
        some, in_some = np.unique(a, return_inverse=True)
        others, in_others = np.unique(b, return_inverse=True)
        left, right = directions(self._rows[some]), directions(self._rows[others])
        if a.size > some.size * others.size // _SPARSE:
            near = (left @ right.T)[in_some, in_others] >= self._near
        else:
            near = np.empty(a.size, bool)
            for start in range(0, a.size, BLOCK):
                part = slice(start, start + BLOCK)
                near[part] = np.einsum("ij,ij->i", left[in_some[part]], right[in_others[part]]) >= self._near
        self._ties.tie(a[near], b[near])

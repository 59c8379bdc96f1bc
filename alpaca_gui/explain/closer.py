"""Looking closer: the logit of overlapping tiles, for the small animal far away. It never changes the verdict."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Final

import numpy as np

from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.tiling import Tiling, tiles_of
from alpaca_gui.imaging.alter import Region, cut
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule, margins

MAP_SIDE: Final = 120
"""Cells along the longer side of `Closer.map`."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of the picture that the model was asked about as if it were a picture.

    Attributes
    ----------
    region
        Left, top, right and bottom, in shares of the picture.
    logit
        The raw output of the neuron for it.
    level
        How fine: 0 for the largest tiles.
    """

    region: Region
    logit: float
    level: int


@dataclass(frozen=True, slots=True, eq=False)
class Closer:
    """The tiles that have been asked about, coarse to fine.

    The largest of many logits is no verdict. Each tile is another try, and the model was trained on whole pictures: the
    more tiles, the larger the largest of them, also where there is nothing to find.

    Attributes
    ----------
    whole
        The logit of the whole picture, which the verdict is about.
    tiles
        In the order in which they were asked about.
    tiling
        All that are to be asked about, and why there are no finer ones.
    """

    whole: float
    tiles: tuple[Tile, ...]
    tiling: Tiling

    @property
    def complete(self) -> bool:
        """Whether every tile has its logit."""
        return len(self.tiles) == self.tiling.count

    @property
    def best(self) -> tuple[Tile, ...]:
        """All tiles, the largest logit first; of equal ones the coarser."""
        return tuple(sorted(self.tiles, key=lambda tile: -tile.logit))

    def above(self, rule: Rule) -> int:
        """How many tiles lie above the threshold of ``rule``, whatever its band."""
        return int(np.count_nonzero(margins([tile.logit for tile in self.tiles], rule) > 0))

    def map(self, side: int = MAP_SIDE) -> Floats:
        """Give for each place of the picture the largest logit of the tiles that cover it.

        Parameters
        ----------
        side
            Cells along the picture's longer side.

        Returns
        -------
        Floats
            (h, w), h rows from the top; a cell belongs to the tiles that its middle lies in. NaN where none does yet.
        """
        scale = side / max(self.tiling.width, self.tiling.height)
        rows, columns = (max(1, round(scale * size)) for size in (self.tiling.height, self.tiling.width))
        found = np.full((rows, columns), np.nan)
        x, y = (np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows
        for tile in self.tiles:
            left, top, right, bottom = tile.region
            where = np.ix_((y >= top) & (y <= bottom), (x >= left) & (x <= right))
            found[where] = np.fmax(found[where], tile.logit)
        return found


def look_closer(lens: Lens, seen: Seen, cancel: Event, step: Callable[[Closer], None]) -> Closer:
    """Ask the model about every tile of a picture, the largest tiles first.

    Parameters
    ----------
    cancel
        When it is set, what has been found until then is given.
    step
        Called with what has been found so far, whenever a row of tiles is finished.

    Raises
    ------
    PictureError
        When the model gives no finite logit for a tile.
    """
    picture = seen.picture
    tiling = tiles_of(picture.image.width, picture.image.height, lens.preprocessing)
    tiles: list[Tile] = []
    for number, level in enumerate(tiling.levels):
        for row in level.regions(tiling.width, tiling.height):
            for region in row:
                if cancel.is_set():
                    return Closer(seen.logit, tuple(tiles), tiling)
                tiles.append(Tile(region, lens.logit(cut(picture, region)), number))
            step(Closer(seen.logit, tuple(tiles), tiling))
    return Closer(seen.logit, tuple(tiles), tiling)

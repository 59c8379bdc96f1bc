"""Overlapping tiles of a picture, in the shape that the model sees undistorted and never enlarged for nothing."""

import math
from dataclasses import dataclass
from typing import Final

from alpaca_gui.imaging.alter import Region
from alpaca_gui.imaging.preprocess import Preprocessing

MOST: Final = 84
"""Tiles at most: about a second's work."""

SCALES: Final = (1.0, 1 / 2, 1 / 3, 1 / 4)
"""A tile's side, in shares of the largest tile that fits in the picture; one level each, the coarsest first."""

_LEAST_SHARE: Final = 1 / 40
"""A tile is at least so long, in shares of the picture: a level has fewer than `MOST` tiles in a row, however long."""

_SMALLER: Final = 0.9
"""A level whose tiles are not smaller than that of the ones before, in one direction at least, would repeat them."""

NOTHING_NEW: Final = "The model saw the whole picture without making it smaller: a part of it would show nothing new."
ENOUGH: Final = "A quarter of the largest tile is the finest that is asked about."
NO_PIXELS: Final = (
    "The finest tiles have about as many pixels as the model takes in: smaller ones would only be enlarged and show "
    "nothing new."
)
TOO_MANY: Final = f"Finer ones would be more than {MOST} tiles."


@dataclass(frozen=True, slots=True)
class Level:
    """Tiles of one size.

    Attributes
    ----------
    width, height
        Of a tile, in the picture's pixels.
    columns, rows
        How many of them lie beside and above each other; neighbours share half of each tile at least.
    """

    width: int
    height: int
    columns: int
    rows: int

    @property
    def count(self) -> int:
        """How many tiles it has."""
        return self.columns * self.rows

    def regions(self, width: int, height: int) -> list[list[Region]]:
        """Where its tiles lie on the picture of ``width`` x ``height`` pixels, row by row, in shares; whole pixels."""
        lefts, tops = _starts(width, self.width, self.columns), _starts(height, self.height, self.rows)
        return [
            [(x / width, y / height, (x + self.width) / width, (y + self.height) / height) for x in lefts] for y in tops
        ]


@dataclass(frozen=True, slots=True)
class Tiling:
    """How a picture of ``width`` x ``height`` pixels is cut: its levels, the coarsest first, and why no finer one."""

    width: int
    height: int
    levels: tuple[Level, ...]
    stopped: str

    @property
    def count(self) -> int:
        """How many tiles there are."""
        return sum(level.count for level in self.levels)


def tiles_of(width: int, height: int, preprocessing: Preprocessing) -> Tiling:
    """Plan the tiles of a picture of ``width`` x ``height`` pixels.

    A tile has the shape of the model's input, so that nothing in it is distorted. None has fewer pixels than the input
    in either direction, where the picture has as many: it would be enlarged, and an enlarged picture says nothing that
    the smaller one does not. Of a picture narrower than the input, tiles are as wide as the picture. Each level covers
    the whole picture.
    """
    levels: list[Level] = []
    before, left = (width, height), MOST
    for scale in SCALES:
        size, held = _size(width, height, preprocessing, scale)
        if not _smaller(size, before):
            if held:
                return Tiling(width, height, tuple(levels), NO_PIXELS if levels else NOTHING_NEW)
            continue
        level = Level(*size, _count(width, size[0]), _count(height, size[1]))
        if level.count > left:
            return Tiling(width, height, tuple(levels), TOO_MANY)
        levels.append(level)
        before, left = size, left - level.count
    return Tiling(width, height, tuple(levels), ENOUGH)


def _size(width: int, height: int, preprocessing: Preprocessing, scale: float) -> tuple[tuple[int, int], bool]:
    """Give a tile's size in pixels at a scale, and whether it would be smaller if the picture had more pixels."""
    aspect = preprocessing.width / preprocessing.height
    widest = min(width, height * aspect)
    wide, high = scale * widest, scale * widest / aspect
    size = (
        min(width, math.ceil(max(wide, preprocessing.width, width * _LEAST_SHARE))),
        min(height, math.ceil(max(high, preprocessing.height, height * _LEAST_SHARE))),
    )
    return size, wide < preprocessing.width or high < preprocessing.height


def _smaller(size: tuple[int, int], before: tuple[int, int]) -> bool:
    return size[0] < _SMALLER * before[0] or size[1] < _SMALLER * before[1]


def _count(whole: int, tile: int) -> int:
    """How many tiles it takes, each half a tile further at most, to come from one end to the other."""
    left = whole - tile
    return 1 + min(left, math.ceil(2 * left / tile))  # a pixel further at least, where a tile is a single one


def _starts(whole: int, tile: int, count: int) -> list[int]:
    """Where tiles begin, in pixels: evenly, the first at 0 and the last as far on as it can be."""
    return [round(place * (whole - tile) / max(count - 1, 1)) for place in range(count)]

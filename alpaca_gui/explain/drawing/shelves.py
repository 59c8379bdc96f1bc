"""Rows of small pictures, each with a number and words below."""

from typing import Final

from alpaca_gui.explain.drawing.elements import Box, Type, image, rectangle, words
from alpaca_gui.explain.drawing.setting import broken, fitted, leading, paragraph
from alpaca_gui.explain.drawing.tiles import Tile

_SIDE: Final = 196.0
_GAP: Final = 16.0
_LINES: Final = 12
_NUMBER: Final = Type(19, bold=True)
_NAME: Final = Type(15.5)
_WHY: Final = Type(14, "quiet")


def shelf(x: float, y: float, width: float, tiles: list[Tile]) -> tuple[str, float]:
    """Draw tiles in as many rows as they take; gives the drawing and its height. Without pictures they are lower."""
    side = _SIDE if any(tile.address for tile in tiles) else 0.0
    columns = max(1, int((width + _GAP) / (_SIDE + _GAP)))
    parts, top = [], y
    for first in range(0, len(tiles), columns):
        row = [
            _tile(Box(x + place * (_SIDE + _GAP), top, _SIDE, side), tile)
            for place, tile in enumerate(tiles[first : first + columns])
        ]
        parts += [drawn for drawn, _ in row]
        top += max(height for _, height in row) + _GAP
    return "".join(parts), top - y


def _tile(place: Box, tile: Tile) -> tuple[str, float]:
    """The tile whose picture has this place, and how high the whole is."""
    x, y = place.x, place.y
    parts = [rectangle(place, "ground")]
    if tile.address:
        box = place.fitted(tile.width, tile.height)
        parts += [image(box, tile.address), rectangle(box, "edge")]
    below = place.bottom + 24
    parts.append(words(x, below, fitted(tile.number, _SIDE, _NUMBER), _NUMBER))
    below += 4
    for said, form in ((tile.name, _NAME), (tile.why, _WHY)):
        lines = broken(said, _SIDE, form)
        if len(lines) > _LINES:
            lines = [*lines[: _LINES - 1], fitted(" ".join(lines[_LINES - 1 :]), _SIDE, form)]
        parts.append(paragraph(x, below + 0.75 * leading(form), lines, form))
        below += len(lines) * leading(form)
    return "".join(parts), below - y

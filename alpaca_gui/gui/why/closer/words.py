"""What is said about tiles."""

from typing import Final

from alpaca_gui.explain.closer import Closer, Tile
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.logit.verdict import Rule, decide_one
from alpaca_gui.logit.words import short_logit_text

MEASURED: Final = "29c2e351a1f83c02c6727f41db15f2a4846ff810ec6a657202a241af55ceeb3b"
"""Identity of the shipped model, the only one that false finds were counted for."""

_MANY: Final = (
    "A tile shows where to look; its logit is no verdict. The largest of many tries is larger than a single one, also "
    "where there is nothing to find"
)
_COUNTED: Final = (
    "of 185 photographs without an alpaca, 1 was above 0 as a whole, but 59 in some tile (each judged by heads that "
    "never saw it; 25 November 2026)"
)
"""Measured by ``python -m tools.measure_tiles`` over all 327 photographs of the data set, 24 to 83 tiles each, 52 in
the middle. A photograph and its tiles were judged by heads that saw neither it nor one that looks nearly the same: the
mean of 3 ways to deal the photographs to 5 folds, the model's own. The largest tile of the 185 was +3.7 or more for one
in twenty and +8.0 at most. By the shipped head itself, which was trained on these very photographs, 63 of the 185 have
a tile above 0 and none is above 0 as a whole. Each of the 142 alpacas has such a tile, either way."""

_NOT_COUNTED: Final = "How often this model finds something where there is nothing was not measured."


def tries_words(model_id: str) -> str:
    """Say what the largest logit of many tiles is worth; with figures for the model alone that they are true of.

    Parameters
    ----------
    model_id
        The identity of the model that answers, as its bundle has it.
    """
    return f"{_MANY}: {_COUNTED}." if model_id == MEASURED else f"{_MANY}. {_NOT_COUNTED}"


def verdict_stays(subject: Subject, rule: Rule) -> str:
    """Say what the verdict is and remains, e.g. unsure at +0.41."""
    answer = subject.answer(decide_one(subject.logit, rule))
    return f"The verdict stays: {answer[:1].lower()}{answer[1:]}, {short_logit_text(subject.logit)}."


def count_words(closer: Closer, rule: Rule) -> str:
    """Say how many tiles are above the threshold, and why there are no finer ones."""
    if not closer.tiling.count:
        return closer.tiling.stopped
    done = len(closer.tiles)
    if not closer.complete:
        return f"{done} of {closer.tiling.count} tiles so far…"
    tiles = "1 tile is" if done == 1 else f"{done} tiles are"
    return f"{closer.above(rule)} of {tiles} above the threshold. {closer.tiling.stopped}"


def tile_words(tile: Tile, closer: Closer) -> str:
    """A tile in the list: its logit and how many pixels it has, ``+4.70  342 × 342``: whole beside a scroll bar."""
    return f"{short_logit_text(tile.logit):>7}  {_pixels(tile, closer)}"


def size_words(tile: Tile, closer: Closer) -> str:
    """How large a tile is: ``342 × 342 px``."""
    return f"{_pixels(tile, closer)} px"


def _pixels(tile: Tile, closer: Closer) -> str:
    level = closer.tiling.levels[tile.level]
    return f"{level.width} × {level.height}"


def colour_words(strongest: float) -> str:
    """What the colours mean."""
    return (
        "Each place has the colour of the largest logit of the tiles over it: blue above the threshold, orange below; "
        f"the strongest colour is {strongest:.2f} away from it."
    )

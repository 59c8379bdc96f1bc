"""The map's stand-in for models that have none: parts are covered with grey, and the fall of the logit is recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.signed_cells import SignedCells

GRID: Final = 7
"""Parts along each side."""

GREY: Final = 128


@dataclass(frozen=True, slots=True, eq=False)
class Occlusion(SignedCells):
    """By how much the logit falls when a part of what the model sees is covered; an estimate, which does not sum to it.

    Covering a part takes away what was there and puts something there that no picture has: the number holds both, and
    another grey or another grid gives other numbers (Zeiler and Fergus, "Visualizing and Understanding Convolutional
    Networks", ECCV 2014, section 4.2).

    Attributes
    ----------
    cells
        float64 (h, w): the logit of the whole less that of the covered picture; NaN for parts not covered yet.
    logit
        Of the whole.
    """

    logit: float

    @property
    def done(self) -> int:
        """How many parts have been covered."""
        return int(np.count_nonzero(np.isfinite(self.cells)))

    @property
    def complete(self) -> bool:
        """Whether all have been."""
        return self.done == self.cells.size

    @property
    def how(self) -> str:
        """Say how it was estimated, and why it is an estimate."""
        rows, columns = self.cells.shape
        return (
            f"Estimated: each of {rows} × {columns} parts of what the model sees was covered with grey, and a part's "
            "number is the fall of the logit without it. The numbers do not sum to the logit, and other parts or "
            "another grey give other ones."
        )


def cover_parts(
    lens: Lens, seen: Seen, cancel: Event, step: Callable[[Occlusion], None], grid: int = GRID
) -> Occlusion:
    """Cover each part of what the model sees of a picture with mid-grey, one after the other, and classify it.

    Parameters
    ----------
    cancel
        When it is set, what has been found until then is given.
    step
        Called with what has been found so far, after each part.
    grid
        Parts along each side, to whole pixels of the model's input; fewer where that has fewer pixels.

    Raises
    ------
    PictureError
        When the model gives no finite logit for a covered picture.
    """
    view = lens.preprocessing.view(seen.picture)
    rows, columns = (_edges(size, grid) for size in view.shape[:2])
    cells = np.full((rows.size - 1, columns.size - 1), np.nan)
    for row, column in np.ndindex(cells.shape):
        if cancel.is_set():
            break
        covered = view.copy()
        covered[rows[row] : rows[row + 1], columns[column] : columns[column + 1]] = GREY
        cells[row, column] = seen.logit - lens.run(lens.preprocessing.scaled(covered[np.newaxis])).logit
        step(Occlusion(cells.copy(), seen.logit))
    return Occlusion(cells, seen.logit)


def _edges(size: int, grid: int) -> NDArray[np.intp]:
    return np.linspace(0, size, min(grid, size) + 1).round().astype(np.intp)

"""Cells that speak for yes or for no, each with a number in logits: what the exact map and its estimate share."""

from dataclasses import dataclass

import numpy as np

from alpaca_gui.logit.sigmoid import Floats


@dataclass(frozen=True, slots=True, eq=False)
class SignedCells:
    """A grid of numbers in logits.

    Attributes
    ----------
    cells
        float64 (h, w), h rows from the top: above 0 for yes, below for no; NaN where nothing is known yet.
    """

    cells: Floats

    @property
    def yes(self) -> float:
        """What all cells that speak for yes come to; 0 or more."""
        return float(self.cells[self.cells > 0].sum())

    @property
    def no(self) -> float:
        """What all cells that speak for no come to; 0 or less."""
        return float(self.cells[self.cells < 0].sum())

    @property
    def largest(self) -> float:
        """The largest size at either side, which the strongest colour stands for; 0 where none is known."""
        return float(np.fmax.reduce(np.abs(self.cells), axis=None, initial=0.0))

    def share(self, row: int, column: int) -> float:
        """Share, 0 to 1, of a cell in what all cells of its own side come to."""
        value = float(self.cells[row, column])
        side = self.yes if value > 0 else self.no
        return value / side if side else 0.0

    def strongest(self) -> tuple[int, int]:
        """Row and column of the cell of the largest size; the first of several."""
        row, column = np.unravel_index(np.argmax(np.nan_to_num(np.abs(self.cells), nan=-1.0)), self.cells.shape)
        return int(row), int(column)

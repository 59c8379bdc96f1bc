"""Selections as rows: what Qt keeps as ranges of cells, for views that show one row or several pictures in a line."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QTableView

Rows = NDArray[np.int64]

MOST_PIECES: Final = 2000
"""Qt looks through all pieces of a selection for each cell that it draws: beyond this a view would stutter."""


def rows_in(selection: QItemSelection, across: int = 1, count: int | None = None) -> Rows:
    """Give the rows, rising, that a selection holds.

    Parameters
    ----------
    selection
        Ranges of cells.
    across
        How many rows stand side by side in a line of the view; where it is one, the columns are the row's own.
    count
        How many rows there are, where the last line may be longer than what stands in it.
    """
    pieces = [
        _piece(part.top(), part.bottom(), (0, 0) if across == 1 else (part.left(), part.right()), across)
        for part in selection.toList()
    ]
    if not pieces:
        return np.empty(0, np.int64)
    if len(pieces) == 1:
        rows = pieces[0]
    else:
        rows = np.sort(np.concatenate(pieces))  # NumPy's unique hashes, which takes a second for a million
        rows = rows[np.concatenate(([True], rows[1:] != rows[:-1]))] if rows.size else rows
    return rows if count is None else rows[: int(np.searchsorted(rows, count))]


def _piece(top: int, bottom: int, columns: tuple[int, int], across: int) -> Rows:
    left, right = columns
    lines = np.arange(top, bottom + 1, dtype=np.int64)
    return (lines[:, np.newaxis] * across + np.arange(left, right + 1)).ravel()


def selection_of(rows: Rows, model: QAbstractItemModel, across: int = 1) -> QItemSelection | None:
    """Give rows, rising, as ranges of cells of a view's model; None where they are in more than `MOST_PIECES`."""
    selection = QItemSelection()
    if not rows.size:
        return selection
    ends = np.flatnonzero(rows[1:] - rows[:-1] != 1)
    if ends.size >= MOST_PIECES:
        return None
    firsts, lasts = rows[np.concatenate(([0], ends + 1))], rows[np.concatenate((ends, [-1]))]
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        for top, bottom, left, right in _boxes(first, last, across, model.columnCount()):
            selection.select(model.index(top, left), model.index(bottom, right))
    return selection


def _boxes(first: int, last: int, across: int, columns: int) -> list[tuple[int, int, int, int]]:
    """Give top, bottom, left and right of the boxes that rows from ``first`` to ``last`` fill: at most three."""
    if across == 1:
        return [(first, last, 0, columns - 1)]
    top, left = divmod(first, across)
    bottom, right = divmod(last, across)
    if top == bottom:
        return [(top, top, left, right)]
    boxes = []
    if left:
        boxes.append((top, top, left, across - 1))
        top += 1
    if right != across - 1:
        boxes.append((bottom, bottom, 0, right))
        bottom -= 1
    if top <= bottom:
        boxes.append((top, bottom, 0, across - 1))
    return boxes


def choose_alone(view: QTableView, index: QModelIndex) -> None:
    """Make an index the current and only selected one, whatever keys are held down.

    Qt would add to the selection while Ctrl is held, as it is in Ctrl+Down.
    """
    view.setCurrentIndex(index)
    flags = QItemSelectionModel.SelectionFlag
    rows = view.selectionBehavior() is QTableView.SelectionBehavior.SelectRows
    view.selectionModel().select(index, flags.ClearAndSelect | flags.Rows if rows else flags.ClearAndSelect)

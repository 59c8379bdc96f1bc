"""The picture with its map, from cell to cell: with the mouse, or with the arrow keys."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from alpaca_gui.explain.cell_words import cell_text
from alpaca_gui.explain.signed_cells import SignedCells
from alpaca_gui.gui.calm_plot import draw_ring
from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.imaging.alter import WHOLE, Region

Cell = tuple[int, int]

_STEPS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_OUTLINE: Final = (("#000000", 4.0), ("#ffffff", 2.0))
"""A light line in a dark one, seen on every picture."""


class CellCanvas(Canvas):
    """A canvas with one current cell, which it outlines and tells.

    Signals
    -------
    cell_changed
        Another cell is the current one, or none, or the current one has another number.
    """

    cell_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Picture with its map")
        self._cell: Cell | None = None

    @property
    def cell(self) -> Cell | None:
        """Row and column of the current cell; None where there is none."""
        return self._cell

    @property
    def words(self) -> str:
        """The current cell in words; empty where there is none."""
        cells = self.contributions
        return "" if self._cell is None or cells is None else cell_text(cells, *self._cell)

    def show_map(self, contributions: SignedCells | None, region: Region = WHOLE) -> None:
        """Lay a map over the picture; the current cell stays where the new map has it too."""
        super().show_map(contributions, region)
        shape = (0, 0) if contributions is None else contributions.cells.shape
        stays = self._cell is not None and self._cell[0] < shape[0] and self._cell[1] < shape[1]
        self._turn_to(self._cell if stays else None)

    def _turn_to(self, cell: Cell | None) -> None:
        self._cell = cell
        self.setAccessibleDescription(self.words)
        self.update()
        self.cell_changed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Make the cell under the mouse the current one."""
        super().mouseMoveEvent(event)
        place = event.position()
        cell = self.cell_at(place.x(), place.y())
        if cell != self._cell:
            self._turn_to(cell)

    def leaveEvent(self, event: QEvent) -> None:
        """Have no current cell when the mouse is gone, unless the keyboard is here."""
        super().leaveEvent(event)
        if not self.hasFocus() and self._cell is not None:
            self._turn_to(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Have no current cell when the keyboard is gone, unless the mouse is here."""
        super().focusOutEvent(event)
        if not self.underMouse() and self._cell is not None:
            self._turn_to(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next cell; to the strongest first where none is the current one."""
        step, cells = _STEPS.get(Qt.Key(event.key())), self.contributions
        if step is None or cells is None or event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
            return
        if self._cell is None:
            self._turn_to(cells.strongest())
            return
        rows, columns = cells.cells.shape
        row, column = self._cell[0] + step[0], self._cell[1] + step[1]
        self._turn_to((min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all that, and the ring of the keyboard."""
        super().paintEvent(event)
        self._outline()
        draw_ring(self)

    def _outline(self) -> None:
        if self._cell is None:
            return
        painter = QPainter(self)
        for ink, width in _OUTLINE:
            painter.setPen(QPen(QColor(ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
            painter.drawRect(self.cell_box(*self._cell))

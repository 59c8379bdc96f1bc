"""The changed picture, with a patch that mouse and arrow keys move over it."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from alpaca_gui.explain.adjusting import MIDDLE
from alpaca_gui.explain.patch_path import Place
from alpaca_gui.gui.calm_plot import draw_ring
from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.imaging.alter import Patch
from alpaca_gui.logit.words import short_logit_text

USUAL_SIDE: Final = 0.25
"""Of a patch that is laid by the mouse or an arrow key."""

_STEP: Final = 0.02
_FAR: Final = 0.1
_WAYS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_SIZES: Final = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_OFF: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_HOW: Final = (
    "Drag a grey patch over the picture, or move it with the arrow keys, in larger steps with Shift; "
    "plus and minus size it, Delete takes it off."
)


class PatchCanvas(Canvas):
    """Draws the picture as it is changed, and the outline of its patch where the hand has it by now.

    Signals
    -------
    begun
        A new way of the patch begins.
    moved(Patch)
        Where a person wants the patch.
    sized(float)
        How large a person wants it; 0 takes it off.
    """

    begun = Signal()
    moved = Signal(object)
    sized = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(_HOW)
        self.setAccessibleName("The changed picture")
        self.setAccessibleDescription(_HOW)
        self._patch = MIDDLE
        self._best: Place | None = None
        self._grip: QPointF | None = None

    def show_patch(self, patch: Patch, best: Place | None) -> None:
        """Show where the patch is, and the place that did most."""
        if (patch, best) != (self._patch, self._best):
            self._patch, self._best = patch, best
            laid = f" with a patch at {patch.x:.0%} from the left, {patch.y:.0%} from the top" if patch.side else ""
            self.setAccessibleName(f"The changed picture{laid}")
            self.update()

    def patch_box(self, patch: Patch) -> QRectF:
        """Where a patch lies in the widget, what is beyond the picture's edge included."""
        box = self.picture_box()
        side = patch.side * min(box.width(), box.height())
        middle = QPointF(box.left() + patch.x * box.width(), box.top() + patch.y * box.height())
        return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the patch, or lay it here."""
        point = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self.picture_box().contains(point):
            super().mousePressEvent(event)
            return
        held = self.patch_box(self._patch)
        self._grip = held.center() - point if held.contains(point) else QPointF()
        self.begun.emit()
        self._move_to(point + self._grip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the patch."""
        if self._grip is None:
            super().mouseMoveEvent(event)
        else:
            self._move_to(event.position() + self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the patch off."""
        self.sized.emit(0.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the patch, size it, take it off."""
        key, side = Qt.Key(event.key()), self._patch.side or USUAL_SIDE
        if key in _WAYS:
            step = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            x, y = (step * way for way in _WAYS[key])
            self._want(self._patch.x + x, self._patch.y + y)
        elif key in _SIZES:
            grown = self._patch.side + _STEP * _SIZES[key] if self._patch.side else side
            self.sized.emit(min(max(grown, _STEP), 1.0))
        elif key in _OFF:
            self.sized.emit(0.0)
        else:
            super().keyPressEvent(event)

    def _move_to(self, point: QPointF) -> None:
        box = self.picture_box()
        self._want((point.x() - box.left()) / box.width(), (point.y() - box.top()) / box.height())

    def _want(self, x: float, y: float) -> None:
        """Ask for a place; the middle of the patch stays on the picture."""
        x, y = (round(min(max(share, 0.0), 1.0), 3) for share in (x, y))
        self.moved.emit(replace(self._patch, x=x, y=y, side=self._patch.side or USUAL_SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, and a ring while the keyboard is here."""
        super().paintEvent(event)
        draw_ring(self)

    def paint_over(self, painter: QPainter, box: QRectF) -> None:
        """Draw the outlines of the patch and of the place that did most."""
        painter.setClipRect(box)
        if self._best is not None:
            self._paint_best(painter, box, self._best)
        if self._patch.side:
            _outline(painter, self.patch_box(self._patch), Qt.PenStyle.SolidLine)

    def _paint_best(self, painter: QPainter, box: QRectF, best: Place) -> None:
        place = self.patch_box(best.adjustment.laid)
        _outline(painter, place, Qt.PenStyle.DashLine)
        text, metrics, theme = short_logit_text(best.logit), painter.fontMetrics(), current_theme()
        label = QRectF(place.left(), place.top(), metrics.horizontalAdvance(text) + 8, metrics.height() + 2)
        label.moveLeft(min(max(label.left(), box.left()), box.right() - label.width()))
        label.moveTop(min(max(label.top(), box.top()), box.bottom() - label.height()))
        painter.fillRect(label, QColor(theme.surface))
        painter.setPen(QColor(theme.text))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def _outline(painter: QPainter, box: QRectF, style: Qt.PenStyle) -> None:
    """Draw an outline that is seen on every ground."""
    painter.setPen(QPen(QColor("white"), 3))
    painter.drawRect(box)
    painter.setPen(QPen(QColor("black"), 1, style))
    painter.drawRect(box)

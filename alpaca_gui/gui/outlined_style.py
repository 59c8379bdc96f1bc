"""Fusion with outlines that are seen: its own are a darker shade of the window, which dark has none of."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from alpaca_gui.gui.theme import current_theme

_BOX: Final = QStyle.PrimitiveElement.PE_IndicatorCheckBox
_ROUND: Final = QStyle.PrimitiveElement.PE_IndicatorRadioButton
_BOXES: Final = frozenset((_BOX, _ROUND))
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
_FAINT: Final = 0.55
"""Opacity of the outline of what cannot be ticked now."""


class OutlinedStyle(QProxyStyle):
    """Draws the outlines of check boxes and radio buttons, in lists and groups too, over Fusion's own.

    They have at least the contrast of 3:1 to what is around and inside that WCAG 2.2, success criterion 1.4.11, asks of
    what a person needs in order to tell that there is something to tick; that of one which has the keyboard is in the
    accent, and as broad again.
    """

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        """Draw one part of a widget."""
        super().drawPrimitive(element, option, painter, widget)
        if element in _BOXES:
            _outline(painter, QRectF(option.rect), option.state, is_round=element == _ROUND)


def _outline(painter: QPainter, box: QRectF, state: QStyle.StateFlag, *, is_round: bool) -> None:
    theme, focused = current_theme(), state & _FOCUSED == _FOCUSED
    pen = QPen(QColor(theme.accent if focused else theme.outline), 2.0 if focused else 1.0)
    inset = pen.widthF() / 2
    edge = box.adjusted(inset, inset, -inset, -inset)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    if not state & QStyle.StateFlag.State_Enabled:
        painter.setOpacity(_FAINT)
    if is_round:
        side = min(edge.width(), edge.height())
        edge = QRectF(edge.center().x() - side / 2, edge.center().y() - side / 2, side, side)
        painter.drawEllipse(edge)
    else:
        painter.drawRect(edge)
    painter.restore()

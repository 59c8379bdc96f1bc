"""Fusion with outlines that are seen: its own are a darker shade of the window, which dark has none of."""

from typing import Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QStyleOptionComplex, QStyleOptionSlider, QWidget

from alpaca_gui.gui.theme import current_theme

_BOX: Final = QStyle.PrimitiveElement.PE_IndicatorCheckBox
_ROUND: Final = QStyle.PrimitiveElement.PE_IndicatorRadioButton
_FIELD: Final = QStyle.PrimitiveElement.PE_FrameLineEdit
_OUTLINED: Final = frozenset((_BOX, _ROUND, _FIELD))
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
_SLIDER: Final = QStyle.ComplexControl.CC_Slider
_FIELDS: Final = {QStyle.ComplexControl.CC_SpinBox: 1, QStyle.ComplexControl.CC_ComboBox: 0}
"""Fields that are drawn whole, and by how many pixels Fusion draws them lower than their boxes, above and below."""

_GROOVE: Final = QStyle.SubControl.SC_SliderGroove
_HANDLE: Final = QStyle.SubControl.SC_SliderHandle
_FAINT: Final = 0.55
"""Opacity of the outline of what cannot be used now."""

_CORNER: Final = 2.0
_INSETS: Final = {_GROOVE: 1, _HANDLE: 1}
"""By how much Fusion draws the parts of a slider smaller than their boxes, in pixels."""


class OutlinedStyle(QProxyStyle):
    """Draws the outlines of what a person ticks, types into, chooses from or drags, over Fusion's own.

    They have at least the contrast of 3:1 to what is around and inside that WCAG 2.2, success criterion 1.4.11, asks of
    what a person needs in order to tell that there is something to use; that of one which has the keyboard is in the
    accent, and as broad again.
    """

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        """Draw one part of a widget."""
        super().drawPrimitive(element, option, painter, widget)
        if element in _OUTLINED:
            wanted = QStyle.StateFlag.State_HasFocus if element == _FIELD else _FOCUSED
            corner = {_ROUND: None, _FIELD: _CORNER}.get(element, 0.0)
            _outline(painter, QRectF(option.rect), option.state, corner, focused=option.state & wanted == wanted)

    def drawComplexControl(  # noqa: N802 - of Qt
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a widget that has several parts."""
        if control == _SLIDER and isinstance(option, QStyleOptionSlider):
            self._draw_slider(option, painter, widget)
            return
        super().drawComplexControl(control, option, painter, widget)
        if control in _FIELDS and getattr(option, "frame", True):
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            inset = _FIELDS[control]
            edge = QRectF(option.rect.adjusted(0, inset, 0, -inset))
            _outline(painter, edge, option.state, _CORNER, focused=focused)

    def _draw_slider(self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None) -> None:
        """Draw each part and its outline, so that the handle lies over the outline of its groove."""
        whole, focused = option.subControls, option.state & _FOCUSED == _FOCUSED
        for part in (whole & ~(_GROOVE | _HANDLE), whole & _GROOVE, whole & _HANDLE):
            option.subControls = part
            if part:
                super().drawComplexControl(_SLIDER, option, painter, widget)
            if part in _INSETS:
                box: QRect = self.subControlRect(_SLIDER, option, part, widget)  # type: ignore[arg-type] # no widget will do
                inset = _INSETS[part]
                edge = QRectF(box.adjusted(inset, inset, -inset, -inset))
                _outline(painter, edge, option.state, _CORNER, focused=focused and part == _HANDLE)
        option.subControls = whole


def _outline(painter: QPainter, box: QRectF, state: QStyle.StateFlag, corner: float | None, *, focused: bool) -> None:
    """Draw along the inside of a box; with ``corner`` None a circle."""
    theme = current_theme()
    pen = QPen(QColor(theme.accent if focused else theme.outline), 2.0 if focused else 1.0)
    inset = pen.widthF() / 2
    edge = box.adjusted(inset, inset, -inset, -inset)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(QColor(0, 0, 0, 0))
    if not state & QStyle.StateFlag.State_Enabled:
        painter.setOpacity(_FAINT)
    if corner is None:
        side = min(edge.width(), edge.height())
        painter.drawEllipse(QRectF(edge.center().x() - side / 2, edge.center().y() - side / 2, side, side))
    else:
        painter.drawRoundedRect(edge, corner, corner)
    painter.restore()

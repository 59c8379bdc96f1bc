"""Looks at a window as a layout: what is outside, what lies over what, and which words are cut off."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QScrollBar,
    QSizeGrip,
    QSplitterHandle,
    QStackedWidget,
    QWidget,
)

from alpaca_gui.gui.elided import ElidedLabel

_ROUNDING = 1
_APART = (QScrollBar, QSplitterHandle, QSizeGrip)


def faults(window: QWidget) -> list[str]:
    """Everything about a window's layout that a person would call broken, a line each."""
    found: list[str] = []
    for parent in _shown(window):
        children = [child for child in _children(parent) if not isinstance(child, _APART)]
        found += [f"{_name(child)} is outside {_name(parent)}" for child in children if not _inside(child, parent)]
        if not isinstance(parent, QStackedWidget):
            found += _overlaps(children)
        found += _cut_off(parent)
    return found


def places(window: QWidget) -> dict[str, QRect]:
    """Where everything is that can be seen, by its place among its siblings."""
    found: dict[str, QRect] = {}

    def enter(widget: QWidget, path: str) -> None:
        found[path] = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        for number, child in enumerate(_children(widget)):
            enter(child, f"{path}/{number}:{type(child).__name__}")

    enter(window, type(window).__name__)
    return found


def _shown(window: QWidget) -> list[QWidget]:
    below = [widget for child in _children(window) for widget in _shown(child)]
    return [window, *below]


def _children(parent: QWidget) -> list[QWidget]:
    """Children that are drawn, but for what is scrolled, which may be larger than its window."""
    if isinstance(parent, QAbstractScrollArea):
        return []
    return [
        child
        for child in parent.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow() and not child.size().isEmpty()
    ]


def _inside(child: QWidget, parent: QWidget) -> bool:
    room = parent.rect().adjusted(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING)
    return room.contains(child.geometry())


def _overlaps(children: list[QWidget]) -> list[str]:
    return [
        f"{_name(one)} lies over {_name(other)}"
        for place, one in enumerate(children)
        for other in children[place + 1 :]
        if one.geometry().adjusted(1, 1, -1, -1).intersects(other.geometry().adjusted(1, 1, -1, -1))
    ]


def _cut_off(widget: QWidget) -> list[str]:
    if isinstance(widget, ElidedLabel):
        return []  # cut in the middle on purpose, and whole in its tool tip
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            cut = widget.heightForWidth(widget.width()) > widget.height() + _ROUNDING
        else:
            cut = widget.minimumSizeHint().width() > widget.width() + _ROUNDING
        return [f"{_name(widget)} is cut off"] if cut else []
    if isinstance(widget, QAbstractButton) and widget.text():
        return [f"{_name(widget)} is cut off"] if widget.sizeHint().width() > widget.width() + _ROUNDING else []
    return []


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", str)()
    said = text or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__}({said[:40]!r}) at {widget.geometry().getRect()}"

"""Opens the window that shows why, at a panel and a picture, as a person does."""

from typing import TypeVar

from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.why.panel import Panel
from alpaca_gui.gui.why.panels import KINDS
from alpaca_gui.gui.why.why_window import WhyWindow
from tests.gui import driving

Kind = TypeVar("Kind", bound=Panel)


def why_of(window: MainWindow) -> WhyWindow:
    """The window that shows why."""
    return next(one for one in window.findChildren(WhyWindow) if one.isVisible())


def open_why(qtbot: QtBot, window: MainWindow, panel: str = "map") -> WhyWindow:
    """Open it at a panel, and wait until the chosen picture has been looked at."""
    why = window.why.show_panel(panel)
    assert why is not None
    driving.until(qtbot, lambda: why.subject is not None)
    return why


def panel_at(window: MainWindow, kind: type[Kind], picture: str = "") -> Kind:
    """Choose a picture, where one is named, and turn to a kind of panel; what it shows may still be looked for."""
    if picture:
        driving.choose(window, picture)
    window.why.show_panel(next(each.name for each in KINDS if each.cls == kind.__name__))
    panel = why_of(window).panel
    assert isinstance(panel, kind)
    return panel


def is_about(panel: Panel, picture: str) -> bool:
    """Whether a panel explains a picture, any where none is named."""
    return panel.subject is not None and picture in ("", panel.subject.name)


def choose_row(qtbot: QtBot, window: MainWindow, why: WhyWindow, row: int) -> None:
    """Choose a row of the list, and wait until it has been looked at."""
    driving.workspace(window).views.choose(row)
    key = driving.workspace(window).views.current_key()
    driving.until(qtbot, lambda: why.subject is not None and why.subject.key == key)

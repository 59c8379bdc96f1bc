"""A screen reader finds a name on everything in the windows of Judge that takes the keyboard or carries a value."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from alpaca_gui.gui.judging.compare_window import CompareWindow
from alpaca_gui.gui.judging.report_view import ReportView
from tests.gui.judging.conftest import Script
from tests.gui.test_accessible import name, takes_the_keyboard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


def nameless(window: QWidget) -> list[QWidget]:
    """Visible widgets that take the keyboard or show a text, and have no name."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and (takes_the_keyboard(widget) or (isinstance(widget, QLabel) and widget.text()))
        and not isinstance(widget.parent(), QAbstractScrollArea)
        and not name(widget)
    ]


@pytest.mark.parametrize("tab", [0, 1, 2])
def test_everything_in_a_report_has_a_name(view: ReportView, tab: int) -> None:
    view.tabs.setCurrentIndex(tab)
    assert nameless(view) == []


def test_everything_in_an_empty_window_has_a_name(compare_window: CompareWindow) -> None:
    assert nameless(compare_window) == []


def test_everything_that_says_what_went_wrong_has_a_name(play: Script, compare_window: CompareWindow) -> None:
    compare_window.turn_to(compare_window.trouble)
    assert nameless(compare_window) == []


def test_a_row_is_read_with_its_name_decision_logit_and_label(view: ReportView) -> None:
    spoken = view.pictures.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "yes-0.png: No, logit −3.0000. labelled yes, alpaca · out of fold"


def test_a_diagram_is_read_with_what_it_is_and_then_with_what_was_chosen(view: ReportView) -> None:
    reliability = view.curves.reliability
    assert name(reliability) == "Reliability diagram"
    before = reliability.accessibleDescription()
    reliability.choose(0)
    assert reliability.accessibleDescription() != before
    assert "with a probability of yes from 0.00 to 0.10" in reliability.accessibleDescription()

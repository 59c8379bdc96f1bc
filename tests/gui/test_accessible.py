"""A screen reader finds a name on everything that takes the keyboard or carries a value, and the value in it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QLabel, QLineEdit, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.picture_model import LOGIT
from alpaca_gui.logit.words import logit_text
from tests.gui.driving import choose, draw, drop, files, rows, settle, workspace


def name(widget: QWidget) -> str:
    """What a screen reader is told that a widget is called."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None, widget
    return interface.text(QAccessible.Text.Name)


def takes_the_keyboard(widget: QWidget) -> bool:
    """Whether the Tab key stops here. A number's own line and a list's own scroll bars go by their owner's name."""
    owner = widget.parent()
    inner = isinstance(widget, QLineEdit) or isinstance(owner.parent() if owner else None, QAbstractScrollArea)
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not inner


def nameless(window: MainWindow) -> list[QWidget]:
    """Visible widgets that take the keyboard or show a text, and have no name."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and (takes_the_keyboard(widget) or isinstance(widget, QLabel | QAbstractSlider))
        and not isinstance(widget.parent(), QAbstractScrollArea)
        and not isinstance(widget, QScrollBar)  # part of what it scrolls
        and not (isinstance(widget, QLabel) and not widget.text())
        and not name(widget)
    ]


def test_everything_in_an_empty_window_has_a_name(window: MainWindow) -> None:
    assert nameless(window) == []


def test_everything_in_a_window_with_pictures_has_a_name(sampled: MainWindow) -> None:
    assert nameless(sampled) == []


def test_the_reading_is_read_with_its_values(sampled: MainWindow) -> None:
    choose(sampled, "drawn-alpaca.jpg")
    reading = workspace(sampled).reading
    assert name(reading.logit) == f"Logit: {reading.logit.text()}"
    assert name(reading.probability) == f"Probability: {reading.probability.text()}"
    assert name(reading.decision) == "Decision: Yes, alpaca"
    assert reading.sentence.text() in name(reading.sentence)


def test_the_status_is_read_as_it_stands(sampled: MainWindow) -> None:
    assert name(sampled.status.model) == sampled.status.model.text()
    assert name(sampled.status.work) == f"{len(rows(sampled))} pictures"
    assert name(sampled.status.bar) == "Progress bar"


def test_a_row_is_read_with_its_name_decision_and_logit(sampled: MainWindow) -> None:
    for row in rows(sampled):
        spoken = row.data(Qt.ItemDataRole.AccessibleTextRole)
        assert row.data() in spoken
        assert any(word in spoken for word in ("Yes", "No", "Unsure"))
        assert logit_text(row.data(LOGIT)) in spoken


def test_a_failed_row_is_read_with_what_is_wrong(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty.png").write_bytes(b"")
    drop(window, files(tmp_path / "empty.png", draw(tmp_path / "a.png")))
    settle(qtbot, window, 2)
    spoken = rows(window)[0].data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("empty.png: Failed")
    assert "0 bytes" in spoken


def test_the_chosen_picture_is_described_by_its_name(sampled: MainWindow) -> None:
    choose(sampled, "sheep.png")
    assert workspace(sampled).view.accessibleDescription() == "sheep.png"


def test_the_invitation_to_drop_has_a_name(window: MainWindow) -> None:
    assert window.overlay.accessibleName() == "Drop here to classify"


def test_every_command_has_words_and_the_common_ones_a_shortcut(window: MainWindow) -> None:
    menus = window.menus
    for action in (menus.open_pictures, menus.paste, menus.undo, menus.copy_reading, menus.select_all, menus.remove):
        assert action.text()
        assert not action.shortcut().isEmpty()

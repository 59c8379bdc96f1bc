"""Odd names and odd shapes: shown as they are, never obeyed, never breaking the window."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6 import QtGui
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.signs import Sign
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.record import Record
from alpaca_gui.resources import shipped_model
from tests.gui.conftest import OpenWindow
from tests.gui.driving import choose, draw, drop, files, names, rows, settle, shows_a_tool_tip, signs, until, workspace

READ = (Sign.YES, Sign.NO, Sign.UNSURE)


def tool_tip(window: MainWindow, row: int) -> str:
    """What is read in the tool tip of a row, asked for as the mouse does."""
    table = workspace(window).list
    point = table.visualRect(rows(window)[row]).center()
    QApplication.sendEvent(
        table.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, table.viewport().mapToGlobal(point))
    )
    text = QToolTip.text()
    QToolTip.hideText()
    return as_read(text)


def as_read(text: str) -> str:
    """What a person reads where Qt shows `text` and is free to take it for HTML."""
    if not QtGui.Qt.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


@shows_a_tool_tip
@pytest.mark.parametrize("name", ["<b>x<i>.png", "<img src=x>.png", "&lt;b&gt;.png", "<h1>.png", "a&b.png"])
def test_a_name_like_html_is_shown_as_it_is(qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str) -> None:
    path = draw(tmp_path / "<b>folder" / name)
    drop(window, files(path))
    settle(qtbot, window, 1)
    assert names(window) == [name]
    assert tool_tip(window, 0).splitlines()[0] == str(path)
    assert "logit" in tool_tip(window, 0)
    own = [label for label in window.findChildren(QLabel) if label.metaObject().className() != "QTipLabel"]
    assert len(own) > 10
    for label in own:
        plain = label.textFormat() is Qt.TextFormat.PlainText or not QtGui.Qt.mightBeRichText(label.text())
        assert plain, label.text()


def test_a_model_named_like_html_is_shown_as_it_is(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "<b>bold<b>.model"
    shutil.copy(shipped_model(), path)
    window = open_window(path)
    until(qtbot, window.menus.card.isEnabled)
    assert "<b>bold<b>" in window.status.model.text()
    assert window.status.model.textFormat() is Qt.TextFormat.PlainText
    assert as_read(window.status.model.toolTip()) == str(path)


@shows_a_tool_tip
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two\nlines.png", r"two\nlines.png"),
        ("red\x1b[31m.png", r"red\x1b[31m.png"),
        ("\u202egnp.exe.png", r"\u202egnp.exe.png"),
    ],
)
def test_control_characters_in_a_name_are_shown_and_not_obeyed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str, shown: str
) -> None:
    drop(window, files(draw(tmp_path / name)))
    settle(qtbot, window, 1)
    assert names(window) == [shown]
    assert signs(window)[0] in READ
    assert tool_tip(window, 0).splitlines()[0] == f"{tmp_path}/{shown}"


def test_a_very_long_name_changes_nothing_about_the_windows_size(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    size = window.size()
    drop(window, files(draw(tmp_path / f"{'long ' * 49}.png")))
    settle(qtbot, window, 1)
    assert signs(window)[0] in READ
    assert window.size() == size
    assert workspace(window).minimumSizeHint().width() <= window.minimumWidth()


def test_a_hundred_notes_leave_room_for_the_picture_and_the_curve(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    size = window.size()
    drop(window, files(draw(tmp_path / "a.png")))
    settle(qtbot, window, 1)
    collection = workspace(window).collection
    notes = tuple(f"Note number {number} says a thing." for number in range(100))
    record = Record(FileSource(tmp_path / "a.png"), Evidence(1.5, None, None), 4, 3, notes=notes)
    collection.columns.set_record(0, record)
    collection.shown.refresh()
    qtbot.waitUntil(lambda: "number 99" in workspace(window).reading.note.text())
    window.grab()  # lays it out
    assert window.size() == size
    for part in (workspace(window).view, workspace(window).curve, workspace(window).controls):
        inside = part.mapTo(window, part.rect().bottomRight())
        assert window.rect().contains(inside), part
        assert part.height() >= min(60, part.sizeHint().height()), part


@pytest.mark.parametrize("size", [(1, 1), (20_000, 1), (1, 20_000), (3, 4000)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_pictures_of_odd_shapes_are_read_and_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, size: tuple[int, int]
) -> None:
    drop(window, files(draw(tmp_path / "odd.png", "lime", size)))
    settle(qtbot, window, 1)
    assert signs(window)[0] in READ
    view = workspace(window).view
    lime = {"#00ff00"}

    def shown() -> bool:
        image = view.grab().toImage()
        middle = view.rect().center()
        near = [middle + QPoint(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        return bool(lime & {image.pixelColor(point).name() for point in near})

    until(qtbot, shown)


def test_a_picture_that_is_too_large_says_so_and_is_not_decoded(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    Image.new("1", (20_000, 6_000)).save(tmp_path / "huge.png")
    drop(window, files(tmp_path / "huge.png"))
    settle(qtbot, window, 1)
    assert signs(window) == [Sign.FAILED]
    choose(window, "huge.png")
    assert "120 megapixels" in workspace(window).reading.sentence.text()

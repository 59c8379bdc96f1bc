"""The chosen picture's reading, what failed pictures say, and what the empty window teaches."""

import re
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.notices import Notice
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.welcome import WHAT_A_LOGIT_IS
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Decision, judge
from alpaca_gui.logit.words import logit_text, probability_text, sentence
from tests.gui.driving import (
    choose,
    click,
    detail,
    draw,
    drop,
    files,
    logits,
    names,
    opens_a_dialog,
    press,
    settle,
    signs,
    until,
    workspace,
)


def test_the_reading_gives_sign_and_four_decimals_probability_decision_and_a_sentence(sampled: MainWindow) -> None:
    reading, collection = workspace(sampled).reading, workspace(sampled).collection
    answers = {Decision.YES: "Yes, alpaca", Decision.NO: "No, not alpaca", Decision.UNSURE: "Unsure"}
    for name, logit, sign in zip(names(sampled), logits(sampled), signs(sampled), strict=True):
        choose(sampled, name)
        verdict = judge(logit, collection.rule)
        assert reading.logit.text() == logit_text(logit)
        assert re.fullmatch(r"[+−]\d+\.\d{4}", reading.logit.text())
        assert reading.probability.text() == probability_text(verdict.log_odds)
        assert reading.decision.text() == answers[verdict.decision]
        assert reading.sentence.text().casefold() == sentence(verdict).casefold()
        assert reading.shape.sign is sign


def test_a_yes_and_a_no_differ_in_shape_and_word_and_not_only_in_colour(sampled: MainWindow) -> None:
    reading, seen = workspace(sampled).reading, set()
    for name in ("drawn-alpaca.jpg", "camel.png"):
        choose(sampled, name)
        seen.add((reading.shape.sign, reading.decision.text()))
    assert {sign for sign, _ in seen} == {Sign.YES, Sign.NO}
    assert len({word for _, word in seen}) == 2


def cut_off(window: MainWindow) -> list[str]:
    """Texts of the reading that are larger than the room that they have."""
    window.grab()  # lays it out
    return [
        label.text()
        for label in workspace(window).reading.findChildren(QLabel)
        if label.isVisible() and not (fits(label) and inside(window, label))
    ]


def fits(label: QLabel) -> bool:
    """Whether a label is as large as its text."""
    if not label.wordWrap():
        return label.width() >= label.sizeHint().width() and label.height() >= label.sizeHint().height()
    longest = max(label.text().split(), key=len)
    wide_enough = label.width() >= label.fontMetrics().horizontalAdvance(longest)
    return wide_enough and label.height() >= label.heightForWidth(label.width())


def inside(window: MainWindow, label: QLabel) -> bool:
    """Whether the window shows all of a label."""
    return window.rect().contains(label.mapTo(window, label.rect().bottomRight()))


@pytest.mark.parametrize("logit", [-4.7, 4.8, 0.1, -120.25, 27.5], ids=str)
def test_nothing_of_the_reading_is_cut_off_in_the_smallest_window(
    qtbot: QtBot, sampled: MainWindow, logit: float
) -> None:
    collection = workspace(sampled).collection
    collection.columns.set_record(0, Record(collection.columns.source(0), Evidence(logit, None, None), 4, 3))
    collection.shown.refresh()
    sampled.resize(sampled.minimumSize())
    until(qtbot, lambda: sampled.size() == sampled.minimumSize() and cut_off(sampled) == [])
    assert workspace(sampled).reading.logit.text() == logit_text(logit)


def test_a_failed_picture_says_why_on_its_row_and_in_the_reading(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "words.jpg").write_text("not a picture")
    drop(window, files(tmp_path / "empty.png", tmp_path / "words.jpg", tmp_path / "gone.png"))
    settle(qtbot, window, 3)
    assert signs(window) == [Sign.FAILED] * 3
    reading = workspace(window).reading
    for name, word in (("empty.png", "0 bytes"), ("words.jpg", "not a picture"), ("gone.png", "gone")):
        choose(window, name)
        assert reading.decision.text() == "Failed"
        assert reading.logit.text() == reading.probability.text() == "–"
        assert word in reading.sentence.text()
        assert reading.sentence.text() == detail(window, name)


def test_the_rest_goes_on_after_a_picture_that_failed(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty.png").write_bytes(b"")
    drop(window, files(tmp_path / "empty.png", draw(tmp_path / "good.png")))
    settle(qtbot, window, 2)
    assert signs(window)[0] is Sign.FAILED
    assert signs(window)[1] is not Sign.FAILED


def test_a_moving_gif_is_classified_by_its_first_frame_and_says_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    frames[0].save(tmp_path / "three.gif", save_all=True, append_images=frames[1:])
    drop(window, files(tmp_path / "three.gif", draw(tmp_path / "still.png")))
    settle(qtbot, window, 2)
    choose(window, "three.gif")
    assert workspace(window).reading.note.isVisible()
    assert "first of 3 frames" in workspace(window).reading.note.text()
    assert "first of 3 frames" in detail(window, "three.gif")
    choose(window, "still.png")
    assert "frames" not in workspace(window).reading.note.text()


def test_the_chosen_picture_is_shown_large(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    drop(window, files(draw(tmp_path / "lime.png", "lime", (300, 200))))
    settle(qtbot, window, 1)
    view = workspace(window).view
    until(qtbot, lambda: view.grab().toImage().pixelColor(view.rect().center()).name() == "#00ff00")


def test_the_rows_show_thumbnails(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    drop(window, files(draw(tmp_path / "lime.png", "lime", (300, 300))))
    settle(qtbot, window, 1)
    port = workspace(window).list.viewport()
    until(qtbot, lambda: port.grab().toImage().pixelColor(35, 35).name() == "#00ff00")


def test_the_empty_window_teaches_what_to_do_and_what_a_logit_is(qtbot: QtBot, window: MainWindow) -> None:
    shown = [label.text() for label in window.welcome.findChildren(QLabel) if label.isVisible()]
    assert WHAT_A_LOGIT_IS in shown
    assert any("Drop pictures" in text for text in shown)
    until(qtbot, lambda: window.welcome.question.text().endswith("is it an alpaca?"))


def button(parent: QWidget, text: str) -> QPushButton:
    """The button of a text."""
    return next(one for one in parent.findChildren(QPushButton) if one.text().replace("&", "") == text)


def test_a_click_tries_the_samples(qtbot: QtBot, window: MainWindow, samples: list[Path]) -> None:
    click(button(window.welcome, "Try the samples"))
    settle(qtbot, window, len(samples))
    assert names(window) == [path.name for path in samples]
    assert workspace(window).isVisible()
    assert {Sign.YES, Sign.NO} <= set(signs(window))


@opens_a_dialog
def test_opening_pictures_by_the_dialog(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    picture = draw(tmp_path / "chosen.png")
    click(button(window.welcome, "Open pictures…"))
    (dialog,) = window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(picture)])
    dialog.close()
    settle(qtbot, window, 1)
    assert names(window) == ["chosen.png"]
    assert window.settings.folder == str(tmp_path)


@opens_a_dialog
def test_opening_a_folder_by_the_dialog(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    draw(tmp_path / "album" / "deep" / "inside.png")
    window.menus.open_folder.trigger()
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.filesSelected.emit([str(tmp_path / "album")])
    dialog.close()
    settle(qtbot, window, 1)
    assert names(window) == ["inside.png"]


@opens_a_dialog
@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("explain_logit", ("one linear neuron", "band")),
        ("about", ("MIT licence",)),
    ],
)
def test_a_menu_entry_opens_a_text(qtbot: QtBot, window: MainWindow, entry: str, words: tuple[str, ...]) -> None:
    getattr(window.menus, entry).trigger()
    (notice,) = window.findChildren(Notice)
    (label,) = notice.findChildren(QLabel)
    for word in words:
        assert word in label.text()
    assert "{'" not in label.text()
    press(notice, Qt.Key.Key_Escape)
    assert not notice.isVisible()

"""Pictures are labelled with the keyboard alone; nothing that was pressed is lost, and all of it can be taken back."""

import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.errors import LibraryError
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.review.begun import NOBODY
from alpaca_gui.gui.review.queue import ReviewQueue
from alpaca_gui.gui.review.review_window import ReviewWindow
from alpaca_gui.gui.review.words import GONE
from alpaca_gui.library.columns import NO_LABEL, Order, Show
from alpaca_gui.library.library import Library
from alpaca_gui.logit.verdict import Rule
from tests.gui.driving import click, close_for_good, press, until
from tests.gui.review.conftest import OpenLibrary, OpenReview, inside, write_library, written
from tests.gui.test_accessible import name, takes_the_keyboard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (propagateSizeHints|raise)")
"""Of Qt's offscreen platform: it has no window manager to tell sizes, and to raise a window over another."""

Key = Qt.Key
SPREAD = np.random.default_rng(0).uniform(-1, 1, 100).tolist()


def queue(review: ReviewWindow) -> ReviewQueue:
    """What the window asks about."""
    assert review.reviewer.queue is not None
    return review.reviewer.queue


def words(review: ReviewWindow) -> str:
    """How far the window says that it has come."""
    return review.page.progress.text()


def at_end(review: ReviewWindow) -> bool:
    """Whether the window shows its last page."""
    return review.pages.currentWidget() is review.end


def type_keys(keys: str) -> None:
    """Type into whatever has the keyboard."""
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, key)


def labels(library: Path) -> list[tuple[int, int]]:
    """Keys and labels as SQLite has them, in the order in which they were written."""
    with closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as connection:
        return [
            (number - 1, value) for number, value in connection.execute("SELECT record, value FROM label ORDER BY time")
        ]


def assert_waits(gate: threading.Event) -> None:
    """Hold everything up that is to be written, until a test goes on."""
    assert gate.wait(30)


def remembered(library: Path) -> object:
    """What the library remembers of a review."""
    with Library(library, write=False) as opened:
        return opened.fact("review")


def test_a_hundred_pictures_are_labelled_by_keyboard_alone(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    window = open_library(SPREAD)
    review = open_review(window)
    assert words(review) == "0 labelled · 0 skipped · 100 left"
    order = queue(review).left().tolist()
    assert order == sorted(range(100), key=lambda key: (abs(SPREAD[key]), key))
    type_keys("".join("y" if SPREAD[key] > 0 else "N" for key in order))
    assert at_end(review)
    written(qtbot, window)
    assert labels(library) == [(key, int(SPREAD[key] > 0)) for key in order]
    assert "You labelled 100 pictures: " in review.end.done.text()
    assert "of 100 labelled, 0 wrong" in review.end.error.text()
    press(review, Key.Key_Escape)
    assert inside(window).columns.label.tolist() == [int(logit > 0) for logit in SPREAD]


def test_every_key_goes_on_at_once_though_nothing_is_written_yet(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.1, 0.2, 0.3])
    review = open_review(window)
    gate = threading.Event()
    inside(window).changes.write(lambda: assert_waits(gate))
    type_keys("y")
    assert queue(review).current == 1
    assert review.page.name.text() == "001.png"
    assert inside(window).columns.label[0] == NO_LABEL
    assert review.said.text() == "000.png: You said yes."
    gate.set()
    written(qtbot, window)
    assert inside(window).columns.label[0] == 1


def test_undo_shows_the_picture_whose_label_was_taken_back(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    window = open_library([0.1, 0.2, 0.3, 0.4])
    review = open_review(window)
    type_keys("yn")
    written(qtbot, window)
    type_keys("u")
    until(qtbot, lambda: queue(review).current == 1)
    assert review.said.text() == "Undone: labelling a picture."
    type_keys("u")
    until(qtbot, lambda: queue(review).current == 0)
    assert words(review) == "0 labelled · 0 skipped · 4 left"
    assert labels(library) == []
    type_keys("u")
    assert review.said.text() == "There is nothing to undo."


def test_keys_that_follow_an_undo_at_once_are_about_the_picture_that_it_shows(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    window = open_library([0.1, 0.2, 0.3, 0.4])
    review = open_review(window)
    type_keys("yyunuu n")
    until(qtbot, lambda: not review.reviewer._undoing.waiting and not inside(window).changes.editing)
    written(qtbot, window)
    # y 0, y 1, u shows 1, n 1, u shows 1, u shows 0, skip 0, n 1
    assert labels(library) == [(1, 0)]
    assert words(review) == "1 labelled · 1 skipped · 2 left"


def test_undo_goes_on_after_the_review_was_closed_and_after_the_program_was(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    window = open_library([0.1, 0.2, 0.3, 0.4])
    review = open_review(window)
    type_keys("yny")
    press(review, Key.Key_Escape)
    review = open_review(window)
    type_keys("u")
    until(qtbot, lambda: queue(review).current == 2 and words(review) == "2 labelled · 0 skipped · 2 left")
    close_for_good(window)
    assert labels(library) == [(0, 1), (1, 0)]
    window = open_library()
    review = open_review(window)
    assert queue(review).current == 2
    type_keys("u")
    until(qtbot, lambda: queue(review).current == 1)
    assert words(review) == "1 labelled · 0 skipped · 3 left"
    assert labels(library) == [(0, 1)]


def test_undo_takes_back_a_removal_made_in_the_window_and_says_so(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.1, 0.2, 0.3])
    review = open_review(window)
    inside(window).changes.remove(np.array([0]))
    until(qtbot, lambda: queue(review).current == 1)
    type_keys("u")
    until(qtbot, lambda: queue(review).current == 0)
    assert review.said.text() == "Undone: removing a picture."
    assert not inside(window).columns.removed.any()


def test_undo_takes_back_a_threshold_and_says_so(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.1, 0.2, 0.3])
    review = open_review(window)
    inside(window).set_rule(Rule(5.0, 1.0))
    inside(window).changes.keep_rule()
    written(qtbot, window)
    assert words(review) == "0 labelled · 0 skipped · 0 left"
    type_keys("u")
    until(qtbot, lambda: inside(window).rule.threshold == 0.0)
    until(qtbot, lambda: review.said.text() == "Undone: changing threshold or band.")
    assert words(review) == "0 labelled · 0 skipped · 3 left"
    assert queue(review).current == 0


def test_undo_of_many_labels_shows_the_nearest_of_them(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.5, 3.0, 0.2, 0.1])
    review = open_review(window)
    inside(window).changes.set_label(np.array([0, 1, 2]), 1)
    written(qtbot, window)
    assert words(review) == "2 labelled · 0 skipped · 1 left"
    type_keys("u")
    until(qtbot, lambda: queue(review).current == 2)
    assert review.said.text() == "Undone: labelling 3 pictures."
    assert words(review) == "0 labelled · 0 skipped · 3 left"


def test_a_model_of_another_concept_asks_its_own_question(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    window = open_library([0.1, 0.2])
    review = open_review(window)
    type_keys("y")
    written(qtbot, window)
    collection = inside(window)
    assert collection.bundle is not None
    other = replace(collection.bundle, card=replace(collection.bundle.card, yes="llama"))
    collection.answering.concept = "llama"
    collection.columns.label[:] = NO_LABEL
    collection.model_opened.emit(other)
    until(qtbot, lambda: review.page.question.text() == "Is it a llama?")
    assert words(review) == "0 labelled · 0 skipped · 2 left"
    type_keys("n")
    close_for_good(window)
    assert labels(library) == [(0, 1), (0, 0)]


def test_skipping_goes_on_and_the_next_start_goes_on_after_it(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    window = open_library([0.1, 0.2, 0.3, 0.4, 0.5])
    review = open_review(window)
    type_keys("y  ")
    assert review.said.text() == "002.png: skipped."
    assert words(review) == "1 labelled · 2 skipped · 2 left"
    close_for_good(window)
    window = open_library()
    review = open_review(window)
    assert queue(review).current == 3
    assert words(review) == "1 labelled · 2 skipped · 2 left"
    type_keys("yn")
    assert at_end(review)
    assert review.end.skipped.isVisible()
    press(review.end, Key.Key_Return)
    assert not at_end(review)
    assert queue(review).current == 1
    type_keys("yy")
    assert words(review) == "5 labelled · 0 skipped · 0 left"
    close_for_good(window)
    assert sorted(labels(library)) == [(0, 1), (1, 1), (2, 1), (3, 1), (4, 0)]
    assert remembered(library) is None


def test_space_pressed_too_often_does_not_begin_the_skipped_ones_again(
    open_library: OpenLibrary, open_review: OpenReview
) -> None:
    review = open_review(open_library([0.1, 0.2]))
    type_keys("     ")
    assert at_end(review)
    assert words(review) == "0 labelled · 2 skipped · 0 left"


def test_a_band_that_is_changed_in_the_middle_changes_what_is_left(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.1, 0.2, 0.6, 0.8, 1.5])
    review = open_review(window)
    type_keys("y")
    written(qtbot, window)
    inside(window).set_rule(Rule(0.0, 0.5))
    assert words(review) == "1 labelled · 0 skipped · 1 left"
    inside(window).set_rule(Rule(0.0, 2.0))
    assert words(review) == "1 labelled · 0 skipped · 4 left"
    assert queue(review).left().tolist() == [1, 2, 3, 4]
    assert queue(review).current == 1


def test_a_picture_that_is_looked_at_stays_when_it_is_not_unsure_any_more(
    open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.1, 0.8])
    review = open_review(window)
    press(review, Key.Key_Right)
    inside(window).set_rule(Rule(0.0, 0.5))
    assert review.page.name.text() == "001.png"
    type_keys("y")
    assert review.page.name.text() == "000.png"
    assert words(review) == "1 labelled · 0 skipped · 1 left"


def test_at_the_end_new_unsure_pictures_are_offered_and_not_forced(
    open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.1, 1.5, 1.6])
    review = open_review(window)
    type_keys("y")
    assert at_end(review)
    assert not review.end.go_on.isVisible()
    inside(window).set_rule(Rule(0.0, 2.0))
    assert at_end(review)
    assert review.end.go_on.text() == "&Go on with 2 pictures"
    press(review.end, Key.Key_Return)
    assert review.page.name.text() == "001.png"


@pytest.mark.parametrize(
    ("logits", "band", "sentence"),
    [
        ([], 1.0, "There are no pictures yet."),
        ([3.0], 1.0, "No picture is unsure with this threshold and band."),
        ([0.0], 0.0, "since the band is 0"),
    ],
)
def test_an_empty_queue_says_why(
    open_library: OpenLibrary, open_review: OpenReview, logits: list[float], band: float, sentence: str
) -> None:
    review = open_review(open_library(logits, band))
    assert at_end(review)
    assert sentence in review.end.done.text()
    assert not review.end.skipped.isVisible()
    type_keys("yn u")
    assert at_end(review)


def test_when_everything_was_labelled_before_it_says_so(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.1, 0.2])
    inside(window).changes.set_label(np.array([0, 1]), 1)
    written(qtbot, window)
    assert open_review(window).end.done.text() == "Every unsure picture has a label."


def test_a_library_for_reading_says_its_sentence_and_lets_one_look_around(
    open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    write_library(library, [0.1, 0.2])
    with Library(library):  # another window writes to it
        window = open_library()
        assert not inside(window).library.write
        review = open_review(window)
        assert "opened for reading" in review.said.text()
        assert not review.page.yes.isEnabled()
        type_keys("y")
        assert review.page.name.text() == "000.png"
        assert words(review) == "0 labelled · 0 skipped · 2 left"
        type_keys("u")
        assert "opened for reading" in review.said.text()
        type_keys(" ")
        assert review.page.name.text() == "001.png"
        close_for_good(window)
    assert labels(library) == []


def test_a_picture_that_is_gone_says_so_and_can_be_labelled_and_skipped(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    window = open_library([0.1, 0.2, 0.3])
    for number in (0, 1):
        (library.parent / f"00{number}.png").unlink()
    review = open_review(window)
    until(qtbot, lambda: review.page.picture.accessibleDescription() == GONE)
    type_keys(" ")
    until(qtbot, lambda: review.page.picture.accessibleDescription() == GONE)
    type_keys("n")
    until(qtbot, lambda: not review.page.picture._pixmap.isNull())
    assert review.page.picture.accessibleDescription() == "002.png"
    written(qtbot, window)
    assert labels(library) == [(1, 0)]


def test_closing_while_labels_are_being_written_loses_none(
    open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    window = open_library(SPREAD)
    review = open_review(window)
    order = queue(review).left().tolist()
    gate = threading.Event()
    review.closed.connect(gate.set)  # nothing is written before the review is closed
    inside(window).changes.write(lambda: assert_waits(gate))
    type_keys("ynynynynyn ")
    assert labels(library) == []
    close_for_good(window)
    assert labels(library) == [(key, 1 - place % 2) for place, key in enumerate(order[:10])]
    window = open_library()
    assert queue(open_review(window)).current == order[11]


def test_labels_that_cannot_be_written_are_asked_for_again(
    qtbot: QtBot,
    open_library: OpenLibrary,
    open_review: OpenReview,
    library: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_library([0.1, 0.2, 0.3])
    review = open_review(window)

    def full(*_: object) -> None:
        raise LibraryError("The library cannot be written: the disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Library, "apply", full)
        type_keys("y")
        until(qtbot, lambda: "the disk is full" in review.said.text())
    assert words(review) == "0 labelled · 0 skipped · 3 left"
    assert labels(library) == []
    press(review, Key.Key_Left)
    press(review, Key.Key_N)
    written(qtbot, window)
    assert labels(library) == [(0, 0)]


def test_left_and_right_look_around_without_a_label(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.1, 0.2, 0.3])
    review = open_review(window)
    type_keys("y")
    for key, shown in ((Key.Key_Left, "000"), (Key.Key_Right, "001"), (Key.Key_Right, "002"), (Key.Key_Right, "002")):
        press(review.page.picture, key)
        assert review.page.name.text() == f"{shown}.png"
    assert review.said.text() == "This is the last one."
    written(qtbot, window)
    assert inside(window).columns.label.tolist() == [1, NO_LABEL, NO_LABEL]
    press(review, Key.Key_Left)
    press(review, Key.Key_Left)
    assert review.page.label.text() == "You said yes."


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_takes_a_label_off(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, library: Path, key: Key
) -> None:
    window = open_library([0.1, 0.2])
    review = open_review(window)
    type_keys("y")
    press(review, Key.Key_Left)
    press(review, key)
    assert review.page.label.text() == ""
    written(qtbot, window)
    assert labels(library) == []
    press(review, key)  # there is none
    type_keys("u")
    until(qtbot, lambda: review.page.label.text() == "You said yes.")


def test_a_key_that_is_held_down_answers_once(open_library: OpenLibrary, open_review: OpenReview) -> None:
    review = open_review(open_library(SPREAD))
    for again in (False, True, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Y, Qt.KeyboardModifier.NoModifier, "y", again)
        QApplication.sendEvent(review.page.picture, event)
    assert words(review) == "1 labelled · 0 skipped · 99 left"


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier])
def test_a_letter_with_control_is_no_answer(
    open_library: OpenLibrary, open_review: OpenReview, modifier: Qt.KeyboardModifier
) -> None:
    review = open_review(open_library([0.1, 0.2]))
    for key in (Key.Key_Y, Key.Key_N, Key.Key_U):
        press(review.page.picture, key, modifier)
    assert words(review) == "0 labelled · 0 skipped · 2 left"


def test_the_systems_keys_for_undo_undo(qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview) -> None:
    review = open_review(open_library([0.1, 0.2]))
    type_keys("y")
    press(review, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: words(review) == "0 labelled · 0 skipped · 2 left")


def test_clicks_answer_and_leave_the_space_bar_its_meaning(open_library: OpenLibrary, open_review: OpenReview) -> None:
    review = open_review(open_library([0.1, 0.2, 0.3, 0.4]))
    click(review.page.yes)
    click(review.page.no)
    assert words(review) == "2 labelled · 0 skipped · 2 left"
    type_keys(" ")
    assert words(review) == "2 labelled · 1 skipped · 1 left"


def test_tab_reaches_every_button_and_letters_answer_from_there_too(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    review = open_review(open_library(SPREAD))
    reached: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in reached:
        reached.append(widget)
        type_keys("y")
        QTest.keyClick(widget, Key.Key_Tab)
    page = review.page
    assert {page.picture, page.yes, page.no, page.skip, page.undo, page.hide_logit, page.all_shown} <= set(reached)
    assert words(review) == f"{len(reached)} labelled · 0 skipped · {100 - len(reached)} left"
    page.no.setFocus()
    for key in (Key.Key_Space, Key.Key_Return):
        press(page.no, key)
    assert queue(review).progress().no == 2
    page.no.setFocus()
    press(page.no, Key.Key_Left)
    assert page.no.hasFocus()


def test_the_logit_can_be_hidden_until_there_is_an_answer_and_that_is_remembered(
    open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.125, 0.25])
    review = open_review(window)
    assert review.page.reading.logit.text() == "+0.1250"
    click(review.page.hide_logit)
    assert not review.page.reading.logit.isVisible()
    assert review.page.reading.logit.text() == ""
    assert "Hidden" in review.page.reading.sentence.text()
    press(review, Key.Key_Escape)
    review = open_review(window)
    assert review.page.hide_logit.isChecked()
    type_keys("y")
    press(review, Key.Key_Left)
    assert review.page.reading.logit.text() == "+0.1250"


def test_all_that_the_window_shows_can_be_asked_about(open_library: OpenLibrary, open_review: OpenReview) -> None:
    window = open_library([4.0, 0.1, -6.0, 5.0])
    inside(window).shown.arrange(Order.ADDED, Show.YES)
    review = open_review(window)
    assert words(review) == "0 labelled · 0 skipped · 1 left"
    click(review.page.all_shown)
    assert words(review) == "0 labelled · 0 skipped · 2 left"
    assert review.page.name.text() == "000.png"
    type_keys("y")
    click(review.page.all_shown)
    assert review.page.name.text() == "001.png"


def test_the_menu_opens_one_review_and_escape_closes_it(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    window = open_library([0.1])
    first = open_review(window)
    assert open_review(window) is first
    press(first, Key.Key_Escape)
    assert not first.isVisible()
    assert open_review(window) is not first


def test_the_next_pictures_are_decoded_before_they_are_asked_for(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview
) -> None:
    review = open_review(open_library([0.1, 0.2, 0.3, 0.4]))
    ready = review.page.picture._ready
    until(qtbot, lambda: {0, 1, 2} <= ready.keys())
    expected = ready[1]
    type_keys("y")
    assert review.page.picture._pixmap.cacheKey() == expected.cacheKey()
    until(qtbot, lambda: 3 in ready)
    assert len(ready) <= 4


def test_odd_names_are_shown_on_one_line_as_they_are(open_library: OpenLibrary, open_review: OpenReview) -> None:
    odd = ["<b>bold & 'quoted'\nnew line.png", "x" * 240 + ".png"]
    review = open_review(open_library([0.1, 0.2], names=odd))
    assert review.page.name.text() == "<b>bold & 'quoted'\\nnew line.png"
    type_keys("y")
    assert review.page.name.text() == odd[1]
    assert review.page.name.textFormat() == Qt.TextFormat.PlainText
    assert review.said.textFormat() == Qt.TextFormat.PlainText
    assert review.width() < 1200


def test_everything_has_a_name_for_a_screen_reader(open_library: OpenLibrary, open_review: OpenReview) -> None:
    review = open_review(open_library([0.1, 0.2]))
    for _page in range(2):
        for widget in review.findChildren(QWidget):
            if widget.isVisible() and takes_the_keyboard(widget):
                assert name(widget), widget
        type_keys("yn")
    assert name(review.page.yes) == "Yes, key Y"
    assert at_end(review)
    assert name(review.end.done) == "What was done: You labelled 2 pictures: 1 yes and 1 no."


def test_learning_is_offered_only_where_somebody_listens(qtbot: QtBot, open_library: OpenLibrary) -> None:
    review = ReviewWindow(inside(open_library([0.1])))
    review.show()
    until(qtbot, lambda: review.reviewer.queue is not None)
    press(review, Key.Key_Y)
    assert at_end(review)
    assert not review.end.teach.isVisible()
    review.offer_teaching()
    assert review.end.teach.isVisible()
    with qtbot.waitSignal(review.teach_asked):
        click(review.end.teach)
    review.close()


def test_it_fits_in_a_narrow_window(open_library: OpenLibrary, open_review: OpenReview) -> None:
    review = open_review(open_library([0.1, 0.2]))
    review.resize(360, 560)
    assert review.width() < 460
    assert not review.page.strip.isVisible()
    buttons = [review.page.yes, review.page.no, review.page.skip, review.page.undo]
    for button in buttons:
        assert review.rect().contains(button.mapTo(review, button.rect().center()))


def test_a_library_of_before_is_reviewed_where_its_pictures_have_moved_away(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, library: Path, tmp_path: Path
) -> None:
    window = open_library([0.1, 0.2])
    close_for_good(window)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for picture in library.parent.glob("*.png"):
        shutil.move(picture, elsewhere)
    review = open_review(open_library())
    until(qtbot, lambda: review.page.picture.accessibleDescription() == GONE)
    type_keys("yn")
    assert queue(review).current == NOBODY


def test_a_review_that_the_library_cannot_be_asked_about_begins_anew(
    qtbot: QtBot, open_library: OpenLibrary, open_review: OpenReview, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_library([0.1, 0.2])

    def damaged(*_: object) -> None:
        raise LibraryError("The library is damaged.")

    with monkeypatch.context() as patch:
        patch.setattr(Library, "fact", damaged)
        review = open_review(window)
    assert queue(review).current == 0
    assert review.said.text() == "The library is damaged."


def test_a_review_can_be_closed_before_it_has_begun(
    open_library: OpenLibrary, open_review: OpenReview, library: Path
) -> None:
    window = open_library([0.1, 0.2])
    window.library.review()
    review = window.findChild(ReviewWindow)
    assert isinstance(review, ReviewWindow)
    assert review.reviewer.queue is None
    press(review, Key.Key_Y)
    assert review.close()


def test_the_menu_does_nothing_before_a_model_answers(qapp: QApplication, library: Path) -> None:
    from alpaca_gui.gui.library_commands import LibraryCommands

    window = MainWindow(None, library)
    LibraryCommands(window).review()
    assert window.findChild(ReviewWindow) is None
    close_for_good(window)

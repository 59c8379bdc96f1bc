"""The windows of Judge around their child process: begun, asked, watched, cancelled, crashed, closed."""

import json
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.engine.bundle import load_bundle, save_bundle
from alpaca_gui.gui.judging.compare_view import CompareView
from alpaca_gui.gui.judging.compare_window import CompareWindow
from alpaca_gui.gui.judging.judging_window import CANCELLED, JudgingWindow
from alpaca_gui.gui.judging.report_view import ReportView
from alpaca_gui.gui.judging.report_window import ReportWindow
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.notices import Notice
from alpaca_gui.judging.compare import compare, comparison_values
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.measure import report
from alpaca_gui.judging.values import judgement_values, report_values
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model
from tests.gui.conftest import OpenWindow
from tests.gui.driving import ANY_ACTION, click, draw, files, press, until
from tests.gui.held_up import HeldUp
from tests.gui.judging.conftest import Script
from tests.gui.judging.made_up import judged
from tests.gui.judging.pointing import click as click_plot

# Of Qt's offscreen platform: it has no window manager to tell a window's sizes, or to raise it over another.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (propagateSizeHints|raise)")

OpenReport = Callable[..., ReportWindow]
WAIT = ["wait_for", "/nowhere/at/all"]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Two folders called as the shipped model's answers."""
    for name in ("alpaca", "not alpaca"):
        draw(tmp_path / "dataset" / name / "one.png")
    return tmp_path / "dataset"


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """Two folders called otherwise."""
    for name in ("good", "bad & worse"):
        draw(tmp_path / "strange" / name / "one.png")
    return tmp_path / "strange"


@pytest.fixture
def answer(tmp_path: Path, judgement: Judgement) -> Path:
    """What a child ends with: a report on the made-up judgement, and a comparison with another."""
    return written(tmp_path, judgement)


def written(tmp_path: Path, judgement: Judgement) -> Path:
    """Write down such an answer."""
    other = judged(tmp_path / "pictures", Rule(1.5), model="the-other")
    values = {
        "judgement": judgement_values(judgement),
        "report": report_values(report(judgement)),
        "other_judgement": judgement_values(other),
        "other_report": report_values(report(other)),
        "comparison": comparison_values(compare(judgement, other)),
    }
    (tmp_path / "answer.json").write_text(json.dumps(values))
    return tmp_path / "answer.json"


def drop(window: JudgingWindow, mime: QMimeData) -> None:
    """Drop something on the middle of a window."""
    point = window.rect().center()
    enter = QDragEnterEvent(point, ANY_ACTION, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.windowHandle(), enter)
    event = QDropEvent(QPointF(point), ANY_ACTION, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.windowHandle(), event)


def in_trouble(window: JudgingWindow) -> bool:
    """Whether the window says that something went wrong."""
    return window.pages.currentWidget() is window.trouble


def request_of(qtbot: QtBot, window: JudgingWindow) -> dict[str, str]:
    """The request that the child tells it was given."""
    until(qtbot, lambda: window.busy.notes.text().startswith("{"))
    found: dict[str, str] = json.loads(window.busy.notes.text())
    return found


def test_an_empty_window_says_how_to_begin(report_window: OpenReport) -> None:
    window = report_window()
    assert window.pages.currentWidget() is window.start
    assert "Drop a folder of labelled pictures" in window.start.sentence.text()
    assert not window.save.isEnabled()


def test_it_begins_at_once_where_the_folder_is_known(
    qtbot: QtBot, play: Script, answer: Path, report_window: OpenReport, dataset: Path
) -> None:
    play(["step", "Judging", 3, 10], ["answer", str(answer)])
    window = report_window(dataset)
    until(qtbot, lambda: isinstance(window.view, ReportView))
    assert window.pages.currentWidget() is window.view
    assert window.save.isEnabled()
    assert load_bundle(shipped_model()).model_id[:8] in window.models.text()


def test_the_child_is_told_which_folder_means_yes(
    qtbot: QtBot, play: Script, report_window: OpenReport, dataset: Path
) -> None:
    play(["show_request"], WAIT)
    request = request_of(qtbot, report_window(dataset))
    assert request == {
        "model": str(shipped_model()),
        "yes_folder": str(dataset / "alpaca"),
        "no_folder": str(dataset / "not alpaca"),
    }


def test_progress_is_shown(qtbot: QtBot, play: Script, report_window: OpenReport, dataset: Path) -> None:
    play(["step", "Judging", 3, 10], WAIT)
    window = report_window(dataset)
    until(qtbot, lambda: window.busy.sentence.text() == "Judging: 3 of 10")
    assert (window.busy.bar.value(), window.busy.bar.maximum()) == (3, 10)


@pytest.mark.parametrize("side", [0, 1])
def test_folders_called_otherwise_are_asked_for_and_never_guessed(
    qtbot: QtBot, play: Script, report_window: OpenReport, strange: Path, side: int
) -> None:
    play(["show_request"], WAIT)
    window = report_window(strange)
    until(qtbot, lambda: window.pages.currentWidget() is window.ask)
    assert "“alpaca”" in window.ask.sentence.text()
    names = [button.accessibleName() for button in window.ask.buttons]
    assert names == ["bad & worse means yes", "good means yes"]
    assert not any(button.isDefault() or button.isChecked() for button in window.ask.buttons)
    click(window.ask.buttons[side])
    request = request_of(qtbot, window)
    assert request["yes_folder"] == str(strange / ("bad & worse", "good")[side])
    assert request["no_folder"] == str(strange / ("good", "bad & worse")[side])


def test_one_folder_called_as_an_answer_is_not_enough_to_guess(
    qtbot: QtBot, play: Script, report_window: OpenReport, tmp_path: Path
) -> None:
    for name in ("alpaca", "llama"):
        draw(tmp_path / "half" / name / "one.png")
    window = report_window(tmp_path / "half")
    until(qtbot, lambda: window.pages.currentWidget() is window.ask)


def test_two_folders_dropped_by_themselves_are_taken(
    qtbot: QtBot, play: Script, report_window: OpenReport, dataset: Path
) -> None:
    play(["show_request"], WAIT)
    window = report_window()
    drop(window, files(dataset / "not alpaca", dataset / "alpaca"))
    assert request_of(qtbot, window)["yes_folder"] == str(dataset / "alpaca")


@pytest.mark.parametrize(
    ("folders", "words"), [((), "it holds none"), (("a", "b", "c"), "it holds 'a', 'b', 'c'"), (None, "not a folder")]
)
def test_a_folder_that_is_no_dataset_is_refused_with_a_sentence(
    qtbot: QtBot, play: Script, report_window: OpenReport, tmp_path: Path, folders: tuple[str, ...] | None, words: str
) -> None:
    for name in folders or ():
        (tmp_path / "odd" / name).mkdir(parents=True)
    if folders is None:
        (tmp_path / "odd").write_text("a file")
    else:
        (tmp_path / "odd").mkdir(exist_ok=True)
    window = report_window(tmp_path / "odd")
    until(qtbot, lambda: in_trouble(window))
    assert words in window.trouble.words.toPlainText()


def test_a_broken_model_is_refused_with_a_sentence(
    qtbot: QtBot, play: Script, opened: list[JudgingWindow], dataset: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.model").write_bytes(b"not a zip")
    window = ReportWindow(tmp_path / "broken.model", dataset)
    opened.append(window)
    window.show()
    until(qtbot, lambda: in_trouble(window))
    assert "not a model bundle" in window.trouble.words.toPlainText()


def test_what_the_child_cannot_do_is_said_and_can_be_tried_again(
    qtbot: QtBot, play: Script, answer: Path, report_window: OpenReport, dataset: Path
) -> None:
    play(["fail", "There is no picture."])
    window = report_window(dataset)
    until(qtbot, lambda: in_trouble(window))
    assert window.trouble.words.toPlainText() == "There is no picture."
    play(["answer", str(answer)])
    click(window.trouble.again)
    until(qtbot, lambda: isinstance(window.view, ReportView))


def test_a_crash_is_shown_with_the_childs_last_lines_to_copy(
    qtbot: QtBot, play: Script, report_window: OpenReport, dataset: Path
) -> None:
    play(["complain", "the last words\n"], ["signal", int(signal.SIGKILL)])
    window = report_window(dataset)
    until(qtbot, lambda: in_trouble(window))
    said = window.trouble.words.toPlainText()
    assert "SIGKILL" in said
    assert "the last words" in said
    click(window.trouble.copy)
    assert QGuiApplication.clipboard().text() == said


def test_an_answer_that_is_none_is_not_shown_as_a_report(
    qtbot: QtBot, play: Script, report_window: OpenReport, dataset: Path
) -> None:
    play(["done", {"judgement": {}}])
    window = report_window(dataset)
    until(qtbot, lambda: in_trouble(window))
    assert "not understood" in window.trouble.words.toPlainText()


@pytest.mark.parametrize("by", ["button", "Escape"])
def test_cancelling_ends_the_child_and_says_so(
    qtbot: QtBot, play: Script, report_window: OpenReport, dataset: Path, by: str
) -> None:
    play(["identity"], ["hang"])
    window = report_window(dataset)
    until(qtbot, lambda: window.busy.notes.text().isdecimal())
    child = int(window.busy.notes.text())
    if by == "button":
        click(window.busy.cancel)
    else:
        press(window.busy.cancel, Qt.Key.Key_Escape)
    assert in_trouble(window)
    assert window.trouble.title.text() == "Cancelled"
    assert window.trouble.words.toPlainText() == CANCELLED
    until(qtbot, lambda: gone(child))


def gone(process: int) -> bool:
    """Whether a process has ended and been waited for."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_closing_in_the_middle_ends_even_a_child_that_does_not_listen(
    qtbot: QtBot, play: Script, report_window: OpenReport, dataset: Path
) -> None:
    play(["deaf"], ["identity"], ["hang_in_c"])
    window = report_window(dataset)
    until(qtbot, lambda: window.busy.notes.text().isdecimal())
    child = int(window.busy.notes.text())
    assert window.close()
    until(qtbot, lambda: gone(child))


def test_closing_before_the_folders_are_looked_into(play: Script, report_window: OpenReport, dataset: Path) -> None:
    assert report_window(dataset).close()


def test_another_folder_takes_the_place_of_the_first(
    qtbot: QtBot, play: Script, answer: Path, report_window: OpenReport, dataset: Path, strange: Path
) -> None:
    play(["identity"], ["hang"])
    window = report_window(dataset)
    until(qtbot, lambda: window.busy.notes.text().isdecimal())
    first = int(window.busy.notes.text())
    play(["answer", str(answer)])
    window.take_folders([strange])
    until(qtbot, lambda: window.pages.currentWidget() is window.ask)
    until(qtbot, lambda: gone(first))
    click(window.ask.buttons[0])
    until(qtbot, lambda: isinstance(window.view, ReportView))
    assert "strange" in window.pictures.text()


def test_a_second_report_replaces_the_first(
    qtbot: QtBot, play: Script, answer: Path, report_window: OpenReport, dataset: Path
) -> None:
    play(["answer", str(answer)])
    window = report_window(dataset)
    until(qtbot, lambda: window.view is not None)
    first = window.view
    window.begin()
    assert not window.save.isEnabled()
    until(qtbot, lambda: window.view is not None)
    assert window.view is not first
    until(qtbot, lambda: not isValid(first))


def test_the_window_closes_with_the_main_window(
    qtbot: QtBot, play: Script, open_window: OpenWindow, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(["identity"], ["hang"])
    main: MainWindow = open_window()
    main.models.report_on(shipped_model(), dataset)
    (window,) = main.findChildren(ReportWindow)
    until(qtbot, lambda: window.busy.notes.text().isdecimal())
    child = int(window.busy.notes.text())
    main.close()
    until(qtbot, lambda: gone(child))


Reported = Callable[[str], tuple[MainWindow, ReportWindow, ReportView]]


@pytest.fixture
def reported(
    qtbot: QtBot, play: Script, open_window: OpenWindow, dataset: Path, tmp_path: Path, judgement: Judgement
) -> Reported:
    """Open the main window, and from its menu a report on the model of an identity."""

    def open_one(model_id: str) -> tuple[MainWindow, ReportWindow, ReportView]:
        play(["answer", str(written(tmp_path, replace(judgement, model_id=model_id)))])
        main: MainWindow = open_window()
        until(qtbot, lambda: main.collection is not None and main.collection.bundle is not None)
        main.menus.report.trigger()
        (window,) = main.findChildren(ReportWindow)
        window.take_folders([dataset])
        until(qtbot, lambda: isinstance(window.view, ReportView))
        assert isinstance(window.view, ReportView)
        return main, window, window.view

    return open_one


def test_the_rule_that_is_taken_and_the_model_reach_the_main_window(reported: Reported) -> None:
    main, window, view = reported(load_bundle(shipped_model()).model_id)
    view.threshold.wish.show_own(1.25)
    click(view.threshold.take)
    assert main.collection is not None
    assert main.collection.rule.threshold == 1.25
    assert "now uses the threshold +1.2500" in view.threshold.says.text()
    opened: list[Path] = []
    window.open_model.connect(opened.append)
    click(window.use)
    assert opened == [shipped_model()]
    window.close()


def test_a_rule_that_was_found_for_another_model_is_not_taken_over(reported: Reported) -> None:
    main, window, view = reported("cd" * 32)
    assert main.collection is not None
    before = main.collection.rule
    view.threshold.wish.show_own(1.25)
    click(view.threshold.take)
    assert main.collection.rule == before
    assert main.status.currentMessage() == f"This rule is for {shipped_model().stem}; open it to use it."
    assert "answers with another model" in view.threshold.says.text()
    window.close()


# Saving.


@pytest.fixture
def finished(qtbot: QtBot, play: Script, answer: Path, report_window: OpenReport, dataset: Path) -> ReportWindow:
    """A window that shows a report."""
    play(["answer", str(answer)])
    window = report_window(dataset)
    until(qtbot, lambda: window.view is not None)
    return window


def notice_text(qtbot: QtBot, window: ReportWindow) -> str:
    """What the notice beside a window says; it is closed."""
    until(qtbot, lambda: bool(window.findChildren(Notice)))
    (notice,) = window.findChildren(Notice)
    text = f"{notice.windowTitle()}: {notice.findChildren(QLabel)[0].text()}"
    notice.close()
    return text


def test_the_report_is_saved_as_a_page(qtbot: QtBot, finished: ReportWindow, tmp_path: Path) -> None:
    click(finished.save)
    (dialog,) = finished.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "page.html"))
    dialog.close()
    assert "page.html" in notice_text(qtbot, finished)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "yes-0.png" in page
    assert finished.save.isEnabled()


def test_a_page_that_cannot_be_written_is_said(qtbot: QtBot, finished: ReportWindow, tmp_path: Path) -> None:
    finished.save_page(str(tmp_path / "not there" / "page.html"))
    assert not finished.save.isEnabled()
    said = notice_text(qtbot, finished)
    assert said.startswith("The report was not saved: The report cannot be written to")
    assert "No such file" in said
    assert finished.save.isEnabled()


def test_closing_while_a_page_is_written_finishes_it(finished: ReportWindow, tmp_path: Path) -> None:
    finished.save_page(str(tmp_path / "page.html"))
    finished.close()
    assert (tmp_path / "page.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


# Comparing.


def other_model(folder: Path) -> Path:
    """The shipped model with another threshold."""
    bundle = load_bundle(shipped_model())
    path = folder / "other.model"
    save_bundle(path, bundle.card, bundle.parts)
    return path


def test_comparing_waits_for_both_the_model_and_the_pictures(
    qtbot: QtBot, play: Script, compare_window: CompareWindow, dataset: Path, tmp_path: Path
) -> None:
    play(["show_request"], WAIT)
    window = compare_window
    window.take_folders([dataset])
    assert window.pages.currentWidget() is window.start
    assert "the other model" in window.start.sentence.text()
    other = other_model(tmp_path)
    drop(window, files(other))
    request = request_of(qtbot, window)
    assert request["other"] == str(other)
    assert request["model"] == str(shipped_model())
    assert "other.model" in window.models.text()


def test_a_model_and_a_folder_dropped_at_once_begin(
    qtbot: QtBot, play: Script, compare_window: CompareWindow, dataset: Path, tmp_path: Path
) -> None:
    play(["show_request"], WAIT)
    drop(compare_window, files(other_model(tmp_path), dataset))
    assert request_of(qtbot, compare_window)["other"].endswith("other.model")


def test_what_is_dropped_is_looked_at_beside_the_window_and_the_latest_of_each_kind_counts(
    qtbot: QtBot,
    play: Script,
    compare_window: CompareWindow,
    dataset: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    play(["show_request"], WAIT)
    (tmp_path / "mount").mkdir()
    other = other_model(tmp_path / "mount")
    disk = HeldUp(monkeypatch, tmp_path / "mount")
    drop(compare_window, files(dataset.parent / "nothing"))
    drop(compare_window, files(other))
    assert disk.window_answers(qtbot)
    assert compare_window.start.sentence.text() == "Looking at what was dropped…"
    drop(compare_window, files(dataset))
    disk.let_go()
    request = request_of(qtbot, compare_window)
    assert request["other"] == str(other)
    assert compare_window.paths == (dataset,)


def test_closing_while_what_was_dropped_is_looked_at_begins_nothing(
    qtbot: QtBot, compare_window: CompareWindow, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mount").mkdir()
    other = other_model(tmp_path / "mount")
    disk = HeldUp(monkeypatch, tmp_path / "mount")
    drop(compare_window, files(other, dataset))
    assert disk.window_answers(qtbot)
    disk.let_go()
    compare_window.close()
    assert not compare_window.run.busy
    assert compare_window.other is None


@pytest.fixture
def compared(
    qtbot: QtBot, play: Script, answer: Path, compare_window: CompareWindow, dataset: Path, tmp_path: Path
) -> CompareView:
    """A comparison of the same logits at the thresholds 0 and 1.5: yes-2, yes-3 and no-1 change sides."""
    play(["answer", str(answer)])
    compare_window.take_model(other_model(tmp_path))
    compare_window.take_folders([dataset])
    until(qtbot, lambda: isinstance(compare_window.view, CompareView))
    view = compare_window.view
    assert isinstance(view, CompareView)
    return view


def listed(view: CompareView) -> list[str]:
    """Names of the pictures that are listed."""
    return sorted(view.pictures.model.name(int(place)) for place in view.pictures.model.places)


def test_the_pictures_that_change_sides_come_first(compared: CompareView) -> None:
    assert listed(compared) == ["no-1.png", "yes-2.png", "yes-3.png"]
    assert compared.pictures.what.text() == "3 pictures: change sides"
    assert "13 of 16 alike" in compared.sides.text()
    assert "the other +0.30" in compared.pictures.model.detail(9)


def test_mcnemars_table_counts_and_shows_its_pictures(compared: CompareView) -> None:
    # At 0, yes-0, yes-1, no-0, no-1 are wrong; at 1.5, yes-0 to yes-3 and no-0.
    assert [cell.count for cell in compared.cells] == [10, 2, 1, 3]
    assert "made-up alone is right about 2, the-other alone about 1" in compared.test.text()
    click(compared.cells[1])
    assert listed(compared) == ["yes-2.png", "yes-3.png"]
    click(compared.cells[2])
    assert listed(compared) == ["no-1.png"]


def test_a_click_on_a_dot_shows_its_picture(compared: CompareView) -> None:
    click_plot(compared.scatter, 4.2, 4.2)
    assert listed(compared) == ["yes-7.png"]


def test_the_arrow_keys_go_through_what_changes_sides_first(compared: CompareView) -> None:
    seen = []
    for _ in range(3):
        press(compared.scatter, Qt.Key.Key_Right)
        seen.append(listed(compared)[0])
        assert compared.scatter.accessibleDescription().startswith("changes sides, ")
    assert set(seen) >= {"no-1.png", "yes-3.png"}
    click(compared.changed)
    assert compared.pictures.what.text() == "3 pictures: change sides"


# The real child.


@pytest.mark.slow
def test_the_shipped_model_is_judged_by_the_real_child(qtbot: QtBot, report_window: OpenReport, tmp_path: Path) -> None:
    for place, colour in enumerate(("olive", "lime", "navy", "white")):
        draw(tmp_path / "dataset" / ("alpaca" if place < 2 else "not alpaca") / f"{colour}.png", colour, (200, 160))
    (tmp_path / "dataset" / "alpaca" / "words.jpg").write_text("not a picture")
    window = report_window(tmp_path / "dataset")
    until(qtbot, lambda: window.view is not None or in_trouble(window))
    view = window.view
    assert isinstance(view, ReportView), window.trouble.words.toPlainText()
    assert sum(cell.count for cell in view.overview.matrix.cells) == 4
    assert view.overview.left_out.text() == "1 left out"

"""A report is looked at with the mouse and with the keyboard: whatever is clicked, the pictures behind it are shown."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.judging.overview_tab import OverviewTab
from alpaca_gui.gui.judging.report_view import ReportView
from alpaca_gui.gui.loader import PictureLoader
from alpaca_gui.gui.notices import Notice
from alpaca_gui.gui.theme import DARK, Appearance, apply_appearance
from alpaca_gui.imaging.source import Source
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.words import figure_text
from alpaca_gui.logit.verdict import Rule
from tests.gui.driving import click as press_button
from tests.gui.driving import opens_a_dialog, press, until
from tests.gui.judging.conftest import destroy
from tests.gui.judging.made_up import judged, reported
from tests.gui.judging.pointing import click, click_row, drag

pytestmark = opens_a_dialog


def shown(view: ReportView) -> list[str]:
    """Names of the pictures that are listed, from top to bottom."""
    return [view.pictures.model.name(int(place)).removesuffix(".png") for place in view.pictures.model.places]


def test_it_begins_with_the_mistakes_and_says_so(view: ReportView) -> None:
    assert shown(view) == ["yes-0", "no-0", "no-1", "yes-1"]
    assert view.pictures.what.text() == "4 pictures: on the wrong side of the threshold"


def test_without_a_mistake_it_begins_with_all_pictures(judgement: Judgement) -> None:
    right = replace(judgement, logits=np.where(judgement.labels == 1, 3.0, -3.0))
    view = ReportView(right, reported(right))
    assert view.pictures.what.text() == "16 pictures: all that were judged"
    view.close_threads()
    destroy(view)


def test_every_figure_is_read_with_its_interval(view: ReportView, judgement: Judgement) -> None:
    report = reported(judgement)
    for row, figure in zip(
        view.overview.rows, (report.accuracy, report.log_loss, report.brier, report.auc, report.ece), strict=True
    ):
        assert row.value.text() == figure_text(figure)
        assert row.interval.text() == f"95 %: {figure.low:.4f} to {figure.high:.4f}"


@pytest.mark.parametrize(("out_of_fold", "words"), [(True, "never saw them"), (False, "the model's own")])
def test_it_says_whether_the_logits_are_out_of_fold(tmp_path: Path, out_of_fold: bool, words: str) -> None:
    judgement = judged(tmp_path, out_of_fold=out_of_fold)
    tab = OverviewTab(judgement, reported(judgement))
    assert words in tab.fold.text()
    destroy(tab)


def test_the_temperature_is_explained_and_changes_no_logit(tmp_path: Path) -> None:
    judgement = judged(tmp_path, Rule(temperature=2.0))
    tab = OverviewTab(judgement, reported(judgement))
    assert any("stays raw" in label.text() for label in tab.findChildren(QLabel))
    destroy(tab)


@pytest.mark.parametrize(
    ("cell", "pictures"),
    [(1, ["yes-0", "yes-1"]), (2, ["no-0", "no-1"]), (3, ["no-2", "no-3", "no-4", "no-5", "no-6", "no-7"])],
)
def test_a_click_on_a_cell_shows_its_pictures(view: ReportView, cell: int, pictures: list[str]) -> None:
    press_button(view.overview.matrix.cells[cell])
    assert shown(view) == pictures


def test_a_cell_is_reached_and_pressed_with_the_keyboard(qtbot: QtBot, view: ReportView) -> None:
    view.activateWindow()
    cells = view.overview.matrix.cells
    view.tabs.tabBar().setFocus()
    until(qtbot, view.tabs.tabBar().hasFocus)
    press(view.tabs.tabBar(), Qt.Key.Key_Tab)
    assert cells[0].hasFocus()
    press(cells[0], Qt.Key.Key_Space)
    assert shown(view) == ["yes-2", "yes-3", "yes-4", "yes-5", "yes-6", "yes-7"]
    assert cells[2].accessibleName() == "2: no, taken for yes"


def test_a_click_on_a_bar_shows_its_pictures(qtbot: QtBot, view: ReportView) -> None:
    view.tabs.setCurrentWidget(view.threshold)
    until(qtbot, view.threshold.histogram.isVisible)
    click(view.threshold.histogram, 2.7, -0.1)
    assert shown(view) == ["no-0"]
    assert view.pictures.what.text().startswith("1 picture: no, logit from ")
    click(view.threshold.histogram, 2.55, 0.3)
    assert shown(view) == ["yes-5"]


def test_the_arrow_keys_go_from_bar_to_bar(qtbot: QtBot, view: ReportView) -> None:
    view.tabs.setCurrentWidget(view.threshold)
    histogram = view.threshold.histogram
    press(histogram, Qt.Key.Key_Home)
    assert shown(view) == ["no-7"]
    press(histogram, Qt.Key.Key_Right)
    assert shown(view) == ["no-6"]
    assert histogram.accessibleDescription().startswith("1 labelled no, logit from ")
    press(histogram, Qt.Key.Key_End)
    assert shown(view) == ["yes-7"]
    press(histogram, Qt.Key.Key_Left)
    assert shown(view) == ["yes-6"]


def test_a_click_on_a_bin_shows_its_pictures(qtbot: QtBot, view: ReportView) -> None:
    view.tabs.setCurrentWidget(view.curves)
    view.curves.show_page(2)
    until(qtbot, view.curves.reliability.isVisible)
    click(view.curves.reliability, 0.55, 0.2)  # sigmoid(0.3) is 0.574, sigmoid(0.4) is 0.599
    assert shown(view) == ["no-1", "yes-2"]
    assert view.pictures.what.text() == "2 pictures: probability of yes from 0.50 to 0.60"


def test_a_click_on_a_point_of_a_curve_shows_the_mistakes_there(qtbot: QtBot, view: ReportView) -> None:
    view.tabs.setCurrentWidget(view.curves)
    until(qtbot, view.curves.roc.isVisible)
    click(view.curves.roc, 0.0, 0.0)  # nothing is taken for yes
    assert shown(view) == [f"yes-{place}" for place in range(8)]
    click(view.curves.roc, 1.0, 1.0)
    assert sorted(shown(view)) == [f"no-{place}" for place in range(8)]
    view.curves.show_page(1)
    press(view.curves.precision_recall, Qt.Key.Key_Home)
    assert view.pictures.what.text().split(": ")[1].startswith("mistakes with the threshold at ")


def test_a_click_where_there_is_nothing_changes_nothing(qtbot: QtBot, view: ReportView) -> None:
    view.tabs.setCurrentWidget(view.curves)
    until(qtbot, view.curves.roc.isVisible)
    click(view.curves.roc, 0.7, 0.3)
    assert shown(view) == ["yes-0", "no-0", "no-1", "yes-1"]


def test_the_labels_in_doubt_come_worst_first(view: ReportView) -> None:
    assert view.overview.doubts.text() == "2 labels in doubt"
    press_button(view.overview.doubts)
    assert shown(view) == ["yes-0", "no-0"]


def test_files_that_were_left_out_are_named_with_the_reason(view: ReportView) -> None:
    press_button(view.overview.left_out)
    (notice,) = view.findChildren(Notice)
    text = notice.findChildren(QLabel)[0].text()
    assert "words.jpg" in text
    assert "It is not a picture." in text
    notice.close()


def test_a_click_on_a_row_shows_the_picture_large_with_its_reading(qtbot: QtBot, view: ReportView) -> None:
    click_row(view.pictures.rows, 1)
    reading = view.pictures.reading.text()
    assert reading.startswith("no-0.png: labelled no, not alpaca · out of fold; logit +2.6000: about 13 to 1 for yes")
    large = view.pictures.view
    until(qtbot, lambda: large.grab().toImage().pixelColor(large.rect().center()).name() == "#505ac8")
    until(qtbot, lambda: view.pictures.rows.thumbnails.get(8) is not None)


@pytest.mark.parametrize("by", ["double click", "Enter", "button"])
def test_the_folder_of_a_picture_is_opened(
    view: ReportView, judgement: Judgement, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    urls: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", urls.append)
    click_row(view.pictures.rows, 1, twice=by == "double click")
    if by == "Enter":
        press(view.pictures.rows, Qt.Key.Key_Return)
    if by == "button":
        press_button(view.pictures.open_folder)
    assert [Path(url.toLocalFile()) for url in urls] == [judgement.paths[8].parent]


def test_a_picture_that_is_gone_leaves_the_rest_alone(qtbot: QtBot, view: ReportView, judgement: Judgement) -> None:
    judgement.paths[7].unlink()  # it is right, so that it has not been shown yet
    press_button(view.overview.matrix.cells[0])
    press(view.pictures.rows, Qt.Key.Key_End)
    assert view.pictures.reading.text().startswith("yes-7.png")
    until(qtbot, lambda: view.pictures.rows.thumbnails.get(7) is not None)
    missing = view.pictures.rows.thumbnails.get(7)
    assert missing is not None
    assert missing.isNull()


def test_of_many_thousand_pictures_only_the_visible_are_decoded(
    qtbot: QtBot, judgement: Judgement, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = 50_000
    logits = np.linspace(-8, 8, n)
    many = replace(
        judgement,
        paths=tuple(Path(f"/nowhere/{place}.png") for place in range(n)),
        hashes=tuple(map(str, range(n))),
        labels=(logits > -0.5).astype(np.int64),
        logits=logits,
        out_of_fold=np.zeros(n, dtype=np.bool_),
    )
    wishes: set[int] = set()
    original = PictureLoader.want

    def want(self: PictureLoader, key: int, source: Source, width: int, height: int) -> None:
        wishes.add(key)
        original(self, key, source, width, height)

    report = reported(replace(judgement))
    monkeypatch.setattr(PictureLoader, "want", want)
    view = ReportView(many, report)
    view.resize(1100, 700)
    view.show()
    press_button(view.overview.all)
    assert view.pictures.model.rowCount() == n
    until(qtbot, lambda: len(wishes) >= 4)
    press(view.pictures.rows, Qt.Key.Key_End)
    until(qtbot, lambda: int(view.pictures.model.places[-1]) in wishes)
    assert len(wishes) < 60
    view.close_threads()
    destroy(view)


# The threshold.


def test_a_wanted_precision_says_what_it_does_before_it_is_taken(view: ReportView) -> None:
    tab = view.threshold
    taken: list[Rule] = []
    view.rule_taken.connect(taken.append)
    tab.wish.kind.setCurrentIndex(1)
    tab.wish.precision.setValue(1.0)
    # Above every no, 2.6, are the yes's 3.1 and 4.2.
    assert tab.table.texts()[:4] == [("6", "2"), ("2", "6"), ("2", "0"), ("6", "8")]
    assert tab.table.texts()[4:] == [("0.750", "1.000"), ("0.750", "0.250")]
    assert tab.says.text().startswith("Threshold +2.8500 instead of +0.0000: 4 mistakes now, 6 then.")
    assert not taken
    press_button(tab.take)
    assert [rule.threshold for rule in taken] == pytest.approx([2.85])
    tab.show_taken(taken=True)
    assert "This report keeps to the model's own" in tab.says.text()


def test_a_wanted_recall_and_costs_give_other_thresholds(view: ReportView) -> None:
    tab = view.threshold
    tab.wish.kind.setCurrentIndex(2)
    tab.wish.recall.setValue(1.0)
    assert tab.table.texts()[1] == ("2", "0")
    tab.wish.kind.setCurrentIndex(3)
    tab.wish.false_yes.setValue(100)
    assert tab.table.texts()[2] == ("2", "0")


def test_the_rule_that_is_taken_keeps_band_and_temperature(judgement: Judgement) -> None:
    own = replace(judgement, rule=Rule(0.1, 0.4, 1.7))
    view = ReportView(own, reported(own))
    taken: list[Rule] = []
    view.rule_taken.connect(taken.append)
    view.threshold.wish.show_own(1.5)
    press_button(view.threshold.take)
    assert taken == [Rule(1.5, 0.4, 1.7)]
    view.close_threads()
    destroy(view)


def test_an_impossible_wish_is_said_and_cannot_be_taken(judgement: Judgement) -> None:
    # The highest logit is labelled no: no threshold makes every answer yes right.
    hard = replace(judgement, logits=np.where(np.arange(16) == 8, 9.0, judgement.logits))
    view = ReportView(hard, reported(hard))
    view.threshold.wish.kind.setCurrentIndex(1)
    view.threshold.wish.precision.setValue(1.0)
    assert view.threshold.says.text().startswith("No threshold reaches a precision of 1 ")
    assert not view.threshold.take.isEnabled()
    assert len({now == then for now, then in view.threshold.table.texts()}) == 1
    view.threshold.wish.kind.setCurrentIndex(2)
    assert view.threshold.take.isEnabled()
    view.close_threads()
    destroy(view)


def test_the_models_own_threshold_is_nothing_to_take(view: ReportView) -> None:
    assert not view.threshold.take.isEnabled()
    assert "nothing changes" in view.threshold.says.text()


def test_dragging_the_threshold_shows_what_it_does(qtbot: QtBot, view: ReportView) -> None:
    view.tabs.setCurrentWidget(view.threshold)
    until(qtbot, view.threshold.histogram.isVisible)
    view.threshold.wish.kind.setCurrentIndex(1)
    line = float(view.threshold.histogram.threshold.value())
    drag(view.threshold.histogram, (line, 0.5), (-0.8, 0.5))
    assert view.threshold.wish.kind.currentIndex() == 0
    assert view.threshold.wish.own == pytest.approx(-0.8, abs=0.1)
    assert view.threshold.table.texts()[1] == ("2", "1")
    assert view.threshold.take.isEnabled()
    press_button(view.threshold.mistakes)
    assert sorted(shown(view)) == ["no-0", "no-1", "no-2", "yes-0"]


def test_a_threshold_that_the_main_window_cannot_hold_is_not_offered(judgement: Judgement) -> None:
    far = replace(judgement, logits=judgement.logits * 100)
    view = ReportView(far, reported(far))
    view.threshold.wish.kind.setCurrentIndex(1)
    view.threshold.wish.precision.setValue(1.0)
    assert "beyond" in view.threshold.says.text()
    assert not view.threshold.take.isEnabled()
    view.close_threads()
    destroy(view)


def test_the_diagrams_follow_the_theme(qtbot: QtBot, view: ReportView) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    view.tabs.setCurrentWidget(view.threshold)
    until(qtbot, view.threshold.histogram.isVisible)
    apply_appearance(app, Appearance.DARK)
    plot = view.threshold.histogram.plot
    until(qtbot, lambda: plot.grab().toImage().pixelColor(1, 1).name() == DARK.surface)
    apply_appearance(app, Appearance.LIGHT)

"""Odd models, odd words and a hasty hand, against the windows that explain: found by attacking them."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import load_bundle, save_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.nearest import MISFIT
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.why.gaze import NO_PICTURE
from alpaca_gui.gui.why.map.map_legend import MapLegend
from alpaca_gui.gui.why.map.map_panel import MapPanel
from alpaca_gui.gui.why.nearest.nearest_panel import NearestPanel
from alpaca_gui.gui.why.why_view import LOOKING
from alpaca_gui.gui.why.why_window import WhyWindow
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.imaging.source import Source
from alpaca_gui.resources import shipped_model
from tests.gui import driving
from tests.gui.conftest import ModelRuns, OpenWindow
from tests.gui.why.conftest import choose_row, open_why

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support propagateSizeHints", "This plugin does not support raise"
)
"""Of Qt's offscreen platform, which has no window manager."""

Change = Callable[[Evidence], Evidence]


@contextmanager
def answering(monkeypatch: pytest.MonkeyPatch, change: Change) -> Iterator[None]:
    """Let every model say something else than it would."""
    original = Classifier.run

    def run(self: Classifier, tensor: Tensor) -> Evidence:
        return change(original(self, tensor))

    with monkeypatch.context() as patch:
        patch.setattr(Classifier, "run", run)
        yield


def at_a_broken_picture(qtbot: QtBot, window: MainWindow, folder: Path) -> WhyWindow:
    """Open the window at the broken ``a.png``, with the sound ``b.png`` beside it."""
    (folder / "a.png").write_bytes(b"no picture")
    window.take_paths([str(folder / "a.png"), str(driving.draw(folder / "b.png"))])
    driving.settle(qtbot, window, 2)
    driving.choose(window, "a.png")
    why = window.why.show_panel("map")
    assert why is not None
    driving.until(qtbot, lambda: why.view.message.text() not in ("", LOOKING))
    return why


def test_answers_of_many_words_cost_neither_the_name_nor_a_number(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], tmp_path: Path
) -> None:
    shipped = load_bundle(shipped_model())
    card = replace(shipped.card, yes="Überraschungsalpaka " * 10, no="<b>x</b>\n\N{RIGHT-TO-LEFT OVERRIDE}nie")
    save_bundle(tmp_path / "words.model", card, shipped.parts)
    window = open_window(tmp_path / "words.model")
    window.take_paths([str(path) for path in samples])
    driving.settle(qtbot, window, len(samples))
    why = open_why(qtbot, window)
    why.resize(720, 540)
    said = set()
    for row in range(len(samples)):
        choose_row(qtbot, window, why, row)
        QApplication.processEvents()
        header, layout = why.view.header, why.layout()
        assert layout is not None
        said.add(header.decision.text())
        assert layout.minimumSize().width() <= 720
        whole = header.name.fontMetrics().horizontalAdvance(header.name.text())
        assert header.name.width() >= min(100, whole)
        for number in (header.logit, header.probability):
            assert number.width() >= number.sizeHint().width()
        for left, right in ((header.name, header.decision), (header.decision, header.logit)):
            assert left.geometry().right() < right.geometry().left()
    assert any(text.startswith("Yes, Überraschungsalpaka") for text in said)
    assert "No, <b>x</b>\\n\\u202enie" in said  # as it is spelt: no second line, no letters turned round


def test_a_logit_beyond_all_digits_is_written_with_an_exponent_and_the_window_holds(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def huge(evidence: Evidence) -> Evidence:
        assert evidence.logit_map is not None
        times = np.float32(-1e29)
        logit_map = evidence.logit_map * times
        return replace(evidence, logit=float(logit_map.astype(np.float64).mean()), logit_map=logit_map)

    with answering(monkeypatch, huge):
        why = open_why(qtbot, sampled)
        assert why.subject is not None
        why.resize(720, 540)
        assert isinstance(why.panel, MapPanel)
        assert "e+" in why.view.header.logit.text()
        assert "e+" in why.panel.sum.text
        assert why.panel.sum.minimumSizeHint().width() <= why.panel.width()
        why.close()


def test_the_legends_numbers_have_room_however_large_they_are(qtbot: QtBot) -> None:
    legend = MapLegend()
    qtbot.addWidget(legend)
    legend.resize(360, legend.sizeHint().height())
    for largest in (1e3, 9.9e5, 1e6, 3.3e12, 3e38):
        legend.show_scale(largest, 1.0, "logits")
        boxes = [legend.number_box(value) for value in legend.ticks()]
        assert len(boxes) >= 3
        assert all(one.right() < other.left() for one, other in itertools.pairwise(boxes))


def test_a_name_that_looks_like_html_is_a_text_in_the_message_too(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    window.take_paths([str(driving.draw(tmp_path / "a.png"))])
    driving.settle(qtbot, window, 1)
    why = open_why(qtbot, window)
    assert why.view.message.textFormat() is Qt.TextFormat.PlainText


def test_a_name_with_the_mark_for_changes_stands_whole_in_the_title(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.take_paths([str(driving.draw(tmp_path / "llama [*].png"))])
    driving.settle(qtbot, window, 1)
    why = open_why(qtbot, window)
    assert why.windowHandle().title().startswith("Why: llama [*].png")


def test_what_was_said_of_a_broken_picture_is_not_said_of_the_next(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, model_runs: ModelRuns
) -> None:
    why = at_a_broken_picture(qtbot, window, tmp_path)
    broken = why.view.message.text()
    model_runs.hold()
    driving.choose(window, "b.png")
    assert (why.view.message.text(), broken) == (LOOKING, broken)
    assert broken != LOOKING
    model_runs.release()
    driving.until(qtbot, lambda: why.subject is not None)


def test_a_card_that_there_is_nothing_to_write_of_is_not_asked_for_later(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    why = at_a_broken_picture(qtbot, window, tmp_path)
    window.why.save_card()
    driving.choose(window, "b.png")
    driving.until(qtbot, lambda: why.subject is not None)
    qtbot.wait(20)
    assert not why.findChildren(QFileDialog)


def test_a_second_question_for_a_card_takes_the_place_of_the_first(qtbot: QtBot, sampled: MainWindow) -> None:
    why = open_why(qtbot, sampled)
    why.save_card()
    first = why.findChildren(QFileDialog)[-1]
    choose_row(qtbot, sampled, why, 1)
    sampled.menus.verdict_card.trigger()
    assert not first.isVisible()
    assert [one.isVisible() for one in why.findChildren(QFileDialog)].count(True) == 1


def test_a_picture_that_is_broken_too_late_does_not_speak_where_none_is_chosen(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = open_why(qtbot, sampled)
    released = Event()

    def late(_lens: Lens, _source: Source) -> Seen:
        released.wait()
        raise PictureError("It is broken.")

    monkeypatch.setattr(Lens, "look", late)
    driving.workspace(sampled).views.choose(1)
    sampled.commands.clear()
    driving.until(qtbot, lambda: why.view.message.text() == NO_PICTURE)
    released.set()
    driving.until(qtbot, lambda: not why.gaze.lens.busy)
    qtbot.wait(20)
    assert why.view.message.text() == NO_PICTURE
    assert why.windowTitle() == "Why"


def test_a_model_whose_embedding_does_not_fit_what_it_was_trained_on_is_told_so(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(evidence: Evidence) -> Evidence:
        return replace(evidence, embedding=np.ones(3, np.float32))

    with answering(monkeypatch, short):
        why = open_why(qtbot, sampled, "nearest")
        assert isinstance(why.panel, NearestPanel)
        panel = why.panel
        driving.until(qtbot, lambda: panel.training.sentence.text() == MISFIT)
        why.close()


def test_pictures_are_classified_though_the_embedding_does_not_fit(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(evidence: Evidence) -> Evidence:
        return replace(evidence, embedding=np.ones(3, np.float32))

    with answering(monkeypatch, short):
        window = open_window()
        window.take_paths([str(samples[0])])
        driving.settle(qtbot, window, 1)
        assert np.isfinite(driving.logits(window)).all()

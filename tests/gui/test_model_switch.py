"""Another model in the running window: what it changes, what stays, and what happens where it cannot be opened."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import load_bundle, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.notices import Notice
from alpaca_gui.gui.signs import Sign
from alpaca_gui.library.columns import Order, Show
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import logit_text
from alpaca_gui.resources import shipped_model
from tests.gui.conftest import ModelRuns, OpenWindow
from tests.gui.driving import (
    choose,
    click,
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
    written,
)
from tests.gui.test_reading import cut_off

RULE = Rule(0.25, 0.75, 2.0)
MakeModel = Callable[..., Path]


@pytest.fixture
def make_model(tmp_path: Path) -> MakeModel:
    """Makes bundles that answer another question: is it a llama? They crop, so that their logits are others too."""

    def make(name: str = "llama.model", **changes: object) -> Path:
        bundle = load_bundle(shipped_model())
        step = replace(bundle.card.preprocessing, fit="crop", resampling="bilinear")
        card = replace(bundle.card, yes="llama", no="other", rule=RULE, preprocessing=step)
        save_bundle(tmp_path / name, replace(card, **changes), bundle.parts)  # type: ignore[arg-type]
        return tmp_path / name

    return make


def switch(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Ask for another model and wait until it answers."""
    window.use_model(path)
    until(qtbot, lambda: answering(window) == path)


def answering(window: MainWindow) -> Path | None:
    """The bundle that answers."""
    assert window.collection is not None
    return None if window.collection.bundle is None else window.collection.bundle.path


def rule(window: MainWindow) -> Rule:
    """The rule that the rows are read with."""
    return workspace(window).collection.rule


def notice(qtbot: QtBot, window: MainWindow) -> str:
    """What the window says in a notice, which is closed then."""
    until(qtbot, lambda: any(one.isVisible() for one in window.findChildren(Notice)))
    (shown,) = (one for one in window.findChildren(Notice) if one.isVisible())
    (label,) = shown.findChildren(QLabel)
    shown.close()
    return label.text()


def test_every_row_is_classified_anew_with_the_other_model(
    qtbot: QtBot, sampled: MainWindow, make_model: MakeModel, model_runs: ModelRuns
) -> None:
    before, ran, listed = logits(sampled), model_runs.count, names(sampled)
    switch(qtbot, sampled, make_model())
    settle(qtbot, sampled, len(before))
    assert names(sampled) == listed
    assert model_runs.count == ran + len(before)
    assert all(old != new for old, new in zip(before, logits(sampled), strict=True))
    switch(qtbot, sampled, shipped_model())
    settle(qtbot, sampled, len(before))
    assert logits(sampled) == before


def test_rows_are_shown_as_waiting_until_the_other_model_has_answered(
    qtbot: QtBot, sampled: MainWindow, make_model: MakeModel, model_runs: ModelRuns
) -> None:
    choose(sampled, "tiger.jpg")
    model_runs.hold()
    switch(qtbot, sampled, make_model())
    assert set(signs(sampled)) == {Sign.WAITING}
    reading = workspace(sampled).reading
    assert (reading.decision.text(), reading.logit.text()) == (Sign.WAITING.word, "–")
    assert workspace(sampled).collection.busy
    model_runs.release()
    settle(qtbot, sampled, len(names(sampled)))
    assert Sign.WAITING not in signs(sampled)
    assert reading.logit.text() == logit_text(logits(sampled)[names(sampled).index("tiger.jpg")])


def test_what_the_old_model_was_still_at_is_never_taken_for_the_new_ones_answer(
    qtbot: QtBot, window: MainWindow, samples: list[Path], make_model: MakeModel, model_runs: ModelRuns
) -> None:
    model_runs.hold()
    window.take_paths([str(path) for path in samples])
    until(qtbot, lambda: model_runs.count > 0)
    switch(qtbot, window, make_model())
    model_runs.release()
    settle(qtbot, window, len(samples))
    mixed = logits(window)
    switch(qtbot, window, make_model("again.model"))
    settle(qtbot, window, len(samples))
    assert logits(window) == mixed


def test_titles_question_answers_and_rule_are_the_new_models(
    qtbot: QtBot, sampled: MainWindow, make_model: MakeModel
) -> None:
    choose(sampled, "drawn-alpaca.jpg")
    switch(qtbot, sampled, make_model())
    settle(qtbot, sampled, len(names(sampled)))
    assert rule(sampled) == RULE
    assert workspace(sampled).controls.threshold.value() == RULE.threshold
    assert sampled.status.model.text().startswith("Model: llama · ")
    assert sampled.welcome.question.text().endswith("is it a llama?")
    assert workspace(sampled).reading.decision.text() in {"Yes, llama", "No, other", "Unsure"}
    assert "Opening" not in sampled.status.currentMessage()


def test_reset_goes_back_to_the_new_models_own_rule(qtbot: QtBot, sampled: MainWindow, make_model: MakeModel) -> None:
    switch(qtbot, sampled, make_model())
    controls = workspace(sampled).controls
    controls.threshold.setValue(3)
    assert rule(sampled) == Rule(3, RULE.band, RULE.temperature)
    click(controls.reset)
    assert rule(sampled) == RULE


def test_the_temperature_changes_probability_and_curve_and_leaves_the_logit_raw(
    qtbot: QtBot, sampled: MainWindow, make_model: MakeModel
) -> None:
    switch(qtbot, sampled, make_model())
    settle(qtbot, sampled, len(names(sampled)))
    choose(sampled, "tiger.jpg")
    logit = logits(sampled)[names(sampled).index("tiger.jpg")]
    probability = 1 / (1 + 2.718281828459045 ** (-logit / RULE.temperature))
    reading = workspace(sampled).reading
    assert reading.logit.text() == logit_text(logit)
    assert float(reading.probability.text()) == pytest.approx(probability, abs=6e-5)
    sampled.menus.copy_reading.trigger()
    copied = QGuiApplication.clipboard().text()
    assert f"logit {logit_text(logit)}, probability {reading.probability.text()}" in copied
    curve = workspace(sampled).curve
    y = float(sigmoid(logit / RULE.temperature))
    until(qtbot, lambda: len(curve._one.data) == 1 and curve._one.data[0]["y"] == pytest.approx(y))


def test_sorting_filter_removed_rows_and_undo_stay(qtbot: QtBot, sampled: MainWindow, make_model: MakeModel) -> None:
    collection, count = workspace(sampled).collection, len(names(sampled))
    choose(sampled, "tiger.jpg")
    press(workspace(sampled).list, Qt.Key.Key_Delete)
    written(qtbot, sampled)
    collection.shown.arrange(Order.LOGIT_UP, Show.NO)
    switch(qtbot, sampled, make_model())
    settle(qtbot, sampled, count - 1)
    assert (collection.shown.order, collection.shown.show) == (Order.LOGIT_UP, Show.NO)
    assert logits(sampled) == sorted(logits(sampled))
    assert set(signs(sampled)) <= {Sign.NO}
    collection.shown.arrange(Order.ADDED, Show.ALL)
    assert "tiger.jpg" not in names(sampled)
    sampled.menus.undo.trigger()
    written(qtbot, sampled)
    settle(qtbot, sampled, count)
    assert "tiger.jpg" in names(sampled)
    again = logits(sampled)
    switch(qtbot, sampled, make_model("again.model"))
    settle(qtbot, sampled, count)
    assert logits(sampled) == again


def test_a_folder_without_pictures_goes_on_saying_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, make_model: MakeModel
) -> None:
    (tmp_path / "empty").mkdir()
    drop(window, files(tmp_path / "empty"))
    settle(qtbot, window, 1)
    choose(window, "empty")
    said = workspace(window).reading.sentence.text()
    switch(qtbot, window, make_model())
    settle(qtbot, window, 1)
    assert workspace(window).reading.sentence.text() == said == "There is no picture in this folder."


def broken(path: Path, how: str) -> Path:
    """Spoil a bundle."""
    if how == "a text":
        path.write_text("not a model")
    elif how == "gone":
        path.unlink()
    else:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        if how == "changed":
            parts["model.tflite"] = parts["model.tflite"][:-1] + b"!"
        else:
            parts["model.json"] = json.dumps({**json.loads(parts["model.json"]), "format": 99}).encode()
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
    return path


@opens_a_dialog
@pytest.mark.parametrize(
    ("how", "word"),
    [("a text", "not a model bundle"), ("gone", "no model at"), ("changed", "hash"), ("newer", "format 99")],
)
def test_a_model_that_cannot_be_opened_leaves_the_old_one_and_says_why(
    qtbot: QtBot, sampled: MainWindow, make_model: MakeModel, how: str, word: str
) -> None:
    before, usual = logits(sampled), rule(sampled)
    sampled.use_model(broken(make_model(), how))
    said = notice(qtbot, sampled)
    assert word in said
    assert "alpaca goes on answering" in said
    assert (logits(sampled), rule(sampled), answering(sampled)) == (before, usual, shipped_model())
    assert sampled.status.model.text().startswith("Model: alpaca")
    switch(qtbot, sampled, make_model())
    settle(qtbot, sampled, len(before))


@opens_a_dialog
def test_the_old_model_goes_on_with_new_pictures_after_another_could_not_be_opened(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.use_model(tmp_path / "gone.model")
    drop(window, files(draw(tmp_path / "a.png")))
    notice(qtbot, window)
    settle(qtbot, window, 1)
    assert signs(window)[0] in {Sign.YES, Sign.NO, Sign.UNSURE}


@opens_a_dialog
def test_opening_another_model_makes_a_window_work_whose_first_could_not_be_opened(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, make_model: MakeModel
) -> None:
    window = open_window(tmp_path / "gone.model")
    notice(qtbot, window)
    drop(window, files(draw(tmp_path / "a.png"), draw(tmp_path / "b.png")))
    until(qtbot, lambda: signs(window) == [Sign.CANCELLED] * 2)
    switch(qtbot, window, make_model())
    settle(qtbot, window, 2)
    assert set(signs(window)) <= {Sign.YES, Sign.NO, Sign.UNSURE}
    assert window.status.model.text().startswith("Model: llama")
    assert window.menus.card.isEnabled()


@opens_a_dialog
def test_a_second_model_that_fails_too_is_told_too(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(tmp_path / "gone.model")
    assert "gone.model" in notice(qtbot, window)
    window.use_model(tmp_path / "away.model")
    said = notice(qtbot, window)
    assert "away.model" in said
    assert "goes on" not in said
    assert window.status.model.text() == "No model"


def test_of_two_models_asked_for_at_once_the_last_answers(
    qtbot: QtBot, sampled: MainWindow, make_model: MakeModel
) -> None:
    count = len(names(sampled))
    first, second = make_model("first.model"), make_model("second.model")
    sampled.use_model(first)
    switch(qtbot, sampled, second)
    settle(qtbot, sampled, count)
    assert sampled.status.model.text().startswith("Model: second")
    assert not workspace(sampled).collection._session.opening()


def test_a_model_asked_for_before_the_window_is_able_to_classify_is_the_first(
    qtbot: QtBot, open_window: OpenWindow, make_model: MakeModel
) -> None:
    window, path = open_window(furnished=False), make_model()
    window.use_model(path)
    until(qtbot, lambda: window.collection is not None and window.collection.bundle is not None)
    assert answering(window) == path


def test_the_window_closes_while_another_model_is_being_opened(
    qtbot: QtBot, sampled: MainWindow, make_model: MakeModel, model_runs: ModelRuns
) -> None:
    model_runs.hold()
    switch(qtbot, sampled, make_model())
    sampled.use_model(make_model("late.model"))
    model_runs.release()
    assert sampled.close()


def test_a_cancelled_row_is_classified_by_the_new_model(
    qtbot: QtBot, window: MainWindow, samples: list[Path], make_model: MakeModel, model_runs: ModelRuns
) -> None:
    model_runs.hold()
    window.take_paths([str(path) for path in samples])
    until(qtbot, lambda: len(names(window)) == len(samples))
    window.menus.cancel.trigger()
    model_runs.release()
    switch(qtbot, window, make_model())
    settle(qtbot, window, len(samples))
    assert Sign.CANCELLED not in signs(window)


def test_a_model_dropped_among_pictures_is_opened_and_the_pictures_go_in(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, make_model: MakeModel
) -> None:
    drop(window, files(draw(tmp_path / "a.png"), make_model("LLAMA.MODEL"), draw(tmp_path / "b.png")))
    until(qtbot, lambda: answering(window) == tmp_path / "LLAMA.MODEL")
    settle(qtbot, window, 2)
    assert names(window) == ["a.png", "b.png"]


def test_of_two_models_dropped_at_once_one_is_taken_and_the_window_says_so(
    qtbot: QtBot, window: MainWindow, make_model: MakeModel
) -> None:
    first, second = make_model("first.model"), make_model("second.model")
    drop(window, files(first, second))
    assert "first.model was taken" in window.status.currentMessage()
    until(qtbot, lambda: answering(window) == first)
    assert names(window) == []


@pytest.mark.parametrize("name", ["theirs.keras", "theirs.h5", "theirs.HDF5", "theirs.tflite"])
def test_a_foreign_model_that_is_dropped_is_brought_in(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    brought: list[Path] = []
    monkeypatch.setattr(window.models, "bring_in", brought.append)
    (tmp_path / name).write_bytes(b"anything")
    drop(window, files(tmp_path / name))
    assert brought == [tmp_path / name]
    assert names(window) == []


@opens_a_dialog
def test_the_menu_opens_a_model(qtbot: QtBot, window: MainWindow, make_model: MakeModel) -> None:
    path = make_model()
    window.menus.open_model.trigger()
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    until(qtbot, lambda: answering(window) == path)


@pytest.mark.parametrize("exact", [True, False])
def test_a_model_without_an_exact_map_says_so_in_one_line(
    qtbot: QtBot, sampled: MainWindow, make_model: MakeModel, exact: bool
) -> None:
    switch(qtbot, sampled, make_model(exact_map=exact))
    note = workspace(sampled).reading.model_note
    assert note.isVisible() is not exact
    assert note.text() == ("" if exact else "This model has no exact map.")
    switch(qtbot, sampled, shipped_model())
    assert not note.isVisible()


def test_the_cards_of_these_tests_differ_from_the_shipped_one() -> None:
    shipped: ModelCard = load_bundle(shipped_model()).card
    assert shipped.rule != RULE
    assert shipped.preprocessing.fit != "crop" or shipped.preprocessing.resampling != "bicubic"


def test_the_line_about_the_map_fits_into_a_small_window_and_is_in_the_tool_tip_of_the_smallest(
    qtbot: QtBot, sampled: MainWindow, make_model: MakeModel
) -> None:
    switch(qtbot, sampled, make_model(exact_map=False))
    settle(qtbot, sampled, len(names(sampled)))
    reading = workspace(sampled).reading
    sampled.resize(760, 620)
    until(qtbot, lambda: sampled.height() == 620 and cut_off(sampled) == [])
    assert reading.model_note.isVisible()
    sampled.resize(sampled.minimumSize())
    until(qtbot, lambda: sampled.size() == sampled.minimumSize() and cut_off(sampled) == [])
    assert reading.model_note.isVisible() or reading.model_note.text() in reading.toolTip()

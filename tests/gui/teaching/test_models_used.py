"""Every model that was ever used is listed with what it has said, and can be chosen again where its file is there."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import ModelBundle, load_bundle, save_bundle
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.models.card_window import CardWindow
from alpaca_gui.gui.teach_commands import TeachCommands
from alpaca_gui.gui.teaching.dialog import TeachDialog
from alpaca_gui.gui.teaching.models_used import known_models
from alpaca_gui.gui.teaching.models_window import ModelsWindow
from alpaca_gui.jobs.remembered import used_model
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.place import taught_models
from tests.gui.conftest import ModelRuns, OpenWindow
from tests.gui.driving import click, settle, until
from tests.gui.teaching.conftest import destroy

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")

OpenModels = Callable[[], ModelsWindow]


@pytest.fixture
def other(tmp_path: Path, bundle: ModelBundle) -> Path:
    """Another model, by its card."""
    path = tmp_path / "of my own.model"
    facts = {"accuracy": {"value": 0.9, "low": 0.8, "high": 0.95}, "n": 1234}
    recipe = {"name": "teach", "taught_from": "alpaca", "labels": 1234}
    card = replace(bundle.card, recipe=recipe, out_of_fold={**bundle.card.out_of_fold, "on_labels": facts})
    save_bundle(path, card, bundle.parts)
    return path


@pytest.fixture
def used(library_path: Path, other: Path, tmp_path: Path) -> dict[str, UsedModel]:
    """Models that the library was used with, beside the one that answers; by their names."""
    mine = used_model(load_bundle(other), None)
    models = [
        mine,
        UsedModel("f" * 64, "gone", tmp_path / "gone.model", "alpaca"),
        UsedModel("e" * 64, "overwritten", other, "alpaca"),
        UsedModel("import:77", "a table.csv", None, "alpaca"),
        UsedModel("d" * 64, "no model\nat all\udcff", tmp_path / "notes.model", "a llama"),
    ]
    (tmp_path / "notes.model").write_text("a shopping list")
    with Library(library_path) as one:
        for model in models:
            one.use_model(model)
    return {model.name: model for model in models}


@pytest.fixture
def open_models(qtbot: QtBot, used: dict[str, UsedModel], collection: Collection) -> Iterator[OpenModels]:
    """Open the window, and wait until the models have been looked at."""
    opened: list[ModelsWindow] = []

    def open_one() -> ModelsWindow:
        window = ModelsWindow(collection)
        opened.append(window)
        window.show()
        until(qtbot, lambda: bool(window.models))
        return window

    yield open_one
    for window in opened:
        window.close()
        destroy(window)


def _choose(window: ModelsWindow, name: str) -> None:
    window.table.setCurrentCell([model.used.name for model in window.models].index(name), 0)


# What is read.


def test_each_model_says_what_it_has_said_and_whether_it_can_be_used(
    library_path: Path, used: dict[str, UsedModel], bundle: ModelBundle, other: Path, tmp_path: Path
) -> None:
    with Library(library_path, write=False) as one:
        found = {model.used.name: model for model in known_models(one, [30], bundle.model_id)}
    assert list(found)[1:] == ["a table.csv", "overwritten", "gone", "of my own", "alpaca"]
    shipped, mine = found["alpaca"], found["of my own"]
    assert (shipped.records, shipped.current, shipped.trouble) == (30, True, "")
    assert shipped.accuracy == f"{100 * bundle.card.out_of_fold['accuracy']:.1f} % of 327 pictures"
    assert (mine.records, mine.current, mine.trouble) == (0, False, "")
    assert (mine.accuracy, mine.taught) == ("90.0 % of 1,234 labels", "alpaca, by 1,234 labels")
    assert found["gone"].trouble.endswith(f"It was at {tmp_path / 'gone.model'}.")
    assert found["overwritten"].trouble.startswith(f"At {other} there is another model now.")
    assert found["a table.csv"].trouble.startswith("These logits were brought in")
    broken = next(iter(found.values()))
    assert "is not a model bundle" in broken.trouble
    assert "\n" not in broken.name


def test_a_card_that_says_little_is_no_obstacle(library_path: Path, bundle: ModelBundle, tmp_path: Path) -> None:
    path = tmp_path / "bare.model"
    odd = {"accuracy": "high", "n": None, "on_labels": {"accuracy": 3}}
    save_bundle(path, replace(bundle.card, out_of_fold=odd, training_data={}, recipe={}), bundle.parts)
    with Library(library_path) as one:
        one.use_model(used_model(load_bundle(path), None))
        (bare, _) = known_models(one, [], "")
    assert (bare.accuracy, bare.taught, bare.trouble) == ("", "", "")


# The window.


def test_the_one_that_answers_is_chosen_and_marked(open_models: OpenModels) -> None:
    window = open_models()
    assert window.chosen is not None
    assert window.chosen.used.name == "alpaca"
    row = [window.table.item(window.table.currentRow(), column) for column in range(2)]
    assert [None if item is None else item.text() for item in row] == ["alpaca · answers now", "30"]
    assert not window.use.isEnabled()
    assert window.card.isEnabled()


def test_another_can_be_chosen_again(qtbot: QtBot, open_models: OpenModels, other: Path) -> None:
    window = open_models()
    _choose(window, "of my own")
    assert str(other) in window.about.text()
    with qtbot.waitSignal(window.open_model) as opened:
        click(window.use)
    assert opened.args == [other]


def test_one_that_is_gone_is_listed_with_the_sentence(open_models: OpenModels) -> None:
    window = open_models()
    for name in ("gone", "overwritten", "a table.csv"):
        _choose(window, name)
        assert window.chosen is not None
        assert window.about.text().startswith(window.chosen.trouble)
        assert not window.use.isEnabled()
        assert not window.card.isEnabled()


def test_its_card_is_shown(qtbot: QtBot, open_models: OpenModels) -> None:
    window = open_models()
    _choose(window, "of my own")
    click(window.card)
    until(qtbot, lambda: bool(window.findChildren(CardWindow)))
    assert "of my own" in window.findChildren(CardWindow)[0].windowTitle()


def test_removed_records_are_nobodys(qtbot: QtBot, open_models: OpenModels, collection: Collection) -> None:
    collection.changes.remove(np.arange(5))
    until(qtbot, lambda: not collection.changes.editing and bool(collection.columns.removed[4]))
    window = open_models()
    assert window.chosen is not None
    assert window.chosen.records == 25


def test_closed_while_it_reads_it_waits_for_the_thread(
    qtbot: QtBot, used: dict[str, UsedModel], collection: Collection
) -> None:
    window = ModelsWindow(collection)
    window.show()
    window.close()
    destroy(window)


# From the main window, with a real lesson.


def test_a_lesson_is_taken_and_the_old_model_chosen_again_without_running_it(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    collection = sampled.collection
    assert collection is not None
    before = collection.columns.logit.copy()
    keys = np.argsort(before)
    collection.changes.set_label(keys[:3], 1)  # as wrong as can be, so that something changes
    collection.changes.set_label(keys[3:], 0)
    until(qtbot, lambda: not collection.changes.editing and bool((collection.columns.label >= 0).all()))
    commands = TeachCommands(sampled)
    commands.teach()
    commands.teach()
    (dialog,) = sampled.findChildren(TeachDialog)
    click(dialog.start.learn)
    until(qtbot, lambda: dialog.pages.currentWidget() is dialog.came)
    panel = dialog.came.panel
    assert panel is not None
    expected = {int(key): float(z) for key, z in zip(panel.model._moves.keys, panel.model._moves.after, strict=True)}
    click(dialog.came.use)
    until(qtbot, lambda: collection.bundle is not None and collection.bundle.name.startswith("alpaca taught 20"))
    settle(qtbot, sampled, before.size)
    for key, logit in expected.items():
        assert collection.columns.logit[key] == pytest.approx(logit, abs=0.02)
    assert not np.allclose(collection.columns.logit, before, atol=0.1)
    assert {collection.columns.models[place][:13] for place in collection.columns.model} == {"alpaca taught"}
    assert [path.name for path in taught_models().glob("*.model")] == [collection.bundle.path.name]  # type: ignore[union-attr]

    runs = model_runs.count
    commands.models_used()
    commands.models_used()
    (window,) = sampled.findChildren(ModelsWindow)
    until(qtbot, lambda: len(window.models) == 2)
    _choose(window, "alpaca")
    click(window.use)
    until(qtbot, lambda: collection.bundle is not None and collection.bundle.name == "alpaca")
    settle(qtbot, sampled, before.size)
    np.testing.assert_array_equal(collection.columns.logit, before)
    assert model_runs.count == runs  # what it had said was remembered
    until(qtbot, lambda: window.chosen is not None and window.chosen.current and not window._reading.busy)
    assert window.chosen is not None
    assert window.chosen.records == before.size


def test_before_the_window_is_furnished_nothing_opens(open_window: OpenWindow) -> None:
    window = open_window(furnished=False)
    commands = TeachCommands(window)
    commands.teach()
    commands.models_used()
    assert not window.findChildren(TeachDialog)
    assert not window.findChildren(ModelsWindow)

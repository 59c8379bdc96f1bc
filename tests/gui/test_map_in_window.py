"""The map over the large picture of the main window, from the menu."""

from functools import partial

from pytestqt.qtbot import QtBot

from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.workspace import Workspace
from tests.gui import driving
from tests.gui.conftest import ModelRuns


def shows(space: Workspace, logit: float) -> bool:
    """Whether the map that lies over the picture is that of a logit."""
    parts = space.view.contributions
    return isinstance(parts, Contributions) and parts.logit == logit


def test_the_menu_lays_the_map_over_whatever_is_chosen(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    space, runs = driving.workspace(sampled), model_runs.count
    assert space.view.contributions is None
    sampled.menus.map.trigger()
    for row in range(3):
        space.views.choose(row)
        driving.until(qtbot, partial(shows, space, driving.logits(sampled)[row]))
    assert model_runs.count > runs
    sampled.menus.map.trigger()
    assert space.view.contributions is None
    runs = model_runs.count
    space.views.choose(5)
    qtbot.wait(100)
    assert model_runs.count == runs

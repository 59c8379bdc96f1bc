"""What the window remembers, and that spoilt settings do no harm."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.gui.theme import DARK, Appearance, current_theme
from alpaca_gui.library.columns import Order
from tests.gui.conftest import OpenWindow
from tests.gui.driving import close_for_good, names, settle, workspace


def test_size_splitter_order_and_appearance_are_as_they_were(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path]
) -> None:
    first = open_window()
    first.resize(780, 640)
    first.take_paths([str(path) for path in samples])
    settle(qtbot, first, len(samples))
    workspace(first).splitter.setSizes([330, 450])
    widths = workspace(first).splitter.sizes()
    first.menus.order_menu.actions()[list(Order).index(Order.LOGIT_DOWN)].trigger()
    order = names(first)
    first.set_appearance(Appearance.DARK)
    first.close()

    second = open_window()
    assert (second.width(), second.height()) == (780, 640)
    assert current_theme() is DARK
    settle(qtbot, second, len(samples))
    assert workspace(second).splitter.sizes() == widths
    assert workspace(second).header.order.currentText() == "Logit, highest first"
    assert names(second) == order


def test_a_window_that_was_never_opened_has_its_usual_looks(open_window: OpenWindow) -> None:
    window = open_window()
    assert window.settings.appearance is Appearance.SYSTEM
    assert workspace(window).collection.shown.order is Order.ADDED
    assert window.settings.folder == ""


@pytest.mark.parametrize("value", ["nonsense", -1, QByteArray(b"\x00\xff" * 40), ["a", "list"], {"a": "map"}, 1e300])
def test_spoilt_values_count_as_not_set(open_window: OpenWindow, value: object) -> None:
    store = QSettings("alpaca-gui", "alpaca-gui")
    for name in ("window/geometry", "window/splitter", "window/appearance", "list/order", "open/folder"):
        store.setValue(name, value)
    store.sync()
    window = open_window()
    assert window.settings.appearance is Appearance.SYSTEM
    assert workspace(window).collection.shown.order is Order.ADDED
    assert window.size().width() >= window.minimumWidth()
    close_for_good(window)
    assert WindowSettings().order == Order.ADDED


def test_a_spoilt_file_does_no_harm(open_window: OpenWindow) -> None:
    path = Path(QSettings("alpaca-gui", "alpaca-gui").fileName())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"[window\ngeometry=@ByteArray(\\x1\n\x00\xff=" + bytes(range(256)))
    assert open_window().settings.appearance is Appearance.SYSTEM

"""The screens that explain, as layouts: nothing is broken in what the pictures in ``docs/screens`` show."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.theme import Appearance
from tests.gui import driving, geometry
from tools.screens import LOOKS, SCREENS, Screen, draw, open_samples, screens

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support propagateSizeHints", "This plugin does not support raise"
)
ALL = screens()
NARROW = QSize(720, 540)


@pytest.fixture
def window(qapp: object, tmp_path: Path) -> Iterator[MainWindow]:
    """A window with the samples."""
    opened = open_samples(tmp_path)
    yield opened
    opened.set_appearance(Appearance.LIGHT)
    driving.close_for_good(opened)


def shown(screen: Screen, window: MainWindow, size: QSize | None = None) -> QWidget:
    widget = draw(screen if size is None else Screen(screen.name, size, screen.show), window)
    widget.grab()
    return widget


@pytest.mark.parametrize("screen", ALL, ids=lambda screen: screen.name)
def test_nothing_is_cut_off_or_lies_over_anything(screen: Screen, window: MainWindow) -> None:
    sizes = (screen.size, NARROW) if not screen.name.startswith("present") else (screen.size,)
    for size in sizes:
        widget = shown(screen, window, size)
        assert geometry.faults(widget) == [], size


@pytest.mark.parametrize("screen", ALL, ids=lambda screen: screen.name)
def test_light_and_dark_are_the_same_layout(screen: Screen, window: MainWindow) -> None:
    layouts = []
    for look in LOOKS:
        window.set_appearance(look)
        layouts.append(geometry.places(shown(screen, window)))
    assert layouts[0] == layouts[1]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", ALL, ids=lambda screen: screen.name)
def test_its_picture_is_there_in_its_size(screen: Screen, look: Appearance) -> None:
    with Image.open(SCREENS / f"{screen.name}-{look.value}.png") as image:
        assert image.size == (screen.size.width(), screen.size.height())


def test_no_picture_is_of_a_screen_that_is_gone() -> None:
    wanted = {f"{screen.name}-{look.value}.png" for screen in ALL for look in LOOKS}
    assert {path.name for path in SCREENS.glob("*.png")} <= wanted


def test_a_label_that_is_cut_off_is_found(qtbot: object) -> None:
    from PySide6.QtWidgets import QLabel

    parent = QWidget()
    label = QLabel("much longer than its room", parent)
    label.setGeometry(0, 0, 20, 20)
    parent.show()
    assert [fault for fault in geometry.faults(parent) if "cut off" in fault]
    label.move(-50, 0)
    assert [fault for fault in geometry.faults(parent) if "outside" in fault]
    second = QLabel("over it", parent)
    second.setGeometry(-45, 0, 200, 20)
    second.show()
    assert [fault for fault in geometry.faults(parent) if "lies over" in fault]
    parent.close()

"""Light and dark are readable by the numbers, follow what was chosen at once, and mean the same."""

from dataclasses import asdict
from functools import partial

import pytest
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.row_delegate import SELECTED_TINT
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import DARK, LIGHT, Appearance, Theme, current_theme
from tests.gui.driving import until, workspace

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
TEXT_RATIO = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA
MENU_LIGHT, MENU_DARK = "Light", "Dark"


def channels(text: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour, each from 0 to 255."""
    colour = QColor(text)
    return colour.red(), colour.green(), colour.blue()


def luminance(text: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (value / 255 for value in channels(text))
    red, green, blue = (p / 12.92 if p <= 0.04045 else float(((p + 0.055) / 1.055) ** 2.4) for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(front: str, back: str, alpha: int) -> str:
    """What a colour of some opacity (0 to 255) looks like over another."""
    pairs = zip(channels(front), channels(back), strict=True)
    return QColor(*(round(f * alpha / 255 + b * (1 - alpha / 255)) for f, b in pairs)).name()


def test_the_ratio_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@BOTH
@pytest.mark.parametrize("name", ["text", "quiet", "accent", "yes", "no", "unsure", "failed"])
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_everything_that_is_read_stands_out_from_its_ground(theme: Theme, name: str, ground: str) -> None:
    values = asdict(theme)
    assert contrast(values[name], values[ground]) >= TEXT_RATIO


@BOTH
@pytest.mark.parametrize("name", ["text", "quiet", "yes", "no", "unsure", "failed"])
def test_everything_on_a_selected_row_stands_out_too(theme: Theme, name: str) -> None:
    selected = mixed(theme.accent, theme.surface, SELECTED_TINT)
    assert contrast(asdict(theme)[name], selected) >= TEXT_RATIO


@BOTH
def test_what_is_marked_stands_out(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent) >= TEXT_RATIO


@BOTH
def test_the_signs_of_the_decisions_have_colours_of_their_own(theme: Theme) -> None:
    decided = {colour(sign, theme).name() for sign in (Sign.YES, Sign.NO, Sign.UNSURE, Sign.FAILED)}
    assert len(decided) == 4


def test_dark_is_darker_than_light() -> None:
    assert luminance(DARK.window) < luminance(LIGHT.window)
    assert DARK.dark
    assert not LIGHT.dark


def choose_appearance(window: MainWindow, entry: str) -> None:
    """Choose an entry of the menu View, Appearance."""
    for menu in window.menuBar().findChildren(type(window.menus.order_menu)):
        for action in menu.actions():
            if action.text().replace("&", "") == entry and isinstance(action.data(), str):
                action.trigger()
                return
    raise LookupError(entry)


def wears(window: MainWindow, theme: Theme) -> bool:
    """Whether the window's ground has the colour of a theme."""
    return bool(window.palette().color(QPalette.ColorRole.Window) == QColor(theme.window))


def test_choosing_light_and_dark_changes_the_window_at_once(qtbot: QtBot, sampled: MainWindow) -> None:
    for entry, theme in ((MENU_DARK, DARK), (MENU_LIGHT, LIGHT)):
        choose_appearance(sampled, entry)
        assert current_theme() is theme
        until(qtbot, partial(wears, sampled, theme))
        picture = sampled.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, picture.height() - 2) == QColor(theme.window)
        reading = workspace(sampled).reading.decision
        sign = workspace(sampled).reading.shape.sign
        assert reading.palette().color(QPalette.ColorRole.WindowText) == colour(sign, theme)
        plot = workspace(sampled).curve.plot
        assert plot.grab().toImage().pixelColor(1, 1) == QColor(theme.surface)


@pytest.mark.parametrize(
    ("entry", "appearance"),
    [(MENU_DARK, Appearance.DARK), (MENU_LIGHT, Appearance.LIGHT), ("As the system", Appearance.SYSTEM)],
)
def test_the_choice_is_kept(window: MainWindow, entry: str, appearance: Appearance) -> None:
    choose_appearance(window, MENU_LIGHT)
    choose_appearance(window, entry)
    assert window.settings.appearance is appearance

"""Light and dark are readable by the numbers, follow what was chosen at once, and mean the same."""

from dataclasses import asdict

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


def luminance(text: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = []
    for value in QColor(text).getRgbF()[:3]:  # type: ignore[index]  # PySide types it as an object
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(front: str, back: str, alpha: int) -> str:
    """What a colour of some opacity (0 to 255) looks like over another."""
    pairs = zip(QColor(front).toTuple()[:3], QColor(back).toTuple()[:3], strict=True)  # type: ignore[attr-defined]
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


def test_choosing_light_and_dark_changes_the_window_at_once(qtbot: QtBot, sampled: MainWindow) -> None:
    for entry, theme in ((MENU_DARK, DARK), (MENU_LIGHT, LIGHT)):
        choose_appearance(sampled, entry)
        assert current_theme() is theme
        until(qtbot, lambda ground=QColor(theme.window): sampled.palette().window().color() == ground)
        picture = sampled.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, picture.height() - 2) == QColor(theme.window)
        reading = workspace(sampled).reading.decision
        sign = workspace(sampled).reading.shape.sign
        assert reading.palette().color(QPalette.ColorRole.WindowText) == colour(sign, theme)
        plot = workspace(sampled).curve.plot
        assert plot.grab().toImage().pixelColor(1, 1) == QColor(theme.surface)


def test_the_choice_is_for_all_that_is_opened_later(qtbot: QtBot, window: MainWindow) -> None:
    choose_appearance(window, MENU_DARK)
    assert window.settings.appearance is Appearance.DARK
    choose_appearance(window, "As the system")
    assert window.settings.appearance is Appearance.SYSTEM

"""Colours of the window, light and dark: two palettes of our own, so that every platform shows the same contrast."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


class Appearance(StrEnum):
    """What a person chose: as the system has it, or always light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by their meaning. Yes and no are blue and orange, which all kinds of colour vision tell apart.

    ``line`` parts one thing from another; ``outline`` is around what can be ticked, and has to be seen.
    """

    dark: bool
    window: str
    surface: str
    text: str
    quiet: str
    line: str
    outline: str
    accent: str
    on_accent: str
    yes: str
    no: str
    unsure: str
    failed: str


LIGHT = Theme(
    dark=False,
    window="#f4f4f1",
    surface="#ffffff",
    text="#1f2124",
    quiet="#5c6066",
    line="#d5d5d0",
    outline="#7a7e84",
    accent="#2459b3",
    on_accent="#ffffff",
    yes="#0a6aa6",
    no="#a84b00",
    unsure="#6a5a8c",
    failed="#a3242c",
)
DARK = Theme(
    dark=True,
    window="#1d1f22",
    surface="#26282c",
    text="#ececea",
    quiet="#a9adb3",
    line="#3d4046",
    outline="#84898f",
    accent="#86b1ff",
    on_accent="#14161a",
    yes="#63b8ee",
    no="#f2a35e",
    unsure="#bcaee0",
    failed="#f48f92",
)


def current_theme() -> Theme:
    """Give the theme that the application's palette shows now."""
    return DARK if QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def apply_appearance(app: QApplication, appearance: Appearance) -> None:
    """Dress the application; with `Appearance.SYSTEM` as the system has it at this moment."""
    system_dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    dark = system_dark if appearance is Appearance.SYSTEM else appearance is Appearance.DARK
    app.setPalette(_palette(DARK if dark else LIGHT))


def _palette(theme: Theme) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette(QColor(theme.window))
    colours = {
        role.Window: theme.window,
        role.Base: theme.surface,
        role.AlternateBase: theme.window,
        role.Button: theme.surface,
        role.ToolTipBase: theme.surface,
        role.WindowText: theme.text,
        role.Text: theme.text,
        role.ButtonText: theme.text,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.Accent: theme.accent,
        role.Mid: theme.line,
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, QColor(theme.quiet))
    return palette

"""Where windows are measured: on the display, or without one where there is none."""

import os
from collections.abc import Mapping

from alpaca_gui.cli.display import why_no_display


def display_settings() -> dict[str, str]:
    """Give what a child that shows a window needs in its environment."""
    return {"QT_QPA_PLATFORM": "offscreen"} if why_no_display() is not None else {}


def platform_name(settings: Mapping[str, str]) -> str:
    """Name of the Qt platform that the settings lead to."""
    return settings.get("QT_QPA_PLATFORM") or os.environ.get("QT_QPA_PLATFORM") or "the system's own"


def display_note(settings: Mapping[str, str], *keys: str) -> dict[str, str]:
    """Say of ``keys`` that they were measured without a display, where that is so."""
    name = platform_name(settings)
    return dict.fromkeys(keys, f"Without a display: Qt's {name} platform.") if name == "offscreen" else {}

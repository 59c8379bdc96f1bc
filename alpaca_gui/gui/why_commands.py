"""What the entries of the menu Why do: each opens a window beside the main one, or shows the one that is open."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from alpaca_gui.gui.beside import bring_to_front, open_one

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow
    from alpaca_gui.gui.why.why_window import WhyWindow


class WhyCommands(QObject):
    """One method a command."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def why(self) -> None:
        """Show why the chosen picture has its logit."""
        self.show_panel("")

    def show_panel(self, name: str) -> None:
        """Open the window that shows why, at a panel; at the one that was looked at last where no name is given."""
        from alpaca_gui.gui.why.why_window import WhyWindow  # noqa: PLC0415 - a window is on the screen before it

        collection = self._window.collection
        if collection is None:
            return
        window = open_one(self._window, WhyWindow)
        if window is None:
            window = WhyWindow(collection, self._window)
        if name:
            window.show_panel(name)
        bring_to_front(window)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Let the window that shows why go with the row that is chosen."""
        window = self._open_window()
        if window is not None and self._window.workspace is not None:
            window.follow(self._window.workspace.views.current_key())

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        window = self._open_window()
        if window is not None:
            window.restyle()

    def _open_window(self) -> WhyWindow | None:
        loaded = sys.modules.get("alpaca_gui.gui.why.why_window")  # not loaded only to find that it is not open
        return None if loaded is None else open_one(self._window, loaded.WhyWindow)

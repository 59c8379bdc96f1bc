"""What the entries of the menu Why do: each opens a window beside the main one, or shows the one that is open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Slot

from alpaca_gui.gui.beside import bring_to_front, open_one
from alpaca_gui.gui.warming import Warming

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow
    from alpaca_gui.gui.why.why_window import WhyWindow

_FOLLOWERS: Final = {
    "alpaca_gui.gui.why.why_window": "WhyWindow",
    "alpaca_gui.gui.present.present_window": "PresentWindow",
    "alpaca_gui.gui.lesson.lesson_window": "LessonWindow",
}
"""Modules and classes of the windows that go with the chosen row."""


class Follower(Protocol):
    """A window that shows the row that is chosen."""

    def follow(self, key: int) -> None:
        """Show a row."""

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""


class WhyCommands(QObject):
    """One method a command."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.warming = Warming(_modules, self)

    @Slot()
    def warm(self) -> None:
        """Load what these windows are made of, beside the main one."""
        self.warming.begin()

    def close(self) -> None:
        """Load no more."""
        self.warming.close()

    @Slot()
    def why(self) -> None:
        """Show why the chosen picture has its logit."""
        self.show_panel("")

    @Slot()
    def save_card(self) -> None:
        """Write the verdict card of the chosen picture."""
        window = self.show_panel("")
        if window is not None:
            window.save_card()

    @Slot()
    def look_closer(self) -> None:
        """Look at the chosen picture part by part."""
        self.show_panel("closer")

    def show_panel(self, name: str) -> WhyWindow | None:
        """Open the window that shows why, at a panel; at the one that was looked at last where no name is given."""
        from alpaca_gui.gui.why.why_window import WhyWindow  # noqa: PLC0415 - a window is on the screen before it

        collection = self._window.collection
        if collection is None:
            return None
        window = open_one(self._window, WhyWindow)
        if window is None:
            window = WhyWindow(collection, self._window, name)
            window.chosen.connect(self.choose)
            window.addActions(self._window.menus.for_explaining)
        elif name:
            window.show_panel(name)
        bring_to_front(window)
        self.follow()
        return window

    @Slot(int)
    def choose(self, key: int) -> None:
        """Choose a picture that is like the one that is explained."""
        if self._window.workspace is not None:
            self._window.workspace.choose_key(key)

    @Slot()
    def present(self) -> None:
        """Show the chosen picture to a room: on another screen where there is one."""
        from alpaca_gui.gui.present.present_window import PresentWindow, other_screen  # noqa: PLC0415 - as above

        collection, workspace = self._window.collection, self._window.workspace
        if collection is None or workspace is None:
            return
        window = open_one(self._window, PresentWindow)
        if window is None:
            window = PresentWindow(collection, self._window)
            window.step_asked.connect(workspace.views.step)
            window.addActions(self._window.menus.for_stepping)  # not F11, with which this one is left
        window.show_on(other_screen(self._window))
        window.activateWindow()
        self.follow()

    @Slot()
    def lesson(self) -> None:
        """Open the lesson around the chosen picture."""
        from alpaca_gui.gui.lesson.lesson_window import LessonWindow  # noqa: PLC0415 - as above

        collection = self._window.collection
        if collection is None:
            return
        window = open_one(self._window, LessonWindow)
        if window is None:
            window = LessonWindow(collection, self._window)
            window.addActions(self._window.menus.for_explaining)
        bring_to_front(window)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Let the windows that show one picture go with the row that is chosen."""
        workspace = self._window.workspace
        for window in self._followers():
            if workspace is not None:
                window.follow(workspace.views.current_key())

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        for window in self._followers():
            window.restyle()

    def _followers(self) -> list[Follower]:
        """The windows that are open; none is loaded only to find that it is not."""
        modules = [(sys.modules.get(module), name) for module, name in _FOLLOWERS.items()]
        kinds = [getattr(module, name, None) for module, name in modules]  # one that is being loaded has no class yet
        found = [open_one(self._window, kind) for kind in kinds if kind is not None]
        return [window for window in found if window is not None]


def _modules() -> Iterator[str]:
    """What has to be imported before any of the windows, and any of the panels, can be shown."""
    yield from _FOLLOWERS
    from alpaca_gui.gui.why.panels import KINDS  # noqa: PLC0415 - loaded beside the window

    for kind in KINDS:
        yield kind.path

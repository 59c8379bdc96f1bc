"""What the window shows: the welcome while there are no pictures, the workspace once there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from alpaca_gui.gui.welcome import Welcome

if TYPE_CHECKING:
    from alpaca_gui.gui.workspace import Workspace


class Pages(QStackedWidget):
    """Turns from one to the other; there is no workspace before the window is furnished.

    Attributes
    ----------
    welcome
        The page without pictures.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.welcome = Welcome()
        self.addWidget(self.welcome)
        self._workspace: Workspace | None = None
        self._with_pictures = False

    def hold(self, workspace: Workspace) -> None:
        """Have a workspace to turn to; what is shown stays."""
        self._workspace = workspace
        self.addWidget(workspace)

    def let_go(self) -> None:
        """Turn to the welcome, and have no workspace any more; it is the caller's to delete."""
        if self._workspace is not None:
            self.removeWidget(self._workspace)
        self._workspace, self._with_pictures = None, False
        self._turn()

    def show_pictures(self, there: bool, *, soon: bool) -> None:
        """Turn to the page for pictures, or for none.

        Parameters
        ----------
        there
            Whether there are pictures.
        soon
            Whether the page is turned by itself a moment later: filling the list has taken its time already.
        """
        if there == self._with_pictures:
            return
        self._with_pictures = there
        if soon:
            QTimer.singleShot(0, self, self._turn)
        else:
            self._turn()

    @Slot()
    def _turn(self) -> None:
        if self._workspace is None or not self._with_pictures:
            self.setCurrentWidget(self.welcome)
            return
        self._workspace.appear()
        self.setCurrentWidget(self._workspace)
        self._workspace.views.focus()

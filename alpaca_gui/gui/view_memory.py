"""How the pictures are shown, remembered from one sitting to the next: widths, order, view and histogram."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alpaca_gui.gui.menus import Menus
    from alpaca_gui.gui.settings import WindowSettings
    from alpaca_gui.gui.workspace import Workspace


class ViewMemory:
    """Restores what `keep` has kept; the menus show it too.

    Parameters
    ----------
    settings
        Where it is kept.
    menus
        Where it can be chosen.
    """

    def __init__(self, settings: WindowSettings, menus: Menus) -> None:
        self._settings = settings
        self._menus = menus

    def restore(self, workspace: Workspace) -> None:
        """Show the pictures as in the sitting before."""
        from alpaca_gui.gui.record_views import ViewKind  # noqa: PLC0415 - loaded beside the window

        workspace.splitter.restoreState(self._settings.splitter)
        workspace.arranging.restore(self._settings.order)
        self._menus.histogram.setChecked(self._settings.histogram)
        kind = self._settings.view or ViewKind.LIST
        for action in self._menus.view_group.actions():
            action.setChecked(action.data() == kind)
        if kind in set(ViewKind):
            workspace.views.show_kind(ViewKind(kind))

    def keep(self, workspace: Workspace) -> None:
        """Remember how they are shown now."""
        self._settings.splitter = workspace.splitter.saveState()
        self._settings.order = workspace.collection.shown.order.value
        self._settings.view = workspace.views.kind.value
        self._settings.histogram = self._menus.histogram.isChecked()

"""What the entries Model > Learn from the labels and Model > Models used do."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow

Kind = TypeVar("Kind", bound=QWidget)


class TeachCommands(QObject):
    """One method a command; each opens a window beside the main one, or shows the one that is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def teach(self) -> None:
        """Let the model learn from the labels."""
        from alpaca_gui.gui.teaching.dialog import TeachDialog  # noqa: PLC0415 - a window is on the screen before it

        collection = self._window.collection
        if collection is None or collection.bundle is None:
            return
        dialog = _open(self._window, TeachDialog)
        if dialog is None:
            dialog = TeachDialog(collection, self._window)
            dialog.open_model.connect(self._window.models.use_model)
        _show(dialog)

    @Slot()
    def models_used(self) -> None:
        """List the models that were ever used."""
        from alpaca_gui.gui.teaching.models_window import ModelsWindow  # noqa: PLC0415

        collection = self._window.collection
        if collection is None:
            return
        models = _open(self._window, ModelsWindow)
        if models is None:
            models = ModelsWindow(collection, self._window)
            models.open_model.connect(self._window.models.use_model)
        _show(models)


def _open(window: QWidget, kind: type[Kind]) -> Kind | None:
    """Give the window of a kind that is open; one that is closed may not be gone yet."""
    return next((one for one in window.findChildren(kind) if one.isVisible()), None)


def _show(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()

"""What the entries Model > Learn from the labels and Model > Models used do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from alpaca_gui.gui.beside import bring_to_front, open_one

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow


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
        dialog = open_one(self._window, TeachDialog)
        if dialog is None:
            dialog = TeachDialog(collection, self._window)
            dialog.open_model.connect(self._window.models.use_model)
        bring_to_front(dialog)

    @Slot()
    def models_used(self) -> None:
        """List the models that were ever used."""
        from alpaca_gui.gui.teaching.models_window import ModelsWindow  # noqa: PLC0415

        collection = self._window.collection
        if collection is None:
            return
        models = open_one(self._window, ModelsWindow)
        if models is None:
            models = ModelsWindow(collection, self._window)
            models.open_model.connect(self._window.models.use_model)
        bring_to_front(models)

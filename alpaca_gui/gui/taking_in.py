"""What the window takes in, named, dropped or pasted: pictures are classified, a model is opened or brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, Slot

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow
    from alpaca_gui.jobs.intake import Item

_NOTHING: Final = "There is no picture, path or address in it."


class TakingIn(QObject):
    """Takes in what a person brings; what comes before the window is furnished waits until then."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: list[str] = []

    def take_paths(self, paths: list[str]) -> None:
        """Take files, folders and addresses."""
        self._waiting += paths
        if self._window.collection is not None:
            self.take_waiting()

    def take_waiting(self) -> None:
        """Take what has waited, now that there is a collection."""
        from alpaca_gui.jobs.intake import from_text  # noqa: PLC0415 - loaded beside the window

        paths, self._waiting = self._waiting, []
        self._take([from_text(path) for path in paths])

    @Slot(QMimeData)
    def take_drop(self, mime: QMimeData) -> None:
        """Take what was dropped on the window."""
        self.take_mime(mime, "dropped picture")

    def take_mime(self, mime: QMimeData, label: str) -> None:
        """Take what a drop or the clipboard holds; say so where that is nothing.

        Parameters
        ----------
        label
            What a picture is called that has no name of its own.
        """
        self._window.furnish()
        from alpaca_gui.gui.mime import items_in  # noqa: PLC0415 - loaded beside the window

        items = items_in(mime, label)
        if items:
            self._take(items)
        else:
            self._window.say(_NOTHING)

    def _take(self, items: list[Item]) -> None:
        """Classify pictures; a model among them is opened or brought in."""
        from alpaca_gui.gui.mime import models_and_pictures  # noqa: PLC0415 - loaded beside the window
        from alpaca_gui.imaging.source import printable  # noqa: PLC0415

        models, pictures = models_and_pictures(items)
        if pictures and self._window.collection is not None:
            self._window.collection.work.add(pictures)
        if models:
            self._window.models.take_model(models[0])
        if len(models) > 1:
            taken = printable(models[0].name)
            self._window.say(f"One model answers at a time: {taken} was taken, the others were not.")

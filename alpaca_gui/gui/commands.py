"""What the menu entries and buttons of the window do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from alpaca_gui.gui.theme import Appearance
from alpaca_gui.resources import shipped_samples

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow

FREE_PHOTOGRAPHS: Final = "https://commons.wikimedia.org/wiki/Category:Alpacas"
_FILTER: Final = (
    "Pictures (*.jpg *.jpeg *.jfif *.png *.webp *.avif *.heic *.heif *.hif *.tif *.tiff *.bmp *.gif);;All files (*)"
)


class WindowCommands(QObject):
    """One method a command; those that need pictures do nothing where there are none."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def open_pictures(self) -> None:
        """Choose files."""
        dialog = self._dialog("Open pictures", QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_FILTER)
        dialog.open()

    @Slot()
    def open_folder(self) -> None:
        """Choose a folder."""
        dialog = self._dialog("Open folder", QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.open()

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._window.settings.folder)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._on_files)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    @Slot(list)
    def _on_files(self, files: list[str]) -> None:
        self._window.settings.folder = str(Path(files[0]).parent)
        self._window.take_paths(files)

    @Slot()
    def try_samples(self) -> None:
        """Classify the pictures that come with the program."""
        self._window.take_paths([str(shipped_samples())])

    @Slot()
    def find_on_web(self) -> None:
        """Open the browser where there are freely licensed photographs to drag in from."""
        QDesktopServices.openUrl(QUrl(FREE_PHOTOGRAPHS))

    @Slot()
    def paste(self) -> None:
        """Take in what is on the clipboard."""
        held = QGuiApplication.clipboard().mimeData() or QMimeData()  # None where the clipboard is empty
        self._window.take_mime(held, "pasted picture")

    @Slot()
    def copy_reading(self) -> None:
        """Put the selected rows' readings on the clipboard."""
        if self._window.workspace is not None and (text := self._window.workspace.readings()):
            QGuiApplication.clipboard().setText(text)
            self._window.say("The reading is on the clipboard.")

    @Slot()
    def select_all(self) -> None:
        """Select all rows that are shown."""
        if self._window.workspace is not None:
            self._window.workspace.views.select_all()

    @Slot()
    def remove(self) -> None:
        """Take the selected rows off the list; the files stay."""
        if self._window.workspace is not None:
            self._window.workspace.remove_selected()

    @Slot()
    def clear(self) -> None:
        """Take all rows off the list; the files stay."""
        if self._window.collection is not None:
            self._window.collection.changes.remove(self._window.collection.columns.present())

    @Slot()
    def undo(self) -> None:
        """Take the last change back: a label, a removal, threshold or band."""
        if self._window.collection is not None:
            self._window.collection.changes.undo()

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        if self._window.collection is not None:
            self._window.collection.changes.redo()

    @Slot()
    def cancel(self) -> None:
        """Give up what has not been classified yet."""
        if self._window.collection is not None:
            self._window.collection.work.cancel()

    @Slot()
    def resume(self) -> None:
        """Classify what was cancelled."""
        if self._window.collection is not None:
            self._window.collection.work.resume()

    @Slot()
    def show_in_folder(self) -> None:
        """Open the folder of the chosen picture in the system's file manager."""
        if self._window.workspace is not None and (folder := self._window.workspace.chosen_folder()):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    @Slot()
    def next_picture(self) -> None:
        """Choose the row below."""
        if self._window.workspace is not None:
            self._window.workspace.views.step(1)

    @Slot()
    def previous_picture(self) -> None:
        """Choose the row above."""
        if self._window.workspace is not None:
            self._window.workspace.views.step(-1)

    @Slot()
    def find(self) -> None:
        """Go to the filter."""
        if self._window.workspace is not None:
            self._window.workspace.header.filter.edit.setFocus()
            self._window.workspace.header.filter.edit.selectAll()

    def show_view(self, kind: str) -> None:
        """Show the pictures as a list, a table or a grid."""
        if self._window.workspace is not None:
            from alpaca_gui.gui.record_views import ViewKind  # noqa: PLC0415 - loaded beside the window

            self._window.workspace.show_view(ViewKind(kind))

    @Slot(bool)
    def show_histogram(self, shown: bool) -> None:
        """Show or hide the histogram of logits."""
        if self._window.workspace is not None:
            self._window.workspace.show_histogram(shown)

    @Slot(bool)
    def show_map(self, shown: bool) -> None:
        """Lay the exact map over the large picture, or take it off."""
        if self._window.workspace is not None:
            self._window.workspace.show_map(shown)

    def set_appearance(self, appearance: Appearance) -> None:
        """Show the window light, dark, or as the system."""
        self._window.set_appearance(appearance)

    @Slot()
    def explain_logit(self) -> None:
        """Explain the logit."""
        from alpaca_gui.gui.notices import LOGIT_TEXT  # noqa: PLC0415

        self.show_notice("What is a logit?", LOGIT_TEXT)

    @Slot()
    def about(self) -> None:
        """Tell what the program is."""
        from alpaca_gui.gui.notices import ABOUT_TEXT  # noqa: PLC0415

        self.show_notice("About Alpaca", ABOUT_TEXT)

    @Slot()
    def quit(self) -> None:
        """Leave."""
        self._window.close()

    def show_notice(self, title: str, text: str) -> None:
        """Show a text beside the window."""
        from alpaca_gui.gui.notices import Notice  # noqa: PLC0415

        Notice(title, text, self._window).show()

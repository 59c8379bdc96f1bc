"""What the entries of the menu Library do that concern files: make and open libraries, export, bring logits in.

What they need is imported when it is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from alpaca_gui.gui.choosing import choose_file
from alpaca_gui.gui.library_window import LibraryChange

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow

_SUFFIX: Final = ".library"
_LIBRARIES: Final = f"Libraries (*{_SUFFIX});;All files (*)"
_TABLES: Final = "Tables (*.csv *.tsv *.txt *.parquet *.pq);;All files (*)"


class LibraryFileCommands(QObject):
    """One method a command; none does anything before the window is furnished."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.change = LibraryChange(window)
        self.change.changed.connect(self._on_changed)
        self.change.same.connect(self._on_same)
        self.change.refused.connect(self._on_refused)
        self.change.only_readable.connect(self._on_only_readable)

    # Libraries.

    @Slot()
    def new_library(self) -> None:
        """Choose a name, and go on with a new library."""
        dialog = QFileDialog(self._window, "New library", self._window.settings.folder)
        dialog.setNameFilter(_LIBRARIES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is replaced: what is there is refused
        dialog.setDefaultSuffix(_SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self._on_new)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def open_library(self) -> None:
        """Choose a library, and go on with it."""
        choose_file(self._window, "Open library", self._window.settings.folder, _LIBRARIES, self._on_open)

    @Slot(str)
    def _on_new(self, file: str) -> None:
        self.change.make(Path(file))

    @Slot(str)
    def _on_open(self, file: str) -> None:
        self.use_library(Path(file))

    def use_library(self, path: Path) -> None:
        """Go on with the library at ``path``, unless it is the one that is open."""
        collection = self._window.collection
        if collection is None:
            return
        self._window.say(f"Opening {_shown(path)}…")
        self.change.open(path, than=collection.library.path if collection.library.write else None)

    def fill_recent(self, menu: QMenu) -> None:
        """Fill a menu with the libraries that were opened last."""
        menu.clear()
        for path in self._window.settings.recent_libraries:
            action = menu.addAction(_shown(path).replace("&", "&&"))
            action.setToolTip(str(path.parent))
            action.triggered.connect(_Opening(self, path))
        menu.setEnabled(not menu.isEmpty())

    @Slot(object)
    def _on_changed(self, path: Path) -> None:
        self._window.settings.remember_library(path.absolute())
        self._window.say(f"{_shown(path)} is open.")

    @Slot(object)
    def _on_same(self, path: Path) -> None:
        self._window.say(f"{_shown(path)} is open already.")

    @Slot(str, object, bool)
    def _on_refused(self, sentence: str, path: Path, gone: bool) -> None:
        if gone:
            self._window.settings.forget_library(path)
        self._window.status.clearMessage()
        self._window.commands.show_notice("The library cannot be opened", f"{sentence}\n\n{self._stays}")

    @Slot(str, object)
    def _on_only_readable(self, sentence: str, path: Path) -> None:
        from alpaca_gui.gui.question import Question  # noqa: PLC0415

        self._window.status.clearMessage()
        asking = Question(self._window, f"{sentence}\n\nOpen it to look at it only?", "&Look at it", "&Stay here")
        asking.agreed.connect(_Opening(self, path, write=False))
        asking.open()

    @property
    def _stays(self) -> str:
        collection = self._window.collection
        return "" if collection is None else f"The library {_shown(collection.library.path)} stays open."

    # Records.

    @Slot()
    def export(self) -> None:
        """Take the pictures that are shown or chosen out of the library."""
        workspace = self._window.workspace
        if workspace is None:
            return
        from alpaca_gui.gui.taking_out.dialog import ExportDialog  # noqa: PLC0415

        collection = workspace.collection
        shown, chosen = collection.item_model.keys, workspace.views.selected_keys()
        _show(ExportDialog(collection, shown, chosen, self._window, folder=self._window.settings.folder))

    @Slot()
    def import_logits(self) -> None:
        """Choose a table of logits that were made elsewhere."""
        if self._window.collection is None:
            return
        choose_file(self._window, "Bring in logits", self._window.settings.folder, _TABLES, self._on_table)

    @Slot(str)
    def _on_table(self, file: str) -> None:
        self.bring_in(Path(file))

    def bring_in(self, table: Path) -> None:
        """Show what a table of logits says, and offer to bring it in."""
        from alpaca_gui.gui.bringing_in.dialog import ImportLogitsDialog  # noqa: PLC0415

        if self._window.collection is not None:
            _show(ImportLogitsDialog(self._window.collection, table, self._window))

    def close(self) -> None:
        """Give up what is being opened."""
        self.change.close()


class _Opening:
    """Opens one library; an object, since a lambda would hold the window."""

    def __init__(self, commands: LibraryFileCommands, path: Path, *, write: bool = True) -> None:
        self._commands, self._path, self._write = commands, path, write

    def __call__(self, *_: object) -> None:
        if self._write:
            self._commands.use_library(self._path)
        else:
            self._commands.change.open(self._path, write=False)


def _shown(path: Path) -> str:
    from alpaca_gui.imaging.source import printable  # noqa: PLC0415 - loaded beside the window

    return printable(path.name)


def _show(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()

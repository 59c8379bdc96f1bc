"""The window: a shell that appears before anything heavy is loaded, and wires its parts together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from alpaca_gui.gui.collection_news import CollectionNews
from alpaca_gui.gui.commands import WindowCommands
from alpaca_gui.gui.drop_overlay import DropOverlay
from alpaca_gui.gui.library_commands import LibraryCommands
from alpaca_gui.gui.library_file_commands import LibraryFileCommands
from alpaca_gui.gui.loading import Loading
from alpaca_gui.gui.menus import Commands, Menus
from alpaca_gui.gui.model_commands import ModelCommands
from alpaca_gui.gui.pages import Pages
from alpaca_gui.gui.placing import room_for, size_on_screen
from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.gui.status import Status
from alpaca_gui.gui.taking_in import TakingIn
from alpaca_gui.gui.teach_commands import TeachCommands
from alpaca_gui.gui.theme import Appearance, apply_appearance
from alpaca_gui.gui.view_memory import ViewMemory
from alpaca_gui.gui.welcome import Welcome
from alpaca_gui.gui.why_commands import WhyCommands

if TYPE_CHECKING:
    from alpaca_gui.gui.collection import Collection
    from alpaca_gui.gui.workspace import Workspace
    from alpaca_gui.jobs.opening import OpenedLibrary

_MESSAGE_MS: Final = 6000


class MainWindow(QMainWindow):
    """The window of the program; `furnished` tells that it has become able to classify.

    Parameters
    ----------
    model
        Path of the model bundle; None for the one that the library was used with last, or the shipped one.
    library
        Path of the library; None for the default one.
    """

    furnished = Signal()

    def __init__(self, model: Path | None, library: Path | None = None) -> None:
        super().__init__()
        self._model = model
        self._loading = Loading(library, self)
        self.workspace: Workspace | None = None
        self.settings = WindowSettings()
        self.setWindowTitle("Alpaca")
        self.setMinimumSize(600, 300)
        size_on_screen(self, 1120, 780)
        self.restoreGeometry(self.settings.geometry)
        self.commands = WindowCommands(self)
        self.models = ModelCommands(self)
        self.library = LibraryCommands(self)
        self.library_files = LibraryFileCommands(self)
        self.teaching = TeachCommands(self)
        self.why = WhyCommands(self)
        commands = Commands(self.commands, self.library, self.library_files, self.models, self.teaching, self.why)
        self.menus = Menus(self, commands, self.settings.appearance)
        self._view_memory = ViewMemory(self.settings, self.menus)
        self._news = CollectionNews(self)
        self._taking_in = TakingIn(self)
        self.pages = Pages()
        self.setCentralWidget(self.pages)
        self.status = Status()
        self.setStatusBar(self.status)
        self.overlay = DropOverlay(self, _holds_something)
        self.overlay.dropped.connect(self._taking_in.take_drop)
        self.welcome.open_pictures.connect(self.commands.open_pictures)
        self.welcome.open_folder.connect(self.commands.open_folder)
        self.welcome.try_samples.connect(self.commands.try_samples)
        self.status.cancel.clicked.connect(self.commands.cancel)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_colours)
        self._loading.loaded.connect(self.furnish)
        self.menus.update(None, None)

    @property
    def collection(self) -> Collection | None:
        """The pictures; None before the window is furnished."""
        return None if self.workspace is None else self.workspace.collection

    @property
    def welcome(self) -> Welcome:
        """What is shown while there are no pictures."""
        return self.pages.welcome

    def take_paths(self, paths: list[str]) -> None:
        """Classify files, folders and addresses named on the command line."""
        self._taking_in.take_paths(paths)

    def take_mime(self, mime: QMimeData, label: str) -> None:
        """Classify what a drop or the clipboard holds; ``label`` is what a picture without a name is called."""
        self._taking_in.take_mime(mime, label)

    def use_model(self, path: Path) -> None:
        """Answer with another bundle from now on; what is in the list is classified anew."""
        if self.collection is None:
            self._model = path
        else:
            self.say(f"Opening {_shown(path)}…")
            self.collection.work.use_model(path)

    def use_library(self, opened: OpenedLibrary, model: Path | None = None) -> None:
        """Go on with another library; what waits in the one before goes on when that is opened again.

        Parameters
        ----------
        opened
            It, already open; the window closes it.
        model
            The bundle that answers; None for the one that the library was used with last.
        """
        self._leave()
        gone, self.workspace = self.workspace, None
        self.pages.let_go()
        if gone is not None:
            gone.collection.deleteLater()
            gone.deleteLater()
        self.status.model.clear()
        self._model = model
        self._loading.hold(opened)
        self.furnish()

    def say(self, message: str) -> None:
        """Show a sentence in the status bar for a while."""
        self.status.showMessage(message, _MESSAGE_MS)

    # Loading: the window is on the screen first; what it works with is imported beside it.

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to load what the window works with, once it is on the screen."""
        super().showEvent(event)
        if self.workspace is None:
            self._loading.begin()

    @Slot()
    def furnish(self) -> None:
        """Build what the window works with, after waiting for it to be loaded where that is still going on."""
        if self.workspace is not None:
            return
        opened = self._loading.take()
        from alpaca_gui.gui.collection import Collection  # noqa: PLC0415 - loaded beside the window
        from alpaca_gui.gui.workspace import Workspace  # noqa: PLC0415

        collection = Collection(self._model or opened.model, opened, self)
        self.workspace = workspace = Workspace(collection)
        self.pages.hold(workspace)
        self.menus.attach(workspace)
        self._view_memory.restore(workspace)
        collection.changed.connect(self._on_changed)
        self._news.follow(collection)
        collection.model_opened.connect(self._update_actions)
        collection.model_opened.connect(self.why.warm)
        workspace.chosen_changed.connect(self._update_actions)
        workspace.chosen_changed.connect(self.why.follow)
        workspace.reading.closer_asked.connect(self.why.look_closer)
        self.setMinimumWidth(max(self.minimumWidth(), min(workspace.minimumSizeHint().width(), room_for(self).width())))
        workspace.resize(self.pages.size())
        workspace.grab()  # laid out and drawn once now, so that the first picture finds it ready
        self._on_changed()
        self._taking_in.take_waiting()
        if opened.sentence is not None:
            self.commands.show_notice("The library", opened.sentence)
        self.furnished.emit()

    # What the collection tells.

    @Slot()
    def _on_changed(self) -> None:
        if self.workspace is None:
            return
        collection = self.workspace.collection
        self.pages.show_pictures(bool(collection.count), soon=collection.busy)
        if collection.busy:
            self.status.show_work(*collection.work.progress())
        else:
            self.status.show_idle(collection.work.summary())
        self._update_actions()

    @Slot()
    def _update_actions(self) -> None:
        self.menus.update(self.collection, self.workspace)

    # Appearance and leaving.

    def set_appearance(self, appearance: Appearance) -> None:
        """Dress the window, now and from now on."""
        self.settings.appearance = appearance
        _dress(appearance)

    @Slot()
    def _on_system_colours(self) -> None:
        _dress(self.settings.appearance)

    def changeEvent(self, event: QEvent) -> None:
        """Hand new colours on to what does not take them by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.workspace is not None:
            self.workspace.restyle()
            self.why.restyle()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's state, cancel what is going on, and wait for every thread."""
        self.settings.geometry = self.saveGeometry()
        self.hide()  # at once, whatever is still at work
        self.library_files.close()
        self._loading.close()
        self.why.close()
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        """Remember how the pictures were shown, and end what works with their library."""
        if self.workspace is not None:
            self._view_memory.keep(self.workspace)
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child.isWindow():
                child.close()  # what works in there ends with this library
        self.library.close()
        if self.workspace is not None:
            self.workspace.close_threads()
            self.workspace.collection.close()


def _holds_something(mime: QMimeData) -> bool:
    return bool(mime.formats())


def _dress(appearance: Appearance) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_appearance(app, appearance)


def _shown(path: Path) -> str:
    """Give a file's name as it can be drawn."""
    from alpaca_gui.imaging.source import printable  # noqa: PLC0415 - loaded beside the window

    return printable(path.name)

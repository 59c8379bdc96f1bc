"""The menus: every command of the window with its words, its shortcut and what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from alpaca_gui.gui.theme import Appearance

if TYPE_CHECKING:
    from alpaca_gui.gui.collection import Collection
    from alpaca_gui.gui.commands import WindowCommands
    from alpaca_gui.gui.library_commands import LibraryCommands
    from alpaca_gui.gui.library_file_commands import LibraryFileCommands
    from alpaca_gui.gui.model_commands import ModelCommands
    from alpaca_gui.gui.teach_commands import TeachCommands
    from alpaca_gui.gui.why_commands import WhyCommands
    from alpaca_gui.gui.workspace import Workspace

T = TypeVar("T")
Key = QKeySequence.StandardKey
Shortcut = Key | str | None
_HISTOGRAM = "&Histogram of logits"


@dataclass(frozen=True, slots=True)
class Commands:
    """What the entries do, by what they are about."""

    window: WindowCommands
    library: LibraryCommands
    files: LibraryFileCommands
    models: ModelCommands
    teaching: TeachCommands
    why: WhyCommands


class Menus:
    """Builds the menu bar of a window; the actions are its attributes, for enabling and for context menus."""

    def __init__(self, window: QMainWindow, commands: Commands, appearance: Appearance) -> None:
        self._window = window
        self._build_file(commands.window)
        self._build_edit(commands.window)
        self._build_view(commands.window, appearance)
        self._build_library(commands.library, commands.files)
        self._build_model(commands.models, commands.teaching)
        self._build_why(commands.why)
        self._build_help(commands.window)

    def _build_file(self, commands: WindowCommands) -> None:
        menu = self._window.menuBar().addMenu("&File")
        self.open_pictures = self._add(menu, "&Open pictures…", commands.open_pictures, Key.Open)
        self.open_folder = self._add(menu, "Open &folder…", commands.open_folder, "Ctrl+Shift+O")
        menu.addSeparator()
        self.try_samples = self._add(menu, "&Try the samples", commands.try_samples, "Ctrl+T")
        self.find_on_web = self._add(menu, "Find free alpaca photographs on the &web", commands.find_on_web)
        menu.addSeparator()
        self.quit = self._add(menu, "&Quit", commands.quit, Key.Quit if _has_keys(Key.Quit) else "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _build_edit(self, commands: WindowCommands) -> None:
        menu = self._window.menuBar().addMenu("&Edit")
        self.undo = self._add(menu, "&Undo", commands.undo, Key.Undo)
        self.redo = self._add(menu, "&Redo", commands.redo, Key.Redo)
        menu.addSeparator()
        self.copy_reading = self._add(menu, "&Copy reading", commands.copy_reading, Key.Copy)
        self.paste = self._add(menu, "&Paste pictures, paths or addresses", commands.paste, Key.Paste)
        menu.addSeparator()
        self.select_all = self._add(menu, "Select &all", commands.select_all, Key.SelectAll)
        self.remove = self._add(menu, "Re&move from the list", commands.remove, Key.Delete)
        self.clear = self._add(menu, "C&lear the list", commands.clear, "Ctrl+Shift+Del")
        menu.addSeparator()
        self.cancel = self._add(menu, "Ca&ncel classifying", commands.cancel, "Esc")
        self.resume = self._add(menu, "C&ontinue with what was cancelled", commands.resume, "Ctrl+R")

    def _build_view(self, commands: WindowCommands, appearance: Appearance) -> None:
        menu = self._window.menuBar().addMenu("&View")
        self.next_picture = self._add(menu, "&Next picture", commands.next_picture, "Ctrl+Down")
        self.previous_picture = self._add(menu, "&Previous picture", commands.previous_picture, "Ctrl+Up")
        self.find = self._add(menu, "F&ilter…", commands.find, Key.Find)
        self.show_in_folder = self._add(menu, "Open the picture's &folder", commands.show_in_folder, "Ctrl+E")
        menu.addSeparator()
        self.order_menu = menu.addMenu("&Sort by")
        self.show_menu = menu.addMenu("Sho&w")
        menu.addSeparator()
        self.view_group = QActionGroup(self._window)
        for number, (kind, words) in enumerate((("list", "&List"), ("table", "&Table"), ("grid", "&Grid")), start=1):
            action = self._add(menu, words, None, f"Ctrl+{number}")
            action.setCheckable(True)
            action.setData(kind)
            self.view_group.addAction(action)
        self.view_group.triggered.connect(_Choice(commands.show_view, str))
        self.histogram = self._add(menu, _HISTOGRAM, None, "Ctrl+H")
        self.histogram.setCheckable(True)
        self.histogram.toggled.connect(commands.show_histogram)
        self.map = self._add(menu, "&Map over the picture", None, "Ctrl+G")
        self.map.setCheckable(True)
        self.map.toggled.connect(commands.show_map)
        menu.addSeparator()
        looks = menu.addMenu("&Appearance")
        group = QActionGroup(self._window)
        for look, text in (
            (Appearance.SYSTEM, "As the &system"),
            (Appearance.LIGHT, "&Light"),
            (Appearance.DARK, "&Dark"),
        ):
            action = looks.addAction(text)
            action.setCheckable(True)
            action.setChecked(look is appearance)
            action.setData(look)
            group.addAction(action)
        group.triggered.connect(_Choice(commands.set_appearance, Appearance))

    def _build_library(self, library: LibraryCommands, files: LibraryFileCommands) -> None:
        menu = self._window.menuBar().addMenu("&Library")
        self.new_library = self._add(menu, "Ne&w library…", files.new_library)
        self.open_library = self._add(menu, "Open &library…", files.open_library)
        self.recent_libraries = menu.addMenu("Open recen&t")
        self.recent_libraries.aboutToShow.connect(_Filling(files.fill_recent, self.recent_libraries))
        menu.addSeparator()
        self.take_out = self._add(menu, "&Export…", files.export, "Ctrl+Shift+E")
        self.bring_in = self._add(menu, "&Bring in logits…", files.import_logits)
        menu.addSeparator()
        self.review = self._add(menu, "&Review unsure pictures…", library.review, "Ctrl+L")
        menu.addSeparator()
        self.label_yes = self._add_to_rows(menu, "Label &yes", library.label_yes, "Y")
        self.label_no = self._add_to_rows(menu, "Label &no", library.label_no, "N")
        self.label_none = self._add_to_rows(menu, "Take the label &off", library.label_none, "Backspace")
        menu.addSeparator()
        self.similar = self._add(menu, "&Similar pictures", library.similar, "Ctrl+Shift+F")
        self.near_duplicates = self._add(menu, "Find near-&duplicates", library.near_duplicates)
        self.all_pictures = self._add(menu, "Back to &all pictures", library.all_pictures)
        self.again = self._add(menu, "&Classify the selected again", library.classify_again)

    def _add_to_rows(self, menu: QMenu, text: str, call: Callable[[], None], key: str) -> QAction:
        """Add an entry whose plain key counts only while the pictures have the focus, so it can be typed elsewhere."""
        action = self._add(menu, text, call, key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _build_model(self, models: ModelCommands, teaching: TeachCommands) -> None:
        menu = self._window.menuBar().addMenu("&Model")
        self.open_model = self._add(menu, "&Open model…", models.open_model, "Ctrl+M")
        self.open_saved_model = self._add(menu, "Bring in a &SavedModel folder…", models.choose_saved_model)
        self.export = self._add(menu, "&Export…", models.export)
        menu.addSeparator()
        self.train = self._add(menu, "&Train a model…", models.train, "Ctrl+Shift+T")
        self.teach = self._add(menu, "&Learn from the labels…", teaching.teach, "Ctrl+Shift+L")
        self.report = self._add(menu, "&Report: how good is it?", models.report, "Ctrl+J")
        self.compare = self._add(menu, "&Compare with another model…", models.compare)
        menu.addSeparator()
        self.models_used = self._add(menu, "Models &used…", teaching.models_used)
        self.card = self._add(menu, "About this &model", models.card, "Ctrl+I")

    def _build_why(self, why: WhyCommands) -> None:
        menu = self._window.menuBar().addMenu("&Why")
        self.why = self._add(menu, "&Why this logit?", why.why, "F9")
        self.closer = self._add(menu, "Look &closer", why.look_closer)
        self.verdict_card = self._add(menu, "Save the &verdict card…", why.save_card, "Ctrl+Shift+S")
        menu.addSeparator()
        self.lesson = self._add(menu, "&Lesson: one neuron, one logit", why.lesson, "Shift+F1")
        self.present = self._add(menu, "&Present to a room", why.present, "F11")

    def _build_help(self, commands: WindowCommands) -> None:
        menu = self._window.menuBar().addMenu("&Help")
        self.explain_logit = self._add(menu, "What is a &logit?", commands.explain_logit, Key.HelpContents)
        self.about = self._add(menu, "&About Alpaca", commands.about)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def _add(self, menu: QMenu, text: str, call: Callable[[], None] | None, shortcut: Shortcut = None) -> QAction:
        action = menu.addAction(text)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        if call is not None:
            action.triggered.connect(call)
        return action

    @property
    def for_explaining(self) -> list[QAction]:
        """Those whose keys count in the windows that explain the chosen picture, too."""
        return [self.why, self.verdict_card, self.lesson, self.present, self.explain_logit, *self.for_stepping]

    @property
    def for_stepping(self) -> list[QAction]:
        """Those that go from picture to picture: their keys count in each window that follows the chosen one."""
        return [self.next_picture, self.previous_picture]

    def attach(self, workspace: Workspace) -> None:
        """Fill the menus that choose among rows, and the context menu of the list."""
        for menu, group in (
            (self.order_menu, workspace.arranging.order_actions),
            (self.show_menu, workspace.arranging.show_actions),
        ):
            menu.addActions(group.actions())
        workspace.views.add_actions(
            [self.why, self.similar, self.label_yes, self.label_no, self.label_none, self.copy_reading,
             self.show_in_folder, self.remove]
        )  # fmt: skip
        self.histogram.setChecked(True)
        workspace.room.histogram_stood_back.connect(self._on_histogram)
        self._on_histogram(workspace.room.histogram_back)

    def _on_histogram(self, back: bool) -> None:
        """Say that it is wanted and cannot be seen, where there is no room for it."""
        self.histogram.setText(f"{_HISTOGRAM} (no room now)" if back else _HISTOGRAM)

    def update(self, collection: Collection | None, workspace: Workspace | None) -> None:
        """Enable what can be done now."""
        rows = collection is not None and bool(collection.item_model.rowCount())
        for action in (
            self.copy_reading, self.select_all, self.remove, self.next_picture, self.previous_picture,
            self.label_yes, self.label_no, self.label_none, self.similar,
        ):  # fmt: skip
            action.setEnabled(rows)
        for action in (self.why, self.closer, self.verdict_card, self.lesson, self.present):
            action.setEnabled(rows and collection is not None and collection.bundle is not None)
        self.map.setEnabled(
            collection is not None and collection.bundle is not None and collection.bundle.card.exact_map
        )
        for action in (self.review, self.near_duplicates):
            action.setEnabled(collection is not None and collection.bundle is not None)
        for action in (self.new_library, self.open_library, self.bring_in):
            action.setEnabled(collection is not None)
        self.take_out.setEnabled(rows)
        self.all_pictures.setEnabled(collection is not None and collection.shown.showing_nearest)
        self.clear.setEnabled(collection is not None and bool(collection.count))
        state = None if collection is None else collection.changes.undo_state
        for action, verb, words in (
            (self.undo, "&Undo", state and state.undo),
            (self.redo, "&Redo", state and state.redo),
        ):
            action.setEnabled(bool(words))
            action.setText(f"{verb} {words or ''}".strip())
        self.cancel.setEnabled(collection is not None and collection.busy)
        self.resume.setEnabled(collection is not None and collection.work.has_cancelled)
        self.show_in_folder.setEnabled(workspace is not None and workspace.chosen_folder() is not None)
        self.models_used.setEnabled(collection is not None)
        for action in (self.card, self.export, self.report, self.compare, self.teach):
            action.setEnabled(collection is not None and collection.bundle is not None)


def _has_keys(key: Key) -> bool:
    """Tell whether the platform has keys of its own for a command; a bare X screen has none for leaving."""
    return bool(QKeySequence.keyBindings(key))


class _Filling:
    """Fills a menu when it is about to be shown; an object, since a lambda would hold the window."""

    def __init__(self, fill: Callable[[QMenu], None], menu: QMenu) -> None:
        self._fill = fill
        self._menu = menu

    def __call__(self) -> None:
        self._fill(self._menu)


class _Choice(Generic[T]):
    """Hands the data of a chosen action on; an object, since a lambda would hold the window."""

    def __init__(self, call: Callable[[T], None], kind: Callable[[str], T]) -> None:
        self._call = call
        self._kind = kind

    def __call__(self, action: QAction) -> None:
        self._call(self._kind(action.data()))

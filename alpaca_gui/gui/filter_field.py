"""The typed filter: a line with suggestions, a menu of filters used before, and a sentence where it cannot be read."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QCompleter,
    QGridLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from alpaca_gui.errors import FilterError
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.query import Filter, parse
from alpaca_gui.library.query.suggest import Suggestion, suggestions
from alpaca_gui.library.saved_filters import SavedFilter

_PAUSE_MS: Final = 120
_MOST_SHOWN: Final = 60
_EXAMPLE: Final = "logit:-1..1 label:none folder:zoo"

Names = Callable[[], tuple[Sequence[str], Sequence[str]]]
"""Gives the names of models and folders that can be suggested."""


class FilterField(QWidget):
    """Tells, with `filter_changed`, which filter is typed; with `kept` and `named`, which is to be remembered."""

    filter_changed = Signal(object)
    kept = Signal(str)
    named = Signal(str, str)
    forgotten = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = Filter()
        self._saved: list[SavedFilter] = []
        self._names: Names = _no_names
        self._suggested: list[Suggestion] = []
        self.edit = QLineEdit()
        self.menu_button = QToolButton()
        self._menu = QMenu(self)
        self.complaint = QLabel()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self)
        self._furnish()
        self._lay_out()
        self._wire()

    def _furnish(self) -> None:
        self.edit.setPlaceholderText(_EXAMPLE)
        self.edit.setAccessibleName("Filter")
        self.edit.setToolTip(f"Show only some pictures, e.g. {_EXAMPLE}. Words alone are looked for in the path.")
        self.edit.setClearButtonEnabled(True)
        self.edit.setAcceptDrops(False)  # pictures are dropped on the window
        self.menu_button.setText("▾")
        self.menu_button.setAccessibleName("Filters used before")
        self.menu_button.setToolTip("Filters used before, and those with a name")
        self.complaint.setWordWrap(True)
        self.complaint.setTextFormat(Qt.TextFormat.PlainText)
        self.complaint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.complaint.hide()
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.edit)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.addWidget(self.edit, 0, 0)
        grid.addWidget(self.menu_button, 0, 1)
        grid.addWidget(self.complaint, 1, 0, 1, 2)

    def _wire(self) -> None:
        self.menu_button.clicked.connect(self._open_menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._on_menu)
        self._pause.timeout.connect(self._read)
        self._completer.activated.connect(self._on_suggestion)
        self.edit.textChanged.connect(self._on_text)
        self.edit.textEdited.connect(self._offer)
        self.edit.returnPressed.connect(self._on_return)

    def set_names(self, names: Names) -> None:
        """Take suggestions for models and folders from ``names``."""
        self._names = names

    def set_saved(self, saved: list[SavedFilter]) -> None:
        """Take the filters that the menu offers."""
        self._saved = saved

    def show_filter(self, wanted: Filter) -> None:
        """Show a filter that was made elsewhere, e.g. with the brush; tells nobody."""
        if wanted != self._filter:
            self._filter = wanted
            self.edit.setText(str(wanted))
            self._pause.stop()
            self._complain("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the filter off with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.edit.text():
            self.edit.clear()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_text(self, _text: str) -> None:
        self._pause.start()

    @Slot(str)
    def _offer(self, text: str) -> None:
        models, folders = self._names()
        self._suggested = suggestions(text, self.edit.cursorPosition(), models, folders) if text else []
        self._offers.setStringList([printable(one.text) for one in self._suggested])
        if self._suggested:
            self._completer.complete()
        elif (popup := self._completer.popup()) is not None:
            popup.hide()

    @Slot(str)
    def _on_suggestion(self, chosen: str) -> None:
        for one in self._suggested:
            if printable(one.text) == chosen:
                self.edit.setText(one.applied_to(self.edit.text()))
                self.edit.setCursorPosition(one.start + len(one.text))
                return

    @Slot()
    def _on_return(self) -> None:
        self._pause.stop()
        if self._read() and self.edit.text().strip():
            self.kept.emit(str(self._filter))

    @Slot()
    def _read(self) -> bool:
        try:
            wanted = parse(self.edit.text())
        except FilterError as error:
            self._complain(str(error))
            return False
        self._complain("")
        if wanted != self._filter:
            self._filter = wanted
            self.filter_changed.emit(wanted)
        return True

    def _complain(self, sentence: str) -> None:
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))
        self.restyle()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        palette = self.complaint.palette()
        palette.setColor(QPalette.ColorRole.WindowText, current_theme().failed)
        self.complaint.setPalette(palette)

    @Slot()
    def _open_menu(self) -> None:
        button = self.menu_button
        self._menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        for saved in self._saved:
            text = printable(saved.text)
            shown = f"{printable(saved.name)}\t{text}" if saved.name else text
            shown = shown if len(shown) <= _MOST_SHOWN else shown[: _MOST_SHOWN - 1] + "…"
            self._menu.addAction(shown.replace("&", "&&")).setData(("use", saved.text))
        if not self._saved:
            self._menu.addAction("No filter was used yet").setEnabled(False)
        self._menu.addSeparator()
        typed = not self._filter.empty
        for words, what in (("&Name this filter…", "name"), ("&Forget this filter", "forget")):
            action = self._menu.addAction(words)
            action.setData((what, str(self._filter)))
            action.setEnabled(typed)

    @Slot(QAction)
    def _on_menu(self, action: QAction) -> None:
        what, text = action.data()
        if what == "use":
            self.edit.setText(text)
            self._on_return()
        elif what == "forget":
            self.forgotten.emit(text)
        else:
            self.ask_name()

    def ask_name(self) -> None:
        """Ask what the filter is to be called."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle("Name this filter")
        dialog.setLabelText(f"Name of the filter {printable(str(self._filter))}")
        dialog.textValueSelected.connect(self._on_name)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_name(self, name: str) -> None:
        if name.strip() and not self._filter.empty:
            self.named.emit(str(self._filter), name.strip())


def _no_names() -> tuple[Sequence[str], Sequence[str]]:
    return (), ()

"""The window beside the list: why the chosen picture has its logit. It follows whatever is chosen in the list."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.card_dialog import CardSaver
from alpaca_gui.gui.why.gaze import Gaze
from alpaca_gui.gui.why.header import Header
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.panels import KINDS
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.source import printable

LOOKING: Final = "Looking…"
_SIDE_WIDTH: Final = 176
_ROOM: Final = 14
"""Above and below each title, together, in pixels."""

_SOON_MS: Final = 1
"""So long that whatever else waits has its turn first."""


class WhyWindow(QWidget):
    """Panels about one picture, chosen on the left. The main window closes it too.

    It is drawn first, then the panel is built, and then filled: each by itself, so that keys and mouse never wait long.

    Parameters
    ----------
    panel
        Name of the one to begin with; the one that was looked at last where none is given.

    Signals
    -------
    chosen(key)
        Another row of the list is asked for.
    closed
        The window is closed, and will be destroyed.
    """

    chosen = Signal(int)
    closed = Signal()

    def __init__(self, collection: Collection, parent: QWidget | None = None, panel: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Why")
        self.collection = collection
        self.settings = WindowSettings()
        self.gaze = Gaze(collection, self)
        self._context = Context(self.gaze.lens, collection)
        self._panels: dict[str, Panel] = {}
        self.header = Header()
        self.side = QListWidget()
        self.hint = QLabel()
        self.pages = QStackedWidget()
        self.message = QLabel()
        self.card = QPushButton("Save &card…")
        self.said = ElidedLabel()
        self.cards = CardSaver(self)
        self._card_asked = False
        self._lay_out()
        collection.changed.connect(self._on_changed)
        self.gaze.turned.connect(self._on_turned)
        self.gaze.seen.connect(self._on_seen)
        self.gaze.unseen.connect(self._on_unseen)
        self.card.clicked.connect(self.save_card)
        self.cards.saved.connect(self._on_card_saved)
        self.cards.failed.connect(self._on_no_card)
        size_on_screen(self, 1080, 760)
        self.restoreGeometry(self.settings.why_geometry)
        self.side.currentRowChanged.connect(self._on_panel)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._on_soon)
        self.show_panel(panel or self.settings.why_panel)

    def _lay_out(self) -> None:
        for kind in KINDS:
            item = QListWidgetItem(kind.title)
            item.setSizeHint(QSize(0, self.side.fontMetrics().height() + _ROOM))
            self.side.addItem(item)
        self.side.setFixedWidth(_SIDE_WIDTH)
        self.side.setAccessibleName("Explanations")
        self.side.setFrameShape(QListWidget.Shape.NoFrame)
        self.side.setViewportMargins(6, 8, 6, 8)
        self.hint.setWordWrap(True)
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)  # it may hold a name, which may look like HTML
        self.message.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.said.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.said.hide()
        self.card.setToolTip("One PNG or PDF with the picture, its logit and its map, which can be verified later")
        self.card.setEnabled(False)
        self.pages.addWidget(self.message)
        right = QVBoxLayout()
        right.setContentsMargins(16, 12, 16, 12)
        right.setSpacing(8)
        right.addWidget(self.header)
        right.addWidget(self.hint)
        right.addWidget(self.pages, 1)
        right.addWidget(self.said)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 12)
        left.setSpacing(8)
        left.addWidget(self.side, 1)
        below = QHBoxLayout()
        below.setContentsMargins(12, 0, 12, 0)
        below.addWidget(self.card)
        left.addLayout(below)
        whole.addLayout(left)
        whole.addLayout(right, 1)
        self.setMinimumSize(720, 540)

    def sizeHint(self) -> QSize:
        """Ask for the room of a picture with a plot beside it."""
        return QSize(1080, 760)

    @property
    def subject(self) -> Subject | None:
        """The picture that is explained; None where there is none, or it is still looked at."""
        return self.gaze.subject

    @property
    def panel(self) -> Panel:
        """The panel that is chosen; it is built where it is not there yet."""
        return self._panels[KINDS[self.side.currentRow()].name] if self._built else self._build()

    def _build(self) -> Panel:
        kind = KINDS[self.side.currentRow()]
        made = self._panels[kind.name] = kind.make(self._context)
        made.chosen.connect(self.chosen)
        self.pages.addWidget(made)
        return made

    def show_panel(self, name: str) -> None:
        """Turn to a panel by its name; the first where there is none of that name."""
        names = [kind.name for kind in KINDS]
        self.side.setCurrentRow(names.index(name) if name in names else 0)

    def follow(self, key: int) -> None:
        """Explain the row ``key``; nothing where it is below 0."""
        self.gaze.follow(key)

    @Slot()
    def save_card(self) -> None:
        """Ask for a file and write the picture's verdict card; where it is still looked at, as soon as it is seen."""
        self._card_asked = self.gaze.looking
        if self.subject is not None and not self.cards.busy:
            self.cards.choose(self.subject, self.collection.rule)

    @Slot(object)
    def _on_card_saved(self, path: Path) -> None:
        self._tell(f"The card is in {printable(str(path))}.")

    @Slot(str)
    def _on_no_card(self, sentence: str) -> None:
        self._tell(sentence, failed=True)

    def _tell(self, sentence: str, *, failed: bool = False) -> None:
        """Say something below the panel, until another panel or picture is shown."""
        self.said.show_text(sentence)
        self.said.setVisible(bool(sentence))
        role = QPalette.ColorRole.WindowText if failed else QPalette.ColorRole.PlaceholderText
        self.said.setForegroundRole(role)
        self._colour_said()

    def _colour_said(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(current_theme().failed))
        self.said.setPalette(palette)

    @Slot()
    def _on_turned(self) -> None:
        self.card.setEnabled(False)
        self._tell("")
        for panel in self._panels.values():
            panel.leave()
        if not self.gaze.looking:
            self.setWindowTitle("Why")
            return
        name = self.collection.columns.source(self.gaze.key).name
        self.setWindowTitle(f"Why: {name.replace('[*]', '[*][*]')}")  # to Qt one alone is a mark for changes
        if self.pages.currentWidget() is self.message:
            self.message.setText(LOOKING)  # what was said there is of another picture

    @Slot(object)
    def _on_seen(self, _subject: Subject) -> None:
        self.card.setEnabled(True)
        self._show_soon()
        if self._card_asked:
            self.save_card()

    @Slot(str)
    def _on_unseen(self, sentence: str) -> None:
        self.message.setText(self.gaze.named(sentence))
        self.pages.setCurrentWidget(self.message)
        self.header.clear()
        self.header.show_name(self.gaze.name)
        self._card_asked = False

    def _show(self) -> None:
        self._soon.stop()
        panel, rule, subject = self.panel, self.collection.rule, self.subject
        self.hint.setText(panel.HINT)
        if subject is not None:
            self.header.show_subject(subject, rule)
            self.pages.setCurrentWidget(panel)
            panel.show_subject(subject, rule)

    @Slot(int)
    def _on_panel(self, _row: int) -> None:
        self._tell("")
        for panel in self._panels.values():
            panel.leave()
        self._show_soon()

    @property
    def _built(self) -> bool:
        return KINDS[self.side.currentRow()].name in self._panels

    def _show_soon(self) -> None:
        """Show the panel; one that is to be built first is built by itself, and then filled."""
        if self._built:
            self._show()
        else:
            self._soon.start()

    @Slot()
    def _on_soon(self) -> None:
        if self._built:
            self._show()
        else:
            self._build()
            self._soon.start()

    @Slot()
    def _on_changed(self) -> None:
        if self.subject is not None and self.collection.rule != self.panel.rule:
            self.header.show_subject(self.subject, self.collection.rule)
            self.panel.show_rule(self.collection.rule)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self._colour_said()
        for panel in self._panels.values():
            panel.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Escape, too."""
        if event.matches(QKeySequence.StandardKey.Close) or event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was and what it showed, and end its thread."""
        self._soon.stop()
        self.settings.why_geometry = self.saveGeometry()
        self.settings.why_panel = KINDS[self.side.currentRow()].name
        for panel in self._panels.values():
            panel.leave()
            panel.close_threads()
        self.cards.close()
        self.gaze.close()
        self.closed.emit()
        super().closeEvent(event)

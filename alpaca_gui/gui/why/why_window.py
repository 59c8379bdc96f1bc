"""The window beside the list: why the chosen picture has its logit. It follows whatever is chosen in the list."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpaca_gui.gui.beside import closes
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.gui.why.built_panels import BuiltPanels
from alpaca_gui.gui.why.card_dialog import CardSaver
from alpaca_gui.gui.why.gaze import Gaze
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.panels import KINDS
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.gui.why.why_view import WhyView
from alpaca_gui.imaging.source import printable


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
        self.panels = BuiltPanels(Context(self.gaze.lens, collection), self)
        self.cards = CardSaver(self)
        self._card_asked = False
        self.view = WhyView()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)
        self.setMinimumSize(720, 540)
        size_on_screen(self, 1080, 760)
        self.restoreGeometry(self.settings.why_geometry)
        self._wire()
        self.show_panel(panel or self.settings.why_panel)

    def _wire(self) -> None:
        self.collection.changed.connect(self._on_changed)
        self.gaze.turned.connect(self._on_turned)
        self.gaze.seen.connect(self._on_seen)
        self.gaze.unseen.connect(self._on_unseen)
        self.panels.built.connect(self._on_built)
        self.panels.ready.connect(self._on_ready)
        self.view.side.currentRowChanged.connect(self._on_panel)
        self.view.card.clicked.connect(self.save_card)
        self.cards.saved.connect(self._on_card_saved)
        self.cards.failed.connect(self._on_no_card)

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
        return self.panels.panel

    def show_panel(self, name: str) -> None:
        """Turn to a panel by its name; the first where there is none of that name."""
        names = [kind.name for kind in KINDS]
        self.view.side.setCurrentRow(names.index(name) if name in names else 0)

    def follow(self, key: int) -> None:
        """Explain the row ``key``; nothing where it is below 0."""
        self.gaze.follow(key)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.view.restyle()
        self.panels.restyle()

    # The verdict card.

    @Slot()
    def save_card(self) -> None:
        """Ask for a file and write the picture's verdict card; where it is still looked at, as soon as it is seen."""
        self._card_asked = self.gaze.looking
        if self.subject is not None and not self.cards.busy:
            self.cards.choose(self.subject, self.collection.rule)

    @Slot(object)
    def _on_card_saved(self, path: Path) -> None:
        self.view.tell(f"The card is in {printable(str(path))}.")

    @Slot(str)
    def _on_no_card(self, sentence: str) -> None:
        self.view.tell(sentence, failed=True)

    # The picture: another one, or the same one by another model or another rule.

    @Slot()
    def _on_turned(self) -> None:
        self.view.card.setEnabled(False)
        self.view.tell("")
        self.panels.leave()
        if not self.gaze.looking:
            self.setWindowTitle("Why")
            return
        name = self.collection.columns.source(self.gaze.key).name
        self.setWindowTitle(f"Why: {name.replace('[*]', '[*][*]')}")  # to Qt one alone is a mark for changes
        self.view.show_looking()

    @Slot(object)
    def _on_seen(self, _subject: Subject) -> None:
        self.view.card.setEnabled(True)
        self.panels.show_soon()
        if self._card_asked:
            self.save_card()

    @Slot(str)
    def _on_unseen(self, sentence: str) -> None:
        self.view.show_message(self.gaze.named(sentence), self.gaze.name)
        self._card_asked = False

    @Slot()
    def _on_changed(self) -> None:
        if self.subject is not None and self.collection.rule != self.panel.rule:
            self.view.header.show_subject(self.subject, self.collection.rule)
            self.panel.show_rule(self.collection.rule)

    # The panel: what was said is about the one before.

    @Slot(int)
    def _on_panel(self, row: int) -> None:
        self.view.tell("")
        self.panels.leave()
        self.panels.kind = KINDS[row]
        self.panels.show_soon()

    @Slot(object)
    def _on_built(self, panel: Panel) -> None:
        panel.chosen.connect(self.chosen)
        self.view.pages.addWidget(panel)

    @Slot(object)
    def _on_ready(self, panel: Panel) -> None:
        rule, subject = self.collection.rule, self.subject
        self.view.hint.setText(panel.HINT)
        if subject is not None:
            self.view.header.show_subject(subject, rule)
            self.view.pages.setCurrentWidget(panel)
            panel.show_subject(subject, rule)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Escape, too."""
        if closes(event):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was and what it showed, and end its thread."""
        self.settings.why_geometry = self.saveGeometry()
        self.settings.why_panel = self.panels.kind.name
        self.panels.close()
        self.cards.close()
        self.gaze.close()
        self.closed.emit()
        super().closeEvent(event)

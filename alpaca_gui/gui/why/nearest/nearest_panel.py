"""The panel of the pictures most like this one."""

from typing import ClassVar, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.nearest import words
from alpaca_gui.gui.why.nearest.library_search import LibrarySearch
from alpaca_gui.gui.why.nearest.sections import Sections
from alpaca_gui.gui.why.nearest.tile import WIDEST
from alpaca_gui.gui.why.nearest.tile_row import MOST
from alpaca_gui.gui.why.nearest.training_search import Found, TrainingSearch
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.jobs.each_side import EachSide
from alpaca_gui.logit.verdict import Rule

_SOON_MS: Final = 300
"""After this long without a change of rows or rule, the library is searched anew."""


class NearestPanel(Panel):
    """Shows training pictures and pictures of the library, those of either side beside each other."""

    HINT: ClassVar[str] = (
        "How alike two pictures are to the model: the cosine between their embeddings, 1 for the same, 0 for nothing "
        "in common. Exact: every picture is compared. Logits of training pictures are by heads that never saw them."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        side = round(WIDEST * self.devicePixelRatioF())
        self.thumbnails = Thumbnails(context.collection.columns, side, self)
        self.sections = Sections(context.collection.columns, self.thumbnails.get)
        self.training, self.library = self.sections.training, self.sections.library
        self.search = LibrarySearch(context.collection, self)
        self._ask = TrainingSearch(MOST)
        self._inquiry = Inquiry(context.thread, self)
        self._found: Found | None = None
        self._near: EachSide | None = None
        self._rows: dict[str, int] = {}
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sections)
        self._wire()

    def _wire(self) -> None:
        self._inquiry.answered.connect(self._on_training)
        self._inquiry.failed.connect(self._on_no_training)
        self.search.found.connect(self._on_library)
        self.search.failed.connect(self._on_no_library)
        self.search.placed.connect(self._on_placed)
        self.thumbnails.arrived.connect(self.sections.refresh)
        self.context.collection.changed.connect(self._on_changed)
        self._soon.timeout.connect(self._look_in_library)
        self.sections.chosen.connect(self.chosen)

    @property
    def busy(self) -> bool:
        """Whether something is still looked for."""
        return self._inquiry.busy or self.search.busy or self._soon.isActive()

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Look for the pictures most like another one."""
        if subject is not self.subject:
            self._found, self._near, self._rows = None, None, {}
        super().show_subject(subject, rule)
        self.sections.begin()
        self._show_training()
        self._show_library()
        if subject.seen.evidence.embedding is None:
            self._on_no_training(words.NO_EMBEDDING)
            self._on_no_library(words.NO_EMBEDDING)
            return
        self._inquiry.ask(self._ask)
        self._look_in_library()

    def show_rule(self, rule: Rule) -> None:
        """Decide with another rule; the library's pictures may change sides."""
        super().show_rule(rule)
        self._show_training()
        self._show_library()
        self._soon.start()

    def leave(self) -> None:
        """Look for nothing."""
        self._soon.stop()
        self._inquiry.forget()
        self.search.forget()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.update()

    def close_threads(self) -> None:
        """End the searches and the thread of the thumbnails."""
        self.search.close()
        self.thumbnails.close()

    # The library: searched anew soon after its rows or the rule have changed.

    @Slot()
    def _on_changed(self) -> None:
        if self.subject is not None and self.isVisible():
            self._soon.start()

    @Slot()
    def _look_in_library(self) -> None:
        subject = self.subject
        if subject is None or subject.bundle is not self.context.collection.bundle:
            return
        if subject.seen.evidence.embedding is not None:
            self.search.look_for(subject.key, subject.seen.evidence.embedding, MOST)
        self._place()

    def _place(self) -> None:
        if self._found is not None and self._found.nearest is not None:
            nearest = self._found.nearest
            self.search.place(one.digest for one in (*nearest.yes, *nearest.no))

    @Slot(object)
    def _on_library(self, near: EachSide) -> None:
        self._near = near
        self._show_library()

    @Slot(str)
    def _on_no_library(self, sentence: str) -> None:
        self._near = None
        self.library.say(sentence)
        self.library.show_tiles(False)

    @Slot(object)
    def _on_placed(self, rows: dict[str, int]) -> None:
        self._rows = rows
        self._show_training()

    # What was trained on.

    @Slot(object)
    def _on_training(self, found: Found) -> None:
        if found.nearest is None:
            self._on_no_training(words.NO_TELLING)
            return
        self._found = found
        self._show_training()
        self._place()

    @Slot(str)
    def _on_no_training(self, sentence: str) -> None:
        self._found = None
        self.training.say(sentence)
        self.training.show_tiles(False)

    # Drawing.

    def _show_training(self) -> None:
        if self.subject is not None:
            self.sections.show_training(self.subject, self.rule, self._found, self._rows)

    def _show_library(self) -> None:
        if self.subject is not None:
            self.sections.show_library(self.subject, self.rule, self._near)

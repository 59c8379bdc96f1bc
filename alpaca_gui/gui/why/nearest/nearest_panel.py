"""The panel of the pictures most like this one."""

from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QVBoxLayout, QWidget

from alpaca_gui.explain.nearest import Neighbour
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.gui.why.lens_thread import Inquiry
from alpaca_gui.gui.why.nearest import words
from alpaca_gui.gui.why.nearest.facts import FactsOf
from alpaca_gui.gui.why.nearest.library_search import LibrarySearch
from alpaca_gui.gui.why.nearest.section import Section
from alpaca_gui.gui.why.nearest.tile import WIDEST
from alpaca_gui.gui.why.nearest.tile_row import MOST
from alpaca_gui.gui.why.nearest.training_search import Found, TrainingSearch
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.jobs.each_side import Alike, EachSide
from alpaca_gui.logit.verdict import Rule, decide_one

LOOKING: Final = "Looking…"
_SOON_MS: Final = 300
"""After this long without a change of rows or rule, the library is searched anew."""


class NearestPanel(Panel):
    """Shows training pictures and pictures of the library, those of either side beside each other.

    Signals
    -------
    chosen(key)
        A picture was clicked, or Enter was pressed on it: its row is to be shown in the main window.
    """

    HINT: ClassVar[str] = (
        "Alike is the cosine between two embeddings, all that the neuron weighs of a picture: 1 is the same to the "
        "model, 0 has nothing in common. Exact: every picture is compared. Logits of training pictures are out of "
        "fold, by heads that never saw them."
    )
    chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        side = round(WIDEST * self.devicePixelRatioF())
        self.thumbnails = Thumbnails(context.collection.columns, side, self)
        self.training = Section("Training pictures", self.thumbnails.get)
        self.library = Section("Pictures of this library", self.thumbnails.get)
        self.search = LibrarySearch(context.collection, self)
        self._ask = TrainingSearch(MOST)
        self._inquiry = Inquiry(context.thread, self)
        self._found: Found | None = None
        self._near: EachSide | None = None
        self._rows: dict[str, int] = {}
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.training)
        column.addWidget(self.library)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the tiles take the keyboard, and it scrolls to them
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _wire(self) -> None:
        self._inquiry.answered.connect(self._on_training)
        self._inquiry.failed.connect(self._on_no_training)
        self.search.found.connect(self._on_library)
        self.search.failed.connect(self._on_no_library)
        self.search.placed.connect(self._on_placed)
        self.thumbnails.arrived.connect(self._on_thumbnail)
        self.context.collection.changed.connect(self._on_changed)
        self._soon.timeout.connect(self._look_in_library)
        for section in (self.training, self.library):
            section.chosen.connect(self.chosen)

    @property
    def busy(self) -> bool:
        """Whether something is still looked for."""
        return self._inquiry.busy or self.search.busy or self._soon.isActive()

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Look for the pictures most like another one."""
        if subject is not self.subject:
            self._found, self._near, self._rows = None, None, {}
        super().show_subject(subject, rule)
        for section in (self.training, self.library):
            section.say(LOOKING)
            section.show_tiles(True)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the tiles. Room for a scroll bar is kept: what fits must not hang on whether there is one."""
        super().resizeEvent(event)
        width = self.width() - self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        for section in (self.training, self.library):
            section.fit(width)

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
        subject, found = self.subject, self._found
        if subject is None:
            return
        card = subject.bundle.card
        titles = f"Labelled {words.answer_of(card, 1)}", f"Labelled {words.answer_of(card, 0)}"
        if found is None or found.nearest is None:
            self.training.show_sides(titles, None, None)
            return
        nearest, decision = found.nearest, decide_one(subject.logit, self.rule)
        facts = FactsOf(self.context.collection.columns, card, self.rule)
        yes, no = (
            [facts.training(one, self._rows.get(one.digest), found.images.get(one.digest, QImage())) for one in side]
            for side in (nearest.yes, nearest.no)
        )
        unseen = any(one.key is None and one.image.isNull() for one in (*yes, *no))
        self.training.say(
            words.training_sentence(_first(nearest.yes), _first(nearest.no), card, decision),
            words.together(
                (
                    words.itself_sentence(nearest, card),
                    found.note,
                    found.trouble or (words.ONLY_NAMED if unseen else ""),
                )
            ),
        )
        self.training.show_sides(titles, yes, no)

    def _show_library(self) -> None:
        subject, near = self.subject, self._near
        if subject is None:
            return
        card = subject.bundle.card
        titles = f"On the side of {words.answer_of(card, 1)}", f"On the side of {words.answer_of(card, 0)}"
        if near is None:
            self.library.show_sides(titles, None, None)
            return
        facts = FactsOf(self.context.collection.columns, card, self.rule)
        self.library.show_tiles(bool(near.yes or near.no))
        decision = decide_one(subject.logit, self.rule)
        self.library.say(words.library_sentence(_first(near.yes), _first(near.no), card, decision))
        self.library.show_sides(titles, *([facts.library(one) for one in side] for side in (near.yes, near.no)))

    @Slot(int)
    def _on_thumbnail(self, key: int) -> None:
        self.training.refresh(key)
        self.library.refresh(key)


def _first(side: tuple[Neighbour, ...] | tuple[Alike, ...]) -> float | None:
    return side[0].cosine if side else None

"""What is nearest, as it is seen: training pictures above, those of the library below, both sides beside each other."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QVBoxLayout, QWidget

from alpaca_gui.explain.nearest import Neighbour
from alpaca_gui.gui.why.nearest import words
from alpaca_gui.gui.why.nearest.facts import FactsOf
from alpaca_gui.gui.why.nearest.section import Section
from alpaca_gui.gui.why.nearest.tile import GetPixmap
from alpaca_gui.gui.why.nearest.training_search import Found
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.jobs.each_side import Alike, EachSide
from alpaca_gui.library.columns import Columns
from alpaca_gui.logit.verdict import Rule, decide_one

LOOKING: Final = "Looking…"
_BETWEEN: Final = 16


class Sections(QWidget):
    """Draws both kinds of pictures, and scrolls where there is too little room.

    Parameters
    ----------
    columns
        The rows of the library, for names, labels and logits.
    pixmap_of
        Gives the thumbnail of a row.

    Signals
    -------
    chosen(key)
        A picture of the library is to be shown in the list.
    """

    chosen = Signal(int)

    def __init__(self, columns: Columns, pixmap_of: GetPixmap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.training = Section("Training pictures", pixmap_of)
        self.library = Section("Pictures of this library", pixmap_of)
        self._both = (self.training, self.library)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_BETWEEN)
        for section in self._both:
            column.addWidget(section)
            section.chosen.connect(self.chosen)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the tiles. Room for a scroll bar is kept: what fits must not hang on whether there is one."""
        super().resizeEvent(event)
        width = self.width() - self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        for section in self._both:
            section.fit(width)

    def begin(self) -> None:
        """Say that everything is looked for."""
        for section in self._both:
            section.say(LOOKING)
            section.show_tiles(True)

    @Slot(int)
    def refresh(self, key: int) -> None:
        """Draw the row of a key anew, whose thumbnail has arrived."""
        for section in self._both:
            section.refresh(key)

    def show_training(self, subject: Subject, rule: Rule, found: Found | None, rows: dict[str, int]) -> None:
        """Show training pictures, with the ``rows`` of those in the library by their hash; None while looked for."""
        card = subject.bundle.card
        titles = _titles(words.TRAINING, subject)
        if found is None or found.nearest is None:
            self.training.show_sides(titles, None, None)
            return
        nearest, facts = found.nearest, FactsOf(self._columns, card, rule)
        yes, no = (
            [facts.training(one, rows.get(one.digest), found.images.get(one.digest, QImage())) for one in side]
            for side in (nearest.yes, nearest.no)
        )
        unseen = any(one.key is None and one.image.isNull() for one in (*yes, *no))
        itself = words.itself_sentence(nearest, card)
        trouble = found.trouble or (words.ONLY_NAMED if unseen else "")
        said = _sentence(words.TRAINING, nearest.yes, nearest.no, subject, rule)
        self.training.say(said, words.together((itself, found.note, trouble)))
        self.training.show_sides(titles, yes, no)

    def show_library(self, subject: Subject, rule: Rule, near: EachSide | None) -> None:
        """Show pictures of the library; None while they are looked for."""
        titles = _titles(words.LIBRARY, subject)
        if near is None:
            self.library.show_sides(titles, None, None)
            return
        facts = FactsOf(self._columns, subject.bundle.card, rule)
        self.library.show_tiles(bool(near.yes or near.no))
        self.library.say(_sentence(words.LIBRARY, near.yes, near.no, subject, rule))
        self.library.show_sides(titles, *([facts.library(one) for one in side] for side in (near.yes, near.no)))


def _titles(kind: words.Kind, subject: Subject) -> tuple[str, str]:
    yes, no = (kind.side(subject.bundle.card, label) for label in (1, 0))
    return yes[:1].upper() + yes[1:], no[:1].upper() + no[1:]


def _sentence(
    kind: words.Kind,
    yes: tuple[Neighbour, ...] | tuple[Alike, ...],
    no: tuple[Neighbour, ...] | tuple[Alike, ...],
    subject: Subject,
    rule: Rule,
) -> str:
    first, second = (side[0].cosine if side else None for side in (yes, no))
    return words.nearest_sentence(kind, first, second, subject.bundle.card, decide_one(subject.logit, rule))

"""Lines in a plot where a curve crosses the threshold or an edge of the band, with words where there is room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor

from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.flip.mark_labels import Mark, in_gap, placed

MOST: Final = 9
"""Crossings that are marked: a curve along the threshold has many."""

_THRESHOLD: Final = "threshold"
_OVER_LINES: Final = 5
"""Above lines and curve, below the dot that says where it stands now."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A crossing: where it is on the axis, what is written beside it, and whether the decision changes there."""

    x: float
    text: str
    flips: bool


class CrossingLines(QObject):
    """Draws crossings, and keeps their words and the name of the threshold off all lines and off each other.

    Parameters
    ----------
    plot
        Logits go up in it.

    Attributes
    ----------
    shown
        The lines that stand in it, the most important first.
    words, threshold_word
        What is written beside them, and at the threshold.
    """

    def __init__(self, plot: pg.PlotWidget) -> None:
        super().__init__(plot)
        self.shown: tuple[Line, ...] = ()
        self._curve: Sequence[Point] = ()
        self._threshold = 0.0
        self._lines = [pg.InfiniteLine(angle=90) for _ in range(MOST)]
        self.words = [pg.TextItem(anchor=(0, 0)) for _ in self._lines]
        self.threshold_word = pg.TextItem(_THRESHOLD, anchor=(0, 0))
        for item in (*self._lines, *self._texts):
            plot.addItem(item, ignoreBounds=True)
        for text in self._texts:
            text.setZValue(_OVER_LINES)
        self._box = plot.getViewBox()
        self._box.sigRangeChanged.connect(self._place_words)
        self._box.sigResized.connect(self._place_words)
        self.show_lines(())

    @property
    def _texts(self) -> tuple[pg.TextItem, ...]:
        return (*self.words, self.threshold_word)

    def keep_off(self, curve: Sequence[Point], threshold: float) -> None:
        """Keep the name of the ``threshold`` off a curve from now on; `show_lines` follows, which places all words."""
        self._curve, self._threshold = curve, threshold

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Draw these, as many as `MOST`; those before them go."""
        theme = current_theme()
        self.shown = tuple(lines)[:MOST]
        for number, (line, text) in enumerate(zip(self._lines, self.words, strict=True)):
            line.setVisible(number < len(self.shown))
            if number < len(self.shown):
                one = self.shown[number]
                ink, style = (theme.accent, Qt.PenStyle.SolidLine) if one.flips else (theme.quiet, Qt.PenStyle.DotLine)
                line.setPen(pg.mkPen(ink, width=1.6, style=style))
                line.setValue(one.x)
                text.setColor(ink)
                text.setText(one.text)
        self._place_words()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        behind = QColor(theme.surface)
        behind.setAlpha(200)
        for text in self._texts:
            text.fill = pg.mkBrush(behind)
        self.threshold_word.setColor(theme.quiet)
        self.show_lines(self.shown)

    @Slot()
    def _place_words(self) -> None:
        """Put all words where they lie on nothing; what has no room is not shown: the sentence has it."""
        box = self._box
        view = QRectF(0, 0, box.width(), box.height())
        (low, high), (bottom, top) = box.viewRange()
        across, down = view.width() / (high - low), view.height() / (top - bottom)
        level = (top - self._threshold) * down
        marks = [
            Mark((one.x - low) * across, text.boundingRect().size())
            for one, text in zip(self.shown, self.words, strict=False)
        ]
        curve = [QPointF((x - low) * across, (top - y) * down) for x, y in self._curve]
        size = self.threshold_word.boundingRect().size()
        name = in_gap(size, level, view, [mark.x for mark in marks], curve)
        names = [] if name is None else [name]
        places = placed(marks, view, names, from_below=level < view.center().y())
        places += [None] * (len(self.words) - len(places))
        for text, place in ((self.threshold_word, name), *zip(self.words, places, strict=True)):
            text.setVisible(place is not None)
            if place is not None:
                text.setPos(low + place.left() / across, top - place.top() / down)

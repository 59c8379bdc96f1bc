"""How the inside of the window makes do with the room that it has: which of its parts step back, and in which order."""

from collections.abc import Container
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.chosen_panel import ChosenPanel
from alpaca_gui.gui.giving_way import GivingWay, Part, least_height
from alpaca_gui.gui.histogram_panel import HistogramPanel

_CHANGES: Final = frozenset({QEvent.Type.LayoutRequest, QEvent.Type.Resize})


class Room(QObject):
    """Decides what is shown of the window's inside.

    Picture, decision, logit and probability always are. The rest steps back in this order where it is too low: the
    sigmoid, the histogram, what is to be known of the model and of the picture, threshold and band, the label, and the
    verdict in words. It comes back by itself; a person's wish not to see the histogram stays. What a line of the
    reading says is in the tool tip of the reading then.

    Parameters
    ----------
    whole
        What has all the room: the histogram above, ``left`` and ``chosen`` side by side below.
    """

    histogram_stood_back = Signal(bool)

    def __init__(self, whole: QWidget, histogram: HistogramPanel, left: QWidget, chosen: ChosenPanel) -> None:
        super().__init__(whole)
        self._whole, self._histogram, self._left, self._chosen = whole, histogram, left, chosen
        self._wish = True
        self._said = False
        reading = chosen.reading
        self._giving = GivingWay(
            (
                Part(chosen.curve, _always, steady=True),
                Part(histogram, self._histogram_wanted, steady=True),
                Part(reading.model_note, lambda: bool(reading.model_note.text())),
                Part(reading.note, lambda: bool(reading.note.text())),
                Part(chosen.controls, _always, steady=True),
                Part(chosen.label_bar, _always, steady=True),
                Part(reading.words, lambda: bool(reading.sentence.text())),
            ),
            self._needs,
        )
        reading.changed.connect(self.fit)
        for plot in (histogram, chosen.curve):
            plot.drag_ended.connect(self.fit)
        for one in (whole, chosen):
            one.installEventFilter(self)

    @property
    def histogram_back(self) -> bool:
        """Whether the histogram is wanted, and there is no room for it."""
        return self._histogram in self._giving.back

    def show_histogram(self, wish: bool) -> None:
        """Show the histogram wherever there is room for it, or nowhere."""
        self._wish = wish
        self._giving.forget()
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look anew when there is other room, or when something asks for other room."""
        if event.type() in _CHANGES:
            self.fit()
        return False

    @Slot()
    def fit(self) -> None:
        """Show what there is room for; while a line is dragged in a plot all stays as it is under the hand."""
        if self._histogram.dragging or self._chosen.curve.dragging:
            return
        self._giving.fit(QSize(self._chosen.width(), self._whole.height()))
        back = self._giving.back
        self._chosen.set_tight(tight=self._chosen.curve in back)
        self._chosen.lay_out_now()
        self._chosen.reading.say_in_tip(sorted(back, key=id))
        if self.histogram_back is not self._said:
            self._said = self.histogram_back
            self.histogram_stood_back.emit(self._said)

    def _histogram_wanted(self) -> bool:
        return self._wish

    def _needs(self, shown: Container[QWidget]) -> int:
        below = max(least_height(self._left, self._left.width()), self._chosen.least_height(shown))
        return below + (self._histogram.sizeHint().height() if self._histogram in shown else 0)


def _always() -> bool:
    return True

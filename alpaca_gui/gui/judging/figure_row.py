"""One figure of a report: its value, its 95 % interval in words and as a small bar, and what it means."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.judging.report import Figure
from alpaca_gui.judging.words import figure_text, interval_text


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say of a kind of figure.

    Attributes
    ----------
    name, short, long
        What it is called, what it means in a line, and in a few sentences.
    least, most
        The ends of the bar that are drawn; ``most`` grows where the interval is beyond it.
    guessing
        What tossing a coin gives; None where that depends on the pictures.
    """

    name: str
    short: str
    long: str
    least: float
    most: float
    guessing: float | None


ACCURACY: Final = About(
    "Accuracy",
    "the share of pictures on the right side of the threshold",
    "Of all pictures, the share whose answer equals the label. 1 is perfect. Where one side has many more pictures, "
    "always naming that side is right often too: look at the four counts as well.",
    0.5,
    1.0,
    None,
)
LOG_LOSS: Final = About(
    "Log loss",
    "how much the labels surprise the model; 0 is perfect, 0.69 is tossing a coin",
    "The mean of minus the logarithm of the probability that the model gave to the label (cross-entropy, in nats). "
    "Being sure and wrong costs most.",
    0.0,
    0.693,
    0.693,
)
BRIER: Final = About(
    "Brier",
    "how far the probabilities are from the labels, squared; 0.25 is tossing a coin",
    "The mean of the squared difference between the probability of yes and the label (1 for yes, 0 for no). "
    "0 is perfect.",
    0.0,
    0.25,
    0.25,
)
AUC: Final = About(
    "AUC",
    "the chance that a yes has a higher logit than a no; 0.5 is guessing",
    "Take one picture labelled yes and one labelled no at random: the chance that the first has the higher logit. It "
    "does not depend on the threshold; it is the area under the ROC curve.",
    0.5,
    1.0,
    0.5,
)
ECE: Final = About(
    "Calibration error",
    "how far “80 %” is from being right 80 times in 100; 0 is perfect",
    "Expected calibration error (ECE): in each bin of the reliability diagram, how far the mean probability is from "
    "the share that is labelled yes, averaged over the pictures.",
    0.0,
    0.2,
    None,
)


class IntervalBar(QWidget):
    """A thin line from the least to the most, the interval on it, and a dot at the figure."""

    def __init__(self, about: About, figure: Figure) -> None:
        super().__init__()
        self._about, self._figure = about, figure
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(36)

    def sizeHint(self) -> QSize:
        """Be low and wide."""
        return QSize(150, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(QPen(QColor(theme.line), 2))
        painter.drawLine(QPointF(6, middle), QPointF(self.width() - 6, middle))
        low, high = self._x(self._figure.low), self._x(self._figure.high)
        painter.setPen(QColor(0, 0, 0, 0))
        tint = QColor(theme.accent)
        tint.setAlpha(110)
        painter.setBrush(tint)
        painter.drawRoundedRect(QRectF(low, middle - 4, max(2.0, high - low), 8), 4, 4)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QPointF(self._x(self._figure.value), middle), 5, 5)

    def _x(self, value: float) -> float:
        least = min(self._about.least, self._figure.low)
        most = max(self._about.most, self._figure.high)
        return 6 + (self.width() - 12) * (value - least) / (most - least)


class FigureRow:
    """Puts a figure into a row of a grid: name and meaning, value and interval, bar."""

    def __init__(self, about: About, figure: Figure, grid: QGridLayout, row: int) -> None:
        self.value = ValueLabel(about.name)
        font = self.value.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        self.value.setFont(digits_font(font))
        self.value.show_value(figure_text(figure))
        self.interval = ValueLabel(f"{about.name}, 95 % interval")
        self.interval.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.interval.show_value(interval_words(figure))
        name = QLabel(about.name)
        bold = name.font()
        bold.setBold(True)
        name.setFont(bold)
        meaning = QLabel(about.short)
        meaning.setWordWrap(True)
        meaning.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        bar = IntervalBar(about, figure)
        bar.setAccessibleName(f"{about.name}: {figure_text(figure)}, {interval_words(figure)}")
        for widget in (name, self.value, meaning, self.interval, bar):
            widget.setToolTip(tip_text(about.long))
        grid.addWidget(name, 3 * row, 0)
        grid.addWidget(self.value, 3 * row, 1)
        grid.addWidget(bar, 3 * row, 2)
        grid.addWidget(self.interval, 3 * row, 3)
        grid.addWidget(meaning, 3 * row + 1, 0, 1, 4)
        grid.setRowMinimumHeight(3 * row + 2, 8)


def interval_words(figure: Figure) -> str:
    """The interval in words: ``95 %: 0.9440 to 0.9810``; says so where there is none."""
    if figure.low == figure.high:
        return "too few pictures for an interval"
    return f"95 %: {interval_text(figure)}"

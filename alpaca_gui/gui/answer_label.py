"""The model's answer, in words that a stranger chose: large where they fit, smaller or broken where they do not."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.value_label import ValueLabel

_SCALES: Final = (1.5, 1.25, 1.0)
_MOST_LINES: Final = 3
_BREAK: Final = "\N{ZERO WIDTH SPACE}"


class AnswerLabel(ValueLabel):
    """Shows an answer in bold, wrapped at its spaces; `fit` makes it stand in a width, whatever its words are.

    It never shows less than begins the answer: what takes more than a few lines ends with "…", and is whole in the tool
    tip and to a screen reader.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._answer = ""
        self._points = self.font().pointSizeF()
        self._worn = (0.0, "")
        self._wear(_SCALES[0], "")

    @property
    def answer(self) -> str:
        """The whole answer."""
        return self._answer

    def show_value(self, text: str) -> None:
        """Show an answer as large as it can be; `fit` follows."""
        self._answer = text
        super().show_value(text)
        self._wear(_SCALES[0], text)

    def large_metrics(self) -> QFontMetrics:
        """How wide letters are where it is shown as large as it can be."""
        return QFontMetrics(self._font(_SCALES[0]))

    def longest_word(self) -> int:
        """How wide its longest word is where it is shown large, in pixels."""
        metrics = self.large_metrics()
        return max((metrics.horizontalAdvance(word) for word in self._answer.split()), default=0)

    def fit(self, width: int) -> None:
        """Take the largest size in which no word is wider than ``width``; in the smallest, break words that are."""
        words = self._answer.split()
        longest = self.longest_word()
        scale = next((scale for scale in _SCALES if longest * scale <= width * _SCALES[0]), _SCALES[-1])
        metrics = QFontMetrics(self._font(scale))
        lines = metrics.horizontalAdvance(self._answer) // max(1, width)
        text = self._answer
        if lines > _MOST_LINES or len(self._answer.splitlines()) > _MOST_LINES:
            text = metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, _MOST_LINES * width)
        self.setToolTip("" if text == self._answer else tip_text(self._answer))
        self._wear(scale, " ".join(_broken(word, metrics, width) for word in text.split(" ")))

    def _wear(self, scale: float, text: str) -> None:
        if (scale, text) != self._worn:
            self._worn = (scale, text)
            self.setFont(self._font(scale))
            self.setText(text)

    def _font(self, scale: float) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(self._points * scale)
        font.setBold(True)
        return font


def _broken(word: str, metrics: QFontMetrics, width: int) -> str:
    """A word that may go on in the next line at every letter, if it is wider than one."""
    return word if metrics.horizontalAdvance(word) <= width else _BREAK.join(word)

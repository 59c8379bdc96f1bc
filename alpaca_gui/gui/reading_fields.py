"""The three facts of a reading, each under its title: side by side where there is room, else one below another."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from alpaca_gui.gui.answer_label import AnswerLabel
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.signs import Sign, draw_sign
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.value_label import ValueLabel

_ASIDE: Final = 14
_BELOW: Final = 2
_SIDE: Final = 26
_SCALE: Final = 1.5
_ANSWER_CHARACTERS: Final = 11
_USUAL: Final = ("+00.0000", "1 − 0.0 × 10⁻⁰⁰")
"""As long as a logit and a probability are, but for extreme ones: these two stand side by side at any width."""

Rows = tuple[tuple[int, ...], ...]
"""Which fields stand side by side, by number: answer, logit, probability."""

_ROWS: Final[tuple[Rows, ...]] = (((0, 1, 2),), ((0,), (1, 2)), ((0,), (1,), (2,)))


class SignShape(QWidget):
    """A decision's shape, as large as its box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = Sign.WAITING
        self.setFixedSize(QSize(_SIDE, _SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape."""
        draw_sign(QPainter(self), self.sign, QRectF(self.rect()).adjusted(2, 2, -2, -2), current_theme())


class ReadingFields(QWidget):
    """Lays out decision, logit and probability so that nothing of them is cut, however long they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shape = SignShape(self)
        self.decision = AnswerLabel("Decision", self)
        self.logit = _number("Logit", self)
        self.probability = _number("Probability", self)
        self._values = (self.decision, self.logit, self.probability)
        self._titles = tuple(_title(text, self) for text in ("Decision", "Logit", "Probability of yes"))
        self._measured = AnswerLabel("", self)  # as the answer; to try widths on without changing what is shown
        self._measured.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_values(self, answer: str, logit: str, probability: str) -> None:
        """Show all three."""
        for label, text in zip(self._values, (answer, logit, probability), strict=True):
            label.show_value(text)
        self._measured.show_value(answer)
        self.updateGeometry()
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of usual numbers side by side, whatever is shown: nothing beside moves with the picture."""
        metrics = QFontMetrics(self.logit.font())
        titles = [title.sizeHint().width() for title in self._titles[1:]]
        numbers = [max(wide, metrics.horizontalAdvance(text)) for wide, text in zip(titles, _USUAL, strict=True)]
        width = _SIDE + _ASIDE + sum(numbers) + _ASIDE
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def sizeHint(self) -> QSize:
        """Ask for the room in which all three stand side by side."""
        width = _SIDE + _ASIDE + sum(self._least()) + 2 * _ASIDE
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """Say that it is higher where it is narrower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height in which all of it stands where it is so wide."""
        return max(box.bottom() + 1 for box in self._places(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room that there is."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        shape, *boxes = self._places(self.width())
        self.shape.setGeometry(shape)
        self.decision.fit(boxes[1].width())
        labels = [label for both in zip(self._titles, self._values, strict=True) for label in both]
        for label, box in zip(labels, boxes, strict=True):
            label.setGeometry(box)

    def _places(self, width: int) -> list[QRect]:
        """Where the shape is, and title and value of each field, where all is so wide."""
        least, start = self._least(), _SIDE + _ASIDE
        room = max(1, width - start)
        rows = next((rows for rows in _ROWS if all(_fit(row, least, room) for row in rows)), _ROWS[-1])
        boxes: dict[int, tuple[QRect, QRect]] = {}
        y = 0
        for row in rows:
            x = start
            heights = [self._titles[field].sizeHint().height() for field in row]
            below = y + max(heights) + _BELOW
            wide = _shares([min(least[field], room) for field in row], room - _ASIDE * (len(row) - 1))
            high = max(self._height(field, each) for field, each in zip(row, wide, strict=True))
            for field, each in zip(row, wide, strict=True):
                boxes[field] = QRect(x, y, each, max(heights)), QRect(x, below, each, high)
                x += each + _ASIDE
            y = below + high + _BELOW
        answer = boxes[0][1]
        shape = QRect(0, answer.top() + (answer.height() - _SIDE) // 2, _SIDE, _SIDE)
        return [shape, *(box for field in range(len(self._values)) for box in boxes[field])]

    def _least(self) -> list[int]:
        """What each field needs in width; the answer, that it stands large and is not broken."""
        answer = self.decision
        usual = _ANSWER_CHARACTERS * answer.large_metrics().averageCharWidth()
        numbers = [
            max(title.sizeHint().width(), value.sizeHint().width())
            for title, value in zip(self._titles[1:], self._values[1:], strict=True)
        ]
        return [max(usual, answer.longest_word()), *numbers]

    def _height(self, field: int, width: int) -> int:
        if field:
            return self._values[field].sizeHint().height()
        self._measured.fit(width)
        return max(_SIDE, self._measured.heightForWidth(width))


def _fit(row: Sequence[int], least: Sequence[int], room: int) -> bool:
    """Whether fields stand side by side; an answer that has a line of its own can always be made to fit."""
    return row == (0,) or sum(least[field] for field in row) + _ASIDE * (len(row) - 1) <= room


def _shares(least: Sequence[int], room: int) -> list[int]:
    """Divide ``room`` as equally as can be, so that nobody has less than is needed."""
    shares = list(least)
    free = list(range(len(least)))
    while free:
        each = (room - sum(shares[place] for place in range(len(least)) if place not in free)) // len(free)
        more = [place for place in free if least[place] > each]
        if not more:
            for place in free:
                shares[place] = max(1, each)
            break
        free = [place for place in free if place not in more]
    return shares


def _number(name: str, parent: QWidget) -> ValueLabel:
    label = ValueLabel(name, parent)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * _SCALE)
    label.setFont(digits_font(font))
    return label


def _title(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label

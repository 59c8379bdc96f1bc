"""The empty window: what to do, what a logit is, and a way to try it at once."""

from collections.abc import Container

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.gui.giving_way import GivingWay, Part, least_height
from alpaca_gui.gui.theme import current_theme

WHAT_A_LOGIT_IS = (
    "A logit is the raw number that the model's one neuron gives a picture: "
    "above 0 it leans to yes, below 0 to no, and the farther from 0, the surer it is."
)


class Welcome(QWidget):
    """Three buttons and two sentences."""

    open_pictures = Signal()
    open_folder = Signal()
    try_samples = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Welcome")
        title = QLabel("Drop pictures or folders here")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.9)
        title.setFont(font)
        self.question = QLabel("The model answers one question with yes or no.")
        self.question.setTextFormat(Qt.TextFormat.PlainText)  # a stranger's model may have markup in its answers
        lesson = QLabel(WHAT_A_LOGIT_IS)
        lesson.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (title, self.question, lesson):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
        lesson.setMaximumWidth(560)
        self.curve = _Curve()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(14)
        column.addStretch(3)
        column.addWidget(self.curve, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(title)
        column.addWidget(self.question)
        column.addLayout(self._buttons())
        column.addSpacing(12)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(lesson, 8)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(4)
        self._giving = GivingWay([Part(self.curve, lambda: True)], self._needs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Do without the curve where it is too low for all."""
        super().resizeEvent(event)
        self._giving.fit(event.size())

    def _needs(self, shown: Container[QWidget]) -> int:
        least, wanted = self._column.totalMinimumHeightForWidth(self.width()), self.curve in shown
        curve = least_height(self.curve, self.width()) + self._column.spacing()
        return least + curve * (wanted - (not self.curve.isHidden()))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for text, signal, tip in (
            ("&Open pictures…", self.open_pictures, "Choose picture files"),
            ("Open fol&der…", self.open_folder, "Choose a folder; all pictures below it are taken"),
            ("&Try the samples", self.try_samples, "Classify the pictures that come with the program"),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setAccessibleName(text.replace("&", ""))
            button.setMinimumHeight(34)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def ask(self, concept: str) -> None:
        """Name the model's question."""
        self.question.setText(f"The model answers one question: is it {article(concept)} {concept}?")


class _Curve(QWidget):
    """A small sigmoid with a dot on either side, as a sign of what is to come."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(190, 84))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(8, 10, -8, -10)
        middle = box.center()
        curve = QPainterPath(box.bottomLeft())
        curve.cubicTo(middle.x() - 4, box.bottom(), middle.x() + 4, box.top(), box.right(), box.top())
        painter.setPen(QPen(QColor(theme.line), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(middle.x(), box.top() - 6), QPointF(middle.x(), box.bottom() + 6))
        painter.setPen(QPen(QColor(theme.quiet), 2))
        painter.drawPath(curve)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.yes))
        painter.drawEllipse(curve.pointAtPercent(0.82), 7, 7)
        painter.setBrush(QColor(theme.no))
        no = curve.pointAtPercent(0.16)
        painter.drawRect(QRectF(no.x() - 6, no.y() - 6, 12, 12))


def article(word: str) -> str:
    """Give ``a`` or ``an``, by the first letter."""
    return "an" if word[:1].lower() in "aeiou" else "a"

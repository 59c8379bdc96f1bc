"""The window's short texts: what a logit is, and about the program."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

import alpaca_gui
from alpaca_gui.gui.placing import size_on_screen

_LINE: Final = 500
"""How long a line of a text is, in pixels, where no word is longer."""
_LEAST: Final = 260
_ENDLESS: Final = 100_000
_MARGIN: Final = 16

LOGIT_TEXT = """The model ends in one linear neuron. What comes out of it is one number, the logit: any real number, \
raw, not a probability.

Above the threshold (0 unless you move it) the answer is yes, below it is no. The farther away, the harder to flip.

The sigmoid curve turns the logit into the probability of yes: 0 becomes 0.5, +2 becomes 0.88, −2 becomes 0.12. The \
curve is flat at its ends, so probabilities there look alike while logits still tell them apart. That is why this \
program shows the logit first.

The band is the strip around the threshold where you would rather ask a person: there the answer is "unsure"."""

ABOUT_TEXT = f"""Alpaca {alpaca_gui.__version__}

Drop pictures, read the logit, the probability and the decision of a one-neuron classifier.

MIT licence. Built with Qt (PySide6), LiteRT, Pillow, NumPy and pyqtgraph. No picture leaves this computer."""


class Notice(QDialog):
    """A text to read and to copy, that stays open beside the window."""

    def __init__(self, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.label = label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(label)
        self.buttons = buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area)
        column.addWidget(buttons)
        self._fit(column)

    def _fit(self, column: QVBoxLayout) -> None:
        """Be as large as the text needs; where the screen is too small for that, the text can be scrolled."""
        for widget in (self, self.label, self.buttons):
            widget.ensurePolished()  # a style may have another font
        page = QRect(0, 0, _LINE, _ENDLESS)
        lines = self.label.fontMetrics().boundingRect(page, Qt.TextFlag.TextWordWrap, self.label.text())
        width = max(_LEAST, lines.width() + 1) + 2 * _MARGIN
        height = self.label.heightForWidth(width) + column.spacing() + self.buttons.sizeHint().height()
        edges = column.contentsMargins()
        size_on_screen(self, width + edges.left() + edges.right(), height + edges.top() + edges.bottom())

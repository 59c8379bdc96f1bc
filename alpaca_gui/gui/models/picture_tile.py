"""A place for one picture to try a model on: chosen or dropped, shown with the model's number and its answer."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from alpaca_gui.gui.dropping import accept_as_copy
from alpaca_gui.gui.mime import items_in
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.shortened import shortened
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.imaging.source import FileSource, printable
from alpaca_gui.logit.words import logit_text

SHOWN: Final = QSize(150, 112)
_INVITATION: Final = "Choose or drop\na picture"
_MOST_SHOWN: Final = 20


class PictureTile(QWidget):
    """Draws what it is given; `asked` wants a picture to be chosen, `dropped` gives the files that were let go over it.

    Parameters
    ----------
    name
        What it is called by a screen reader, e.g. ``First picture``.
    """

    asked = Signal()
    dropped = Signal(list)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setAcceptDrops(True)
        self.button = QToolButton()
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setMinimumSize(SHOWN.width() + 24, SHOWN.height() + 40)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setIconSize(SHOWN)
        self.button.setText(_INVITATION)
        self.button.setAccessibleName(f"{name}: choose")
        self.button.clicked.connect(self.asked)
        self.number = _line(f"{name}: the model's number")
        self.number.setFont(digits_font(self.number.font()))
        self.answer = _line(f"{name}: answer")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.button, self.number, self.answer):
            column.addWidget(widget)
        self.show_number(None)

    def show_file(self, path: Path) -> None:
        """Show which picture it is, before it is decoded."""
        name = printable(path.name)
        self.button.setText(shortened(name, _MOST_SHOWN).replace("&", "&&"))
        self.button.setAccessibleName(f"{self._name}: {name}")
        self.button.setToolTip(tip_text(printable(str(path))))
        self.button.setIcon(QIcon())

    def show_image(self, image: QImage) -> None:
        """Show the picture itself."""
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.button.setIcon(QIcon(pixmap))

    def show_number(self, logit: float | None, words: str = "") -> None:
        """Show the model's own number, or ``words`` where there is none."""
        self.number.show_value(words if logit is None else f"its number {logit_text(logit)}")

    def show_answer(self, sign: Sign | None, words: str) -> None:
        """Show what the picture would be answered; in grey where that is not known yet."""
        self.answer.show_value(words)
        font = self.answer.font()
        font.setBold(sign is not None)
        self.answer.setFont(font)
        palette = self.answer.palette()
        theme = current_theme()
        ink = QColor(theme.quiet) if sign is None else colour(sign, theme)
        palette.setColor(QPalette.ColorRole.WindowText, ink)
        self.answer.setPalette(palette)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files; what else is dragged goes on to the dialog."""
        if event.mimeData().hasUrls():
            accept_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Copy the files' names out and let the source go."""
        accept_as_copy(event)
        items = items_in(event.mimeData(), "dropped picture")
        self.dropped.emit([item.source.path for item in items if isinstance(item.source, FileSource)])


def _line(name: str) -> ValueLabel:
    label = ValueLabel(name)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    return label

"""One side of the training pictures: a place to drop a folder on, and what is in that folder."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.gui.dropping import accept_as_copy, dropped_paths
from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.signs import Sign, draw_sign
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.training.survey import Survey
from alpaca_gui.gui.training.thumbs import Thumbs
from alpaca_gui.gui.training.words import few_sentence, folder_name, pictures_text, printable_path
from alpaca_gui.training.request import FEWEST

_EMPTY = "Drop a folder of pictures here"


class SideBox(QWidget):
    """Shows one folder. `dropped` tells paths, `choose_asked` that a person wants to choose, `means_yes` an answer.

    Parameters
    ----------
    sign
        `Sign.YES` or `Sign.NO`: what the side stands for.
    mnemonic
        The button's words with its key, e.g. ``Choose &yes folder…``.
    """

    dropped = Signal(object)
    choose_asked = Signal()
    means_yes = Signal()

    def __init__(self, sign: Sign, button: str) -> None:
        super().__init__()
        self._sign = sign
        self._hot = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._shape = _Shape()
        self._title = QLabel()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self.folder = ElidedLabel(_EMPTY)
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setWordWrap(True)
        self.thumbs = Thumbs()
        self.choose = QPushButton(button)
        self.choose.clicked.connect(self.choose_asked)
        self.answer = QPushButton("This one means yes")
        self.answer.clicked.connect(self.means_yes)
        self._lay_out()
        self.show_empty()
        self.ask(asking=False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._shape)
        head.addWidget(self._title)
        head.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose)
        buttons.addWidget(self.answer)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.folder)
        column.addWidget(self.count)
        column.addWidget(self.thumbs)
        column.addStretch(1)
        column.addLayout(buttons)

    # What it shows.

    def ask(self, *, asking: bool) -> None:
        """Show a button by which a person says that this folder means yes, or what the side stands for."""
        self._shape.show_sign(Sign.WAITING if asking else self._sign)
        self._title.setText("Yes or no?" if asking else self._sign.word)
        self.setAccessibleName(self._title.text())
        self.answer.setVisible(asking)
        self.choose.setVisible(not asking)

    def show_empty(self) -> None:
        """Show that nothing is chosen yet."""
        self._show(_EMPTY, f"At least {FEWEST} pictures.", warn=False)
        self.folder.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.thumbs.begin(0)

    def show_counting(self, folder: Path) -> None:
        """Show that a folder is being looked into."""
        self._show(folder_name(folder), "Counting its pictures…", warn=False)
        self.thumbs.begin(0)

    def show_survey(self, survey: Survey) -> None:
        """Show what a folder holds."""
        few = few_sentence(survey)
        self._show(folder_name(survey.folder), few or pictures_text(survey.count), warn=bool(few))
        self.folder.setToolTip(tip_text(printable_path(survey.folder)))
        self.answer.setAccessibleName(f"{folder_name(survey.folder)} means yes")
        self.thumbs.begin(len(survey.first))

    def show_refusal(self, sentence: str) -> None:
        """Show why what was dropped cannot be used."""
        self.show_empty()
        self._show(_EMPTY, sentence, warn=True)

    def _show(self, folder: str, count: str, *, warn: bool) -> None:
        self.folder.setForegroundRole(QPalette.ColorRole.WindowText)
        self.folder.show_text(folder)
        self.count.setText(count)
        colours = self.count.palette()
        theme = current_theme()
        colours.setColor(QPalette.ColorRole.WindowText, QColor(theme.failed if warn else theme.quiet))
        self.count.setPalette(colours)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the place to drop on."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.surface))
        pen = QPen(QColor(theme.accent), 2) if self._hot else QPen(QColor(theme.line), 1.2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    # Drag and drop.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that what comes will be taken."""
        if dropped_paths(event.mimeData()):
            accept_as_copy(event)
            self._warm(hot=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the invitation back."""
        self._warm(hot=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the paths on."""
        self._warm(hot=False)
        accept_as_copy(event)
        self.dropped.emit(dropped_paths(event.mimeData()))

    def _warm(self, *, hot: bool) -> None:
        self._hot = hot
        self.update()


class _Shape(QWidget):
    """The sign of a side, in its colour."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = Sign.WAITING
        self.setFixedSize(QSize(14, 14))

    def show_sign(self, sign: Sign) -> None:
        self._sign = sign
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_sign(QPainter(self), self._sign, QRectF(self.rect()).adjusted(1, 1, -1, -1), current_theme())

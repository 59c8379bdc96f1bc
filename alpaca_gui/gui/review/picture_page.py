"""The page of a review that shows one picture: its name, its reading, the question and the four answers."""

from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.review.keyed import KeyedBox, KeyedButton
from alpaca_gui.gui.review.picture import AHEAD, ReviewPicture
from alpaca_gui.gui.review.progress import Progress
from alpaca_gui.gui.review.slim_reading import SlimReading
from alpaca_gui.gui.review.strip import MOST, Strip
from alpaca_gui.gui.review.words import label_words
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.imaging.freedesktop import LONGEST_SIDE
from alpaca_gui.imaging.source import FileSource, printable
from alpaca_gui.library.columns import Columns

_NARROW: Final = 620
_ALL_IN_A_ROW: Final = 520


class PicturePage(QWidget):
    """Draws what it is told; its buttons are its attributes."""

    def __init__(self, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.thumbnails = Thumbnails(columns, LONGEST_SIDE, self)
        self.name, self.folder = ElidedLabel(), ElidedLabel()
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.folder.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.picture = ReviewPicture()
        self.strip = Strip(self.thumbnails)
        self.reading = SlimReading()
        self.question = ValueLabel("Question")
        font = self.question.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self.question.setFont(font)
        self.label = ValueLabel("Your label")
        self.yes = KeyedButton("Yes", "Y", "Yes, it is, and on to the next picture")
        self.no = KeyedButton("No", "N", "No, it is not, and on to the next picture")
        self.skip = KeyedButton("Skip", "Space", "On to the next picture without a label; it comes again at the end")
        self.undo = KeyedButton("Undo", "U", "Take the last change back: a label, a removal, threshold or band")
        self.hide_logit = KeyedBox(
            "&Hide the logit until I have answered", "The model's number may sway the eye; a hidden one cannot"
        )
        self.all_shown = KeyedBox(
            "&All that the window shows", "Ask about every picture that the window shows now, also the decided ones"
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName("Labelled of all")
        self.progress = ValueLabel("Progress")
        self._buttons, self._boxes = QGridLayout(), QGridLayout()
        self._lay_out()
        self.show_signs()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.picture, 1)
        middle.addWidget(self.strip)
        asked = QHBoxLayout()
        asked.addWidget(self.question)
        asked.addStretch(1)
        asked.addWidget(self.label)
        self._buttons.setSpacing(8)
        self._place(in_a_row=True)
        self._boxes.setHorizontalSpacing(18)
        self._boxes.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 6)
        column.setSpacing(6)
        for line in (self.name, self.folder):
            column.addWidget(line)
        column.addLayout(middle, 1)
        for part in (self.reading, asked, self._buttons, self.bar, self.progress, self._boxes):
            column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)

    def _place(self, *, in_a_row: bool) -> None:
        for number, button in enumerate((self.yes, self.no, self.skip, self.undo)):
            self._buttons.addWidget(button, *((0, number) if in_a_row else divmod(number, 2)))
        for number, box in enumerate((self.hide_logit, self.all_shown)):
            self._boxes.addWidget(box, *((0, number) if in_a_row else (number, 0)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the strip, and put the buttons in two rows, where there is little room."""
        super().resizeEvent(event)
        self.strip.setVisible(self.width() >= _NARROW)
        self._place(in_a_row=self.width() >= _ALL_IN_A_ROW)

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as two buttons side by side."""
        return QSize(2 * self.skip.sizeHint().width() + 48, super().minimumSizeHint().height())

    def show_key(self, key: int, coming: list[int]) -> None:
        """Show a picture; the next ones are made ready."""
        self.thumbnails.only({key, *coming})
        source = self._columns.source(key)
        self.name.show_text(source.name)
        folder = source.path.absolute().parent if isinstance(source, FileSource) else source.location
        self.folder.show_text(printable(str(folder)))
        ahead = [(other, self._columns.source(other)) for other in coming[:AHEAD]]
        self.picture.show_with(key, source, self.thumbnails.get(key), ahead)
        self.show_coming(coming)

    def show_coming(self, coming: list[int]) -> None:
        """Show what comes next."""
        self.strip.show_keys(coming[:MOST])

    def show_label(self, label: int) -> None:
        """Show what the person has said of the picture."""
        self.label.show_value(label_words(label))

    def show_progress(self, progress: Progress) -> None:
        """Show how much is done and what is left."""
        self.bar.setRange(0, max(1, progress.all))
        self.bar.setValue(progress.labelled)
        self.progress.show_value(progress.words)

    def show_signs(self) -> None:
        """Draw the answers' shapes in the colours that are shown now."""
        self.yes.show_sign(Sign.YES)
        self.no.show_sign(Sign.NO)

    def changeEvent(self, event: QEvent) -> None:
        """Take new colours over."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_signs()

    def close_threads(self) -> None:
        """End the threads that decode for display."""
        self.thumbnails.close()
        self.picture.close_loader()

"""The pictures behind what was clicked: which they are, the chosen one large with its reading, and all of them."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from alpaca_gui.gui.judging.behind import Shown
from alpaca_gui.gui.judging.judged_model import JudgedModel, Remark
from alpaca_gui.gui.judging.picture_rows import PictureRows
from alpaca_gui.gui.picture_view import PictureView
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.judgement import Judgement


class PicturesPanel(QWidget):
    """Shows some pictures of ``judgement``; the first is chosen at once."""

    def __init__(self, judgement: Judgement, remark: Remark | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = JudgedModel(judgement, remark, self)
        self.rows = PictureRows(self.model)
        self.view = PictureView()
        self.view.setMinimumSize(120, 90)
        self.what = ValueLabel("What is shown")
        self.reading = ValueLabel("Reading")
        self.place = ValueLabel("Folder")
        self.place.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (self.what, self.reading, self.place):
            label.setWordWrap(True)
        self.open_folder = QPushButton("Open its &folder")
        self.open_folder.setToolTip("Open the folder that the picture is in (double click on the row)")
        self.open_folder.clicked.connect(self._on_open)
        self.rows.chosen.connect(self._on_chosen)
        self.rows.wanted.connect(self._open)
        self._lay_out()
        self._on_chosen(-1)

    def _lay_out(self) -> None:
        font = self.what.font()
        font.setBold(True)
        self.what.setFont(font)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignTop)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(12, 4, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.view, 1)
        column.addWidget(self.reading)
        column.addLayout(row)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(top)
        split.addWidget(self.rows)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 300])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 2)
        head.addWidget(self.what)
        whole.addLayout(head)
        whole.addWidget(split, 1)

    def show_pictures(self, shown: Shown) -> None:
        """Show these pictures, the first of them large."""
        self.what.show_value(shown.sentence)
        self.model.arrange(shown.places)
        if shown.places.size:
            self.rows.choose(0)
            self.rows.scrollToTop()
        else:
            self._on_chosen(-1)

    def close_threads(self) -> None:
        """End the threads that decode for display."""
        self.rows.thumbnails.close()
        self.view.close_loader()

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        self.open_folder.setEnabled(place >= 0)
        if place < 0:
            self.view.show_message("Click on a number, a bar or a point, and the pictures behind it are shown here.")
            self.reading.show_value("")
            self.place.show_value("")
            return
        model = self.model
        self.view.show_picture(place, model.source(place), self.rows.thumbnails.get(place))
        self.reading.show_value(f"{model.name(place)}: {model.whole_detail(place)}; {model.reading(place)}.")
        self.place.show_value(f"in {printable(str(self._folder(place)))}")

    def _folder(self, place: int) -> Path:
        return self.model.judgement.paths[place].absolute().parent

    @Slot()
    def _on_open(self) -> None:
        index = self.rows.currentIndex()
        if index.isValid():
            self._open(int(self.model.places[index.row()]))

    @Slot(int)
    def _open(self, place: int) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder(place))))

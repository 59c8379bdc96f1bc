"""Two pictures to try a model on, side by side, each with the model's number and what it would be answered."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from alpaca_gui.gui.loader import Loaded, PictureLoader
from alpaca_gui.gui.models.picture_tile import SHOWN, PictureTile
from alpaca_gui.gui.shortened import shortened
from alpaca_gui.gui.signs import Sign
from alpaca_gui.imaging.source import FileSource

_MOST_SHOWN: Final = 22
_TILES: Final = ("First picture", "Second picture")
_PICTURES: Final = "Pictures (*.jpg *.jpeg *.png *.webp *.avif *.heic *.tif *.tiff *.bmp *.gif);;All files (*)"


class PreviewPanel(QWidget):
    """Holds the two pictures and the model's numbers; `chosen` tells that there is another picture."""

    chosen = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._asking = 0
        self._paths: list[Path | None] = [None, None]
        self._numbers: dict[Path, float] = {}
        self.tiles = [PictureTile(name) for name in _TILES]
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.hide()
        row = QHBoxLayout()
        row.setSpacing(16)
        for tile in self.tiles:
            row.addWidget(tile, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.said)
        self._loader = PictureLoader(len(_TILES), self)
        self._loader.loaded.connect(self._on_loaded)
        self.tiles[0].asked.connect(self._ask_first)
        self.tiles[1].asked.connect(self._ask_second)
        self.tiles[0].dropped.connect(self._drop_first)
        self.tiles[1].dropped.connect(self._drop_second)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The pictures that were chosen."""
        return tuple(path for path in self._paths if path is not None)

    def take(self, paths: list[Path], place: int | None = None) -> None:
        """Take one or two pictures; ``place`` is the tile for the first, else the first that is empty."""
        if not paths:
            return
        if place is None:
            place = self._paths.index(None) if None in self._paths else 0
        for offset, path in enumerate(paths[: len(_TILES)]):
            self._put((place + offset) % len(_TILES), path)
        self.chosen.emit()

    def close_loader(self) -> None:
        """End the thread."""
        self._loader.close()

    def forget_numbers(self, words: str) -> None:
        """Show that the numbers are being made anew, or cannot be."""
        self._numbers = {}
        for tile, path in zip(self.tiles, self._paths, strict=True):
            tile.show_number(None, "" if path is None else words)

    def take_numbers(self, numbers: dict[Path, float]) -> None:
        """Take what the model gave, raw."""
        self._numbers = numbers
        self.say("")
        for tile, path in zip(self.tiles, self._paths, strict=True):
            tile.show_number(None if path is None else numbers.get(path))

    def say(self, sentence: str) -> None:
        """Show a sentence on what is wrong; nothing where it is empty."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def show_answers(self, sign: int | None, yes: str, no: str) -> None:
        """Show what each picture would be answered; ``sign`` is None while nobody has said what positive means."""
        for tile, path in zip(self.tiles, self._paths, strict=True):
            number = None if path is None else self._numbers.get(path)
            if number is None:
                tile.show_answer(None, "")
            elif sign is None:
                tile.show_answer(None, "no answer yet")
            elif number * sign > 0:
                tile.show_answer(Sign.YES, _answer("Yes", yes))
            else:
                tile.show_answer(Sign.NO, _answer("No", no))

    def _put(self, place: int, path: Path) -> None:
        self._paths[place] = path
        self.tiles[place].show_file(path)
        self.tiles[place].show_number(None)
        ratio = self.devicePixelRatioF()
        self._loader.want(place, FileSource(path), int(SHOWN.width() * ratio), int(SHOWN.height() * ratio))

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        if not loaded.image.isNull():
            self.tiles[loaded.key].show_image(loaded.image)

    @Slot()
    def _ask_first(self) -> None:
        self._ask(0)

    @Slot()
    def _ask_second(self) -> None:
        self._ask(1)

    @Slot(list)
    def _drop_first(self, paths: list[Path]) -> None:
        self.take(paths, 0)

    @Slot(list)
    def _drop_second(self, paths: list[Path]) -> None:
        self.take(paths, 1)

    def _ask(self, place: int) -> None:
        self._asking = place
        dialog = QFileDialog(self, "Choose a picture to try it on", self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_PICTURES)
        dialog.filesSelected.connect(self._on_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(list)
    def _on_files(self, files: list[str]) -> None:
        self._folder = str(Path(files[0]).parent)
        self.take([Path(file) for file in files], self._asking)


def _answer(word: str, name: str) -> str:
    return f"{word}, {shortened(name, _MOST_SHOWN)}" if name else word

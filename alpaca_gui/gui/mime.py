"""What a drop or the clipboard holds, as items for the intake. Everything is copied out at once."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from alpaca_gui.imaging.source import FileSource, MemorySource, PixelSource
from alpaca_gui.jobs.intake import Item, from_lines, from_text, looks_like_reference

_ENCODED: Final = (
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/avif",
    "image/heic",
    "image/heif",
    "image/tiff",
    "image/gif",
    "image/bmp",
    "image/x-bmp",
    "image/x-MS-bmp",
)
MODEL_SUFFIXES: Final = frozenset((".model", ".keras", ".h5", ".hdf5", ".tflite"))
_LINKS: Final = "text/uri-list"


def items_in(mime: QMimeData, label: str) -> list[Item]:
    """Read files, else picture data, else links, else text that names one of those; empty where there is nothing.

    A picture dragged out of a browser carries both its data and its address: the data is what the person saw, so it
    is taken and nothing is fetched.

    Parameters
    ----------
    label
        What to call a picture that has no name, e.g. ``pasted picture``.
    """
    links = from_lines(_text(mime, _LINKS)) if mime.hasFormat(_LINKS) else []
    if any(isinstance(item.source, FileSource) for item in links):
        return links
    picture = _picture_data(mime, label)
    if picture is not None:
        return [picture]
    if (shown := _only_picture(mime.html())) is not None:
        return [from_text(shown)]
    if links:
        return links
    lines = [line for line in mime.text().splitlines() if looks_like_reference(line)]
    return from_lines("\n".join(lines))


def models_and_pictures(items: list[Item]) -> tuple[list[Path], list[Item]]:
    """Part the files that are models, by their suffix, from everything else."""
    models = [item.source.path for item in items if isinstance(item.source, FileSource) and _is_model(item.source)]
    return models, [item for item in items if not (isinstance(item.source, FileSource) and _is_model(item.source))]


def _is_model(file: FileSource) -> bool:
    return file.path.suffix.lower() in MODEL_SUFFIXES


def _encoded_format(mime: QMimeData) -> str | None:
    return next((name for name in _ENCODED if mime.hasFormat(name)), None)


def _picture_data(mime: QMimeData, label: str) -> Item | None:
    encoded = _encoded_format(mime)
    if encoded is not None and (data := bytes(mime.data(encoded).data())):
        return Item(MemorySource(data, label))
    image = mime.imageData() if mime.hasImage() else None  # None too where the source has died meanwhile
    if isinstance(image, QImage) and not image.isNull():
        return Item(PixelSource(_pixels(image), label))
    return None


def _pixels(image: QImage) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


def _text(mime: QMimeData, name: str) -> str:
    return bytes(mime.data(name).data()).decode("utf-8", "surrogateescape")


class _Pictures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.addresses += [value for name, value in attrs if name == "src" and value]


def _only_picture(html: str) -> str | None:
    """Give the address of the one picture in a piece of HTML: a link around a picture leads to a page, not to it."""
    if "<img" not in html.lower():
        return None
    parser = _Pictures()
    parser.feed(html)
    found = [address for address in parser.addresses if address.startswith(("http://", "https://", "data:"))]
    return found[0] if len(found) == 1 else None

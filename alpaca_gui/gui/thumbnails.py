"""The thumbnails of the rows that are visible, kept within bounds."""

from collections import OrderedDict
from collections.abc import Container
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QPixmap

from alpaca_gui.gui.loader import Loaded, PictureLoader
from alpaca_gui.imaging.source import Source

_MOST_KEPT: Final = 400
_LEAST_KEPT: Final = 300
"""Twice what a grid shows at once: fewer, and drawing one picture could drive out another that is shown."""
_MOST_BYTES: Final = 60_000_000
_MOST_WAITING: Final = 200


class Sources(Protocol):
    """Rows that know where their pictures come from."""

    def source(self, key: int) -> Source:
        """Give the source of the row of a key."""


class Thumbnails(QObject):
    """Gives a row's thumbnail at once when it is there, and else has it made.

    Those that were not looked at for longest are let go: beyond four hundred, or beyond 60 MB where they are large.

    Parameters
    ----------
    sources
        The rows.
    side
        Longest side in device pixels, or the most width where ``height`` is given.
    height
        Most height in device pixels. Thumbnails that are drawn as large as they are take a quarter of the time.
    """

    arrived = Signal(int)

    def __init__(
        self, sources: Sources, side: int, parent: QObject | None = None, *, height: int | None = None
    ) -> None:
        super().__init__(parent)
        self._sources = sources
        self._width, self._height = side, height or side
        self._most_kept = max(_LEAST_KEPT, min(_MOST_KEPT, _MOST_BYTES // (4 * self._width * self._height)))
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._loader = PictureLoader(_MOST_WAITING, self)
        self._loader.loaded.connect(self._keep)

    def get(self, key: int) -> QPixmap | None:
        """Give a thumbnail (null for a picture that cannot be decoded), or None and ask for it."""
        pixmap = self._kept.get(key)
        if pixmap is None:
            if not self._loader.waits_for(key):
                self._loader.want(key, self._sources.source(key), self._width, self._height)
            return None
        self._kept.move_to_end(key)
        return pixmap

    def refresh(self, key: int) -> None:
        """Have a thumbnail that could not be made tried again, since the row has got its record."""
        pixmap = self._kept.get(key)
        if pixmap is not None and pixmap.isNull():
            del self._kept[key]

    def only(self, keys: Container[int]) -> None:
        """Forget what was asked for other rows and is not made yet, since they have scrolled out of sight.

        A row that comes back is asked for again. For many keys, hand over a set or a range.
        """
        self._loader.keep_only(keys)

    def close(self) -> None:
        """End the thread."""
        self._loader.close()

    @Slot(object)
    def _keep(self, loaded: Loaded) -> None:
        self._kept[loaded.key] = QPixmap.fromImage(loaded.image)
        while len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)
        if not loaded.image.isNull():  # what has no picture looks as before
            self.arrived.emit(loaded.key)

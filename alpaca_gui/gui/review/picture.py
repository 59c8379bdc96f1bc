"""The picture of a review, and the next ones, decoded ahead so that they are there at once."""

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.loader import Loaded
from alpaca_gui.gui.picture_view import PictureView
from alpaca_gui.gui.review.words import GONE
from alpaca_gui.imaging.source import Source

AHEAD: Final = 2
"""How many of the next pictures are decoded before they are asked for."""

_MOST_READY: Final = 2 + AHEAD


class ReviewPicture(PictureView):
    """Shows one picture fitted to its own size, and a sentence where it cannot be read any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, most_waiting=1 + AHEAD)
        self._ready: OrderedDict[int, QPixmap] = OrderedDict()
        self._fitting: set[int] = set()  # of those that are ready, those of the size that is shown now
        self._made_for = (0, 0)
        self._coming: list[tuple[int, Source]] = []
        self.setAccessibleName("Picture to label")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_with(
        self, key: int, source: Source, placeholder: QPixmap | None, coming: list[tuple[int, Source]]
    ) -> None:
        """Show a picture, and decode the next ones, of which the first comes first."""
        self._coming = coming[:AHEAD]
        ready = self._ready.get(key)
        self.show_picture(key, source, placeholder if ready is None else ready)

    @Slot()
    def _load(self) -> None:
        """Ask for the next ones first: what is asked for last is made first.

        What was made for another size is made anew; until then it is drawn larger or smaller.
        """
        ratio = self.devicePixelRatioF()
        width, height = int(self.width() * ratio), int(self.height() * ratio)
        other_size = (width, height) != self._made_for
        if other_size:
            self._made_for = width, height
            self._fitting.clear()
        self._loader.keep_only(())  # so that what it waits for now is at work, and need not be made twice
        shown = [] if self._source is None else [(self._key, self._source)]
        for key, source in [*reversed(self._coming), *shown]:
            if key in self._fitting:
                self._ready.move_to_end(key)
            elif other_size or not self._loader.waits_for(key):
                self._loader.want(key, source, width, height)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        if not loaded.image.isNull():
            self._keep_ready(loaded)
        if loaded.key != self._key:
            return
        if loaded.image.isNull():
            self.show_message(GONE)
        else:
            self._pixmap = self._ready[loaded.key]
            self.update()

    def _keep_ready(self, loaded: Loaded) -> None:
        self._ready[loaded.key] = QPixmap.fromImage(loaded.image)
        self._ready.move_to_end(loaded.key)
        self._fitting.add(loaded.key)
        while len(self._ready) > _MOST_READY:
            wanted = self._wanted()
            key = next(key for key in self._ready if key not in wanted)  # more are kept than are wanted
            del self._ready[key]
            self._fitting.discard(key)

    def _wanted(self) -> set[int]:
        return {self._key, *(key for key, _ in self._coming)}

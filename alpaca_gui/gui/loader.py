"""Decodes pictures for display in a thread of its own, the latest wish first."""

import threading
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from alpaca_gui.errors import PictureError
from alpaca_gui.gui.images import image_of
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.freedesktop import LONGEST_SIDE
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource, LinkSource, Source
from alpaca_gui.imaging.thumbnail_cache import ThumbnailCache
from alpaca_gui.jobs.priority import step_back


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A picture for display; ``image`` is null where it cannot be decoded."""

    key: int
    image: QImage


@dataclass(frozen=True, slots=True)
class _Wish:
    source: Source
    width: int
    height: int


class PictureLoader(QObject):
    """Turns sources into images no larger than asked for.

    Small images of files come from the thumbnail cache of the desktop where it has them, and go into it; when there is
    nothing else to do, the thread keeps that cache within bounds.

    Parameters
    ----------
    most_waiting
        Older wishes are dropped when there are more: they are for what has scrolled away.
    """

    loaded = Signal(object)

    def __init__(self, most_waiting: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._most_waiting = most_waiting
        self._wishes: OrderedDict[int, _Wish] = OrderedDict()
        self._changed = threading.Condition()
        self._at_work: int | None = None
        self._closing = False
        self._cache = ThumbnailCache()
        self._thread = threading.Thread(target=self._work, name="load pictures")
        self._thread.start()

    def want(self, key: int, source: Source, width: int, height: int) -> None:
        """Ask for a picture of at most ``width`` x ``height`` device pixels; `loaded` answers."""
        with self._changed:
            self._wishes[key] = _Wish(source, width, height)
            self._wishes.move_to_end(key)
            while len(self._wishes) > self._most_waiting:
                self._wishes.popitem(last=False)
            self._changed.notify()

    def keep_only(self, keys: Container[int]) -> None:
        """Drop the wishes for all other keys, which `loaded` then never answers; one that is at work is finished."""
        with self._changed:
            for key in [key for key in self._wishes if key not in keys]:
                del self._wishes[key]

    def waits_for(self, key: int) -> bool:
        """Tell whether a wish is still to be answered."""
        with self._changed:
            return key in self._wishes or key == self._at_work

    def close(self) -> None:
        """Drop all wishes and wait for the thread."""
        with self._changed:
            self._closing = True
            self._wishes.clear()
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        step_back()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wishes or self._closing or self._cache.trim_is_due)
                if self._closing:
                    return
                key, wish = self._wishes.popitem(last=True) if self._wishes else (None, None)
                self._at_work = key
            if key is None or wish is None:
                self._cache.trim(wanted=self._is_idle)
                continue
            image = self._image(wish)
            with self._changed:
                self._at_work = None
                if self._closing:
                    return
            self.loaded.emit(Loaded(key, image))

    def _is_idle(self) -> bool:
        return not self._wishes and not self._closing

    def _image(self, wish: _Wish) -> QImage:
        if isinstance(wish.source, LinkSource):
            return QImage()
        try:
            pixels = self._picture(wish).shrunk(wish.width, wish.height)
        except PictureError:
            return QImage()
        return image_of(pixels)

    def _picture(self, wish: _Wish) -> Picture:
        if isinstance(wish.source, FileSource) and max(wish.width, wish.height) <= LONGEST_SIDE:
            return self._cache.picture(wish.source)
        return decode(wish.source, for_display=(wish.width, wish.height))

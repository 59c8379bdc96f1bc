"""Thumbnails of files, from the desktop's cache where it holds them, else from the file, and then kept there.

The cache is a help and no more: whatever is wrong with it, the picture is decoded as if there were none.
"""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image

from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.freedesktop import FAILURES, LARGE, LONGEST_SIDE, thumbnail_name, thumbnails_folder
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource, printable
from alpaca_gui.imaging.thumbnail_file import Original, Thumbnail, read_thumbnail, write_thumbnail
from alpaca_gui.imaging.thumbnail_trim import Bounds, trimming

_WIDTH: Final = "Thumb::Image::Width"
_HEIGHT: Final = "Thumb::Image::Height"
_SENTENCE: Final = "Comment"
_DAY_S: Final = 86_400.0
_TRIMMED_EVERY: Final = 500


class ThumbnailCache:
    """The thumbnails of one person. Threads and processes may use the same folder at the same time.

    Parameters
    ----------
    folder
        The one that holds ``large`` and ``fail``; that of the desktop by default.
    bounds
        How much this program may keep there.
    """

    def __init__(self, folder: Path | None = None, bounds: Bounds | None = None) -> None:
        self._folder = folder or thumbnails_folder()
        self._bounds = bounds or Bounds()
        self._used = False
        self._made = 0
        self._trim_is_due = False

    @property
    def trim_is_due(self) -> bool:
        """Whether `trim` has something to do: after the first use, and after every five hundred new thumbnails."""
        return self._trim_is_due

    def picture(self, source: FileSource) -> Picture:
        """Give a file's thumbnail, at most 256 x 256 pixels and never enlarged.

        Returns
        -------
        Picture
            Its width and height are those of the whole picture, or of the thumbnail where another program made that
            and did not tell. What came from the cache carries no notes.

        Raises
        ------
        PictureError
            With the sentence to show. A file that failed once is not tried again until it changes.
        """
        original = Original.of(source.path)
        if self._folder is None or original is None or self._holds(source.path):
            return decode(source, for_display=(LONGEST_SIDE, LONGEST_SIDE))
        self._trim_is_due |= not self._used
        self._used = True
        name = thumbnail_name(original.uri)
        good, bad = self._folder / LARGE / name, self._folder / FAILURES / name
        thumbnail = read_thumbnail(good, original)
        if thumbnail is not None:
            _note_use(good, thumbnail)
            return _as_picture(thumbnail)
        failure = read_thumbnail(bad, original)
        if failure is not None:
            raise PictureError(failure.texts.get(_SENTENCE) or "It could not be decoded before.")
        return self._make(source, original, good, bad)

    def trim(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Remove what was not used for longest of what this program made, until the rest is within bounds.

        Parameters
        ----------
        wanted
            Asked again and again; trimming ends when it says False, and stays due.
        """
        if self._folder is not None:
            for _removed in trimming(self._folder, self._bounds):
                if not wanted():
                    return
        self._trim_is_due = False

    def _holds(self, path: Path) -> bool:
        """Tell whether a file is itself a thumbnail: of those no thumbnails may be made."""
        assert self._folder is not None
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self._folder))

    def _make(self, source: FileSource, original: Original, good: Path, bad: Path) -> Picture:
        try:
            picture = decode(source, for_display=(LONGEST_SIDE, LONGEST_SIDE))
        except PictureError as error:
            if _will_fail_again(error):
                texts = {**original.texts, _SENTENCE: printable(str(error))}
                self._keep(bad, Thumbnail(Image.new("RGBA", (1, 1)), texts), source, original)
            raise
        image = Image.fromarray(picture.shrunk(LONGEST_SIDE, LONGEST_SIDE))
        texts = {**original.texts, _WIDTH: str(picture.width), _HEIGHT: str(picture.height)}
        self._keep(good, Thumbnail(image, texts), source, original)
        return Picture(image, picture.width, picture.height, picture.notes)

    def _keep(self, file: Path, thumbnail: Thumbnail, source: FileSource, original: Original) -> None:
        if Original.of(source.path) != original:
            return  # it was written to while it was read: nobody knows which state that shows
        # No room, no rights, no folder: the next time it is decoded again.
        with contextlib.suppress(OSError):
            write_thumbnail(file, thumbnail)
            self._made += 1
            self._trim_is_due |= self._made % _TRIMMED_EVERY == 0


def _will_fail_again(error: PictureError) -> bool:
    """Tell the picture's own fault from that of the disk, of rights, or of memory, which may pass."""
    cause = error.__context__
    return not (isinstance(cause, MemoryError) or (isinstance(cause, OSError) and cause.errno is not None))


def _note_use(file: Path, thumbnail: Thumbnail) -> None:
    """Let `trimming` see that a thumbnail is in use, by the time of its last change: most disks note no reading."""
    with contextlib.suppress(OSError):
        if thumbnail.is_ours and time.time() - file.stat().st_mtime > _DAY_S:
            os.utime(file)


def _as_picture(thumbnail: Thumbnail) -> Picture:
    image = thumbnail.image
    told = [thumbnail.texts.get(key, "") for key in (_WIDTH, _HEIGHT)]
    if all(text.isdecimal() and text.isascii() and 0 < len(text) < 10 and int(text) for text in told):
        return Picture(image, int(told[0]), int(told[1]))
    return Picture(image, image.width, image.height)

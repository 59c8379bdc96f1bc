"""What a picture's bytes are, apart from where they lie: their hash, by which the same picture is known again."""

import hashlib
import io
import stat
from typing import Final

from PIL import Image

from alpaca_gui.errors import PictureError, reason
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, PixelSource, Source, StoredSource

_FAST: Final = 1
"""How hard PNG tries to be small, of 9: pasted pixels are written once and seldom read."""


def encoded(source: MemorySource | PixelSource | StoredSource) -> bytes:
    """Give a picture that is no file as the bytes of one; pixels are written as PNG."""
    match source:
        case MemorySource(data):
            return data
        case StoredSource(number, read):
            return read(number)
        case PixelSource(pixels):
            held = io.BytesIO()
            Image.fromarray(pixels).save(held, "PNG", compress_level=_FAST)
            return held.getvalue()


def fingerprint(source: Source) -> tuple[bytes, int, int]:
    """Give SHA-256, size in bytes, and time of the last change in nanoseconds (0 for what is no file).

    Raises
    ------
    PictureError
        When the bytes cannot be read; decoding says better why.
    """
    match source:
        case FileSource(path):
            try:
                status = path.stat()
                if not stat.S_ISREG(status.st_mode):  # to open a pipe would be to wait for whoever writes to it
                    raise PictureError("It is not a file that holds a picture.")
                with path.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").digest()
            except (OSError, ValueError) as error:
                why = reason(error) if isinstance(error, OSError) else str(error)
                raise PictureError(f"The file cannot be read: {why}.") from error
            return digest, status.st_size, status.st_mtime_ns
        case LinkSource():
            raise TypeError("a link must be fetched before its content is known")
        case _:
            data = encoded(source)
            return hashlib.sha256(data).digest(), len(data), 0


def has_changed(source: Source, size: int | None, modified: int | None) -> bool:
    """Tell whether a file is another than it was when it had this size and time of change."""
    if not isinstance(source, FileSource) or size is None:
        return False
    try:
        status = source.path.stat()
    except (OSError, ValueError):
        return False
    return (status.st_size, status.st_mtime_ns) != (size, modified)


def is_there(source: Source) -> bool:
    """Tell whether there is a file, which may not have been so when it was to be read."""
    try:
        return isinstance(source, FileSource) and source.path.is_file()
    except (OSError, ValueError):
        return False

"""The one decoder: a source's bytes to a `Picture`, or a sentence that says why not."""

import contextlib
import io
import stat
import struct
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import pillow_heif
from PIL import ExifTags, Image, UnidentifiedImageError

from alpaca_gui.errors import AlpacaError, PictureError, reason
from alpaca_gui.imaging.colour import to_srgb
from alpaca_gui.imaging.formats import FORMATS, NAMES
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import (
    FileSource,
    LinkSource,
    MemorySource,
    PixelSource,
    Source,
    StoredSource,
    is_utf8,
    printable,
)

PIXEL_LIMIT: Final = 100_000_000
"""Pictures of more pixels than this are refused before they are decompressed."""

FIRST_FRAME: Final = "Only the first of {frames} frames was read."
ODD_NAME: Final = "The file's name is not valid UTF-8; the bytes that are not text are shown as \\x…"

_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by the number in its EXIF (Exif 2.32, tag 274)."""
_BACK: Final = {**_TURNS, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
"""What lays it down again; all but the quarter turns undo themselves."""

_JPEG: Final = b"\xff\xd8\xff"
"""How every JPEG begins: the marker of its start, and the first byte of the next one (ITU-T T.81, annex B)."""

pillow_heif.register_heif_opener(thumbnails=False)
# The limit is enforced here, as an error with a sentence; Pillow's own would only warn at first.
Image.MAX_IMAGE_PIXELS = None
# Blocks above 32 MB are never taken from glibc's heap but from the system, which gives them empty (mallopt(3),
# M_MMAP_THRESHOLD): of 16 MB each, Pillow's own size, every large picture but the first would be filled with zeros
# before it is decoded, 75 ms for 96 megapixels, and no thread runs meanwhile, the window's neither.
Image.core.set_block_size(64 << 20)  # type: ignore[attr-defined]  # described in Pillow's "Block Allocator"
# What Pillow remarks about a picture's metadata is of no use to a person who sees the picture.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


@dataclass(frozen=True, slots=True)
class _How:
    """How a picture is decoded; see `decode`."""

    limit: int
    hint: tuple[int, int] | None
    upright: bool


def decode(
    source: Source,
    *,
    pixel_limit: int = PIXEL_LIMIT,
    for_display: tuple[int, int] | None = None,
    upright: bool = True,
) -> Picture:
    """Decode a source to an upright sRGB picture.

    Parameters
    ----------
    source
        Anything but a `LinkSource`, which has to be fetched first.
    pixel_limit
        Pictures of more pixels (width times height) are refused unread.
    for_display
        (width, height) that the result will be shrunk to; lets a JPEG be decoded at a fraction of its size. Never
        used for what the model sees, other than to show what it would change.
    upright
        Whether the orientation in the picture's metadata is obeyed. It always is, other than to show what that changes.
        HEIC stands upright in any case: its decoder turns it as the container says.

    Raises
    ------
    PictureError
        With the sentence to show, whatever is wrong with the picture.
    """
    how = _How(pixel_limit, for_display, upright)
    match source:
        case FileSource(path):
            notes = () if is_utf8(str(path)) else (ODD_NAME,)
            return _decode_file(path, how, notes)
        case MemorySource(data):
            return _decode_bytes(data, how)
        case StoredSource(number, read):
            return _decode_bytes(_stored(number, read), how)
        case PixelSource(pixels):
            _check_size(pixels.shape[1], pixels.shape[0], pixel_limit)
            image = to_srgb(Image.fromarray(pixels))
            return Picture(image, image.width, image.height)
        case LinkSource():
            raise TypeError("a link must be fetched before it can be decoded")


def is_jpeg(source: Source) -> bool:
    """Tell whether a source is a JPEG: the one kind that is decoded smaller with ``for_display``.

    Raises
    ------
    PictureError
        With the sentence to show, when it cannot be read.
    """
    match source:
        case FileSource(path):
            with _opened(path) as stream:
                return stream.read(len(_JPEG)) == _JPEG
        case MemorySource(data):
            return data.startswith(_JPEG)
        case StoredSource(number, read):
            return _stored(number, read).startswith(_JPEG)
    return False


def _decode_bytes(data: bytes, how: _How) -> Picture:
    if not data:
        raise PictureError("It is empty: 0 bytes.")
    return _decode_stream(io.BytesIO(data), how, ())


def _stored(number: int, read: Callable[[int], bytes]) -> bytes:
    try:
        return read(number)
    except PictureError:
        raise
    except AlpacaError as error:
        raise PictureError(str(error)) from error


def _decode_file(path: Path, how: _How, notes: tuple[str, ...]) -> Picture:
    with _opened(path) as stream:
        return _decode_stream(stream, how, notes)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PictureError("It is not a file that holds a picture.")
        if status.st_size == 0:
            raise PictureError("The file is empty: 0 bytes.")
        with path.open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise PictureError("The file is gone: nothing is at this path any more.") from None
    except PermissionError:
        raise PictureError("The file may not be read: permission denied.") from None
    except ValueError as error:  # a path with a NUL byte
        raise PictureError(f"The path cannot be used: {error}.") from error
    except OSError as error:
        raise PictureError(f"The file cannot be read: {reason(error)}.") from error


def _decode_stream(stream: IO[bytes], how: _How, notes: tuple[str, ...]) -> Picture:
    try:
        with Image.open(stream, formats=FORMATS) as image:
            _check_size(*image.size, how.limit)
            return _finish(image, how, notes)
    except UnidentifiedImageError:
        raise PictureError(f"It is not a picture: its content is not {NAMES}.") from None
    except PictureError:
        raise
    except MemoryError:
        raise PictureError("There is not enough memory to decode it.") from None
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's own trouble, not the picture's
        raise PictureError(_broken_sentence(error)) from error


def _finish(image: Image.Image, how: _How, notes: tuple[str, ...]) -> Picture:
    notes = (*notes, *_about_frames(image))
    whole = image.size
    if how.hint is not None:
        image.draft(None, how.hint)
    turned_in_loading = image.format == "TIFF" and not how.upright
    back = _BACK.get(_orientation(image)) if turned_in_loading else None
    image.load()
    upright = _upright(image) if how.upright else image if back is None else image.transpose(back)
    width, height = whole if upright.size == image.size else whole[::-1]
    return Picture(to_srgb(upright), width, height, notes)


def _about_frames(image: Image.Image) -> tuple[str, ...]:
    """Say that there are more frames. Those of a TIFF are not counted, for which Pillow takes time by their square."""
    if image.format == "TIFF":
        return (FIRST_FRAME.format(frames="several"),) if getattr(image, "is_animated", False) else ()
    frames = getattr(image, "n_frames", 1) if image.format in ("GIF", "PNG", "WEBP", "AVIF") else 1
    return (FIRST_FRAME.format(frames=frames),) if frames > 1 else ()


def _upright(image: Image.Image) -> Image.Image:
    """Obey the orientation. Pillow's `exif_transpose` would also write the metadata anew and fails where it is odd."""
    orientation = _orientation(image)
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _orientation(image: Image.Image) -> int:
    # Metadata that cannot be parsed says nothing about which way is up.
    with contextlib.suppress(SyntaxError, ValueError, TypeError, KeyError, IndexError, OSError, struct.error):
        orientation: int = image.getexif().get(ExifTags.Base.Orientation, 1)
        return orientation
    return 1


def _check_size(width: int, height: int, limit: int) -> None:
    if width * height > limit:
        raise PictureError(
            f"It is too large: {width:,} x {height:,} pixels are {width * height / 1e6:,.0f} megapixels, "
            f"the limit is {limit / 1e6:,.0f}."
        )
    if not width or not height:
        raise PictureError("It has no pixels.")


def _broken_sentence(error: Exception) -> str:
    if "truncated" in str(error).lower() or isinstance(error, EOFError):
        return "It is cut off: the file ends before the picture does."
    words = printable(" ".join(str(error).split())) or type(error).__name__
    return f"It is broken and cannot be decoded ({words})."

"""One thumbnail on the disk: a PNG that says which file it shows, in which state that file was, and who drew it."""

import io
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PIL import Image
from PIL.PngImagePlugin import PngImageFile, PngInfo

import alpaca_gui
from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.colour import to_srgb
from alpaca_gui.imaging.freedesktop import LONGEST_SIDE, canonical_uri

PART: Final = "alpaca-gui-"
"""How the name of a file begins that is being written. Those of a killed program are left for `trim`."""

_PROGRAM: Final = "alpaca-gui "
_EXACT_TIME: Final = "X-Alpaca::MTimeNs"
_MOST_BYTES: Final = 2_000_000
_END: Final = b"\0\0\0\0IEND\xaeB`\x82"
_OURS: Final = b"tEXtSoftware\0" + _PROGRAM.encode("ascii")
_OURS_AT: Final = 8 + 25 + 4  # behind the PNG's signature, its header, and the length of its first text
_HUFFMAN_ONLY: Final = 2  # zlib's Z_HUFFMAN_ONLY: twice as fast as its fastest search, and no larger with photographs


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a thumbnail shows, and its state.

    Attributes
    ----------
    uri
        See `canonical_uri`.
    mtime_ns
        When it was last changed, in nanoseconds since 1970.
    size
        In bytes.
    """

    uri: str
    mtime_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> "Original | None":
        """Look at a file; None for what is gone, holds nothing or is no file, such as a pipe."""
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode) or not status.st_size:
                return None
            return cls(canonical_uri(path), status.st_mtime_ns, status.st_size)
        except (OSError, ValueError):  # ValueError: a NUL byte in the name
            return None

    @property
    def texts(self) -> dict[str, str]:
        """What a thumbnail has to say of it.

        The standard knows whole seconds only, in which a file can change and keep its size; hence a key of our own.
        """
        return {
            "Thumb::URI": self.uri,
            "Thumb::MTime": str(self.mtime_ns // 10**9),
            "Thumb::Size": str(self.size),
            _EXACT_TIME: str(self.mtime_ns),
        }

    def is_described_by(self, texts: Mapping[str, str]) -> bool:
        """Tell whether a thumbnail with these texts shows this file as it is now; URI and time it has to say."""
        told = {"Thumb::URI": "", "Thumb::MTime": "", **texts}
        return all(told.get(key, value) == value for key, value in self.texts.items())


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A thumbnail's image (mode RGB, in sRGB) and the texts in its file."""

    image: Image.Image
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether this program made it, in whichever version."""
        return _is_ours(self.texts)


def read_thumbnail(file: Path, original: Original) -> Thumbnail | None:
    """Give a thumbnail; None where it is missing, broken, too large, or shows another file or another state."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
            return None
        thumbnail = _parsed(file.read_bytes())
    except (OSError, PictureError):
        return None
    return thumbnail if original.is_described_by(thumbnail.texts) else None


def write_thumbnail(file: Path, thumbnail: Thumbnail) -> None:
    """Write a thumbnail so that every other program sees it whole or not at all, readable for its owner only.

    Raises
    ------
    OSError
        When it cannot be written; nothing is left behind then.
    """
    stream, part = _part_beside(file)
    try:
        with open(stream, "wb") as writing:  # noqa: PTH123 - a descriptor, no path
            writing.write(_encoded(thumbnail))
        Path(part).replace(file)
    finally:
        Path(part).unlink(missing_ok=True)


def head_is_ours(head: bytes) -> bool:
    """Tell by the first hundred bytes of a PNG whether this program made it, see `Thumbnail.is_ours`."""
    return head.startswith(_OURS, _OURS_AT)


def _is_ours(texts: Mapping[str, str]) -> bool:
    return texts.get("Software", "").startswith(_PROGRAM)


def _part_beside(file: Path) -> tuple[int, str]:
    try:
        return tempfile.mkstemp(prefix=PART, dir=file.parent)
    except FileNotFoundError:
        for folder in (*reversed(file.parent.parents), file.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        return tempfile.mkstemp(prefix=PART, dir=file.parent)


def _encoded(thumbnail: Thumbnail) -> bytes:
    info = PngInfo()
    for key, value in {"Software": _PROGRAM + alpaca_gui.__version__, **thumbnail.texts}.items():
        info.add_text(key, value)
    stream = io.BytesIO()
    # The standard wants an alpha channel.
    thumbnail.image.convert("RGBA").save(stream, "PNG", pnginfo=info, compress_level=1, compress_type=_HUFFMAN_ONLY)
    return stream.getvalue()


def _parsed(data: bytes) -> Thumbnail:
    if not data.endswith(_END):
        raise PictureError("It is cut off: the file ends before the picture does.")
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            _check(image)
            image.verify()  # Pillow's decoder looks at no checksum
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            assert isinstance(image, PngImageFile)
            texts = {key: str(value) for key, value in image.text.items()}
            plain = _is_ours(texts)  # opaque and in sRGB, so that half the time of the full conversion is enough
            return Thumbnail(image.convert("RGB") if plain else to_srgb(image), texts)
    except PictureError:
        raise
    except Exception as error:  # what a hostile file makes Pillow raise is in no list
        raise PictureError(f"It is broken and cannot be decoded ({type(error).__name__}).") from error


def _check(image: Image.Image) -> None:
    if max(image.size) > LONGEST_SIDE or getattr(image, "is_animated", False):
        raise PictureError("It is no thumbnail: too large, or in motion.")

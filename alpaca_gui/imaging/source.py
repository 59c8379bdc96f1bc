"""Where a picture comes from. A source is small and can be read again; decoding it is another step."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file on this machine."""

    path: Path

    @property
    def name(self) -> str:
        """The file's own name, printable."""
        return printable(self.path.name or str(self.path))

    @property
    def location(self) -> str:
        """The whole path as it was given. May hold surrogates where the name is not UTF-8 (see `os.fsdecode`)."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class LinkSource:
    """A picture on the web, not fetched yet."""

    url: str

    @property
    def name(self) -> str:
        """The last part of the address."""
        tail = self.url.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
        return printable(tail or self.url)

    @property
    def location(self) -> str:
        """The address."""
        return self.url


@dataclass(frozen=True, slots=True, eq=False)
class MemorySource:
    """An encoded picture held in memory: pasted, dragged out of a browser, or fetched from ``origin``."""

    data: bytes
    label: str
    origin: str = ""

    @property
    def name(self) -> str:
        """What to call it in a list."""
        return printable(self.label)

    @property
    def location(self) -> str:
        """The address that it was fetched from, or its name where it has none."""
        return self.origin or self.label


@dataclass(frozen=True, slots=True, eq=False)
class PixelSource:
    """Pixels handed over by another program: uint8, (H, W, 4), RGBA with straight alpha."""

    pixels: NDArray[np.uint8]
    label: str

    @property
    def name(self) -> str:
        """What to call it in a list."""
        return printable(self.label)

    @property
    def location(self) -> str:
        """Its name: there is no file to go back to."""
        return self.label


@dataclass(frozen=True, slots=True)
class StoredSource:
    """An encoded picture that is held elsewhere, e.g. in a library, and fetched from there when it is decoded.

    Attributes
    ----------
    number
        By which ``read`` knows it.
    read
        Gives the bytes; may raise an `alpaca_gui.errors.AlpacaError`.
    label, origin
        As those of a `MemorySource`.
    """

    number: int
    read: Callable[[int], bytes]
    label: str
    origin: str = ""

    @property
    def name(self) -> str:
        """What to call it in a list."""
        return printable(self.label)

    @property
    def location(self) -> str:
        """The address that it was fetched from, or its name where it has none."""
        return self.origin or self.label


Source = FileSource | LinkSource | MemorySource | PixelSource | StoredSource


def is_utf8(text: str) -> bool:
    """Tell whether a path's text came from valid UTF-8 bytes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def printable(text: str) -> str:
    r"""Give ``text`` on one line, safe to draw and to print: control characters and stray bytes as ``\n``, ``\xff``.

    A name that is not UTF-8 carries its bytes as surrogates; a file's name may hold any control character, also
    those that a terminal obeys.
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    stray_byte = ord(character) - 0xDC00
    return f"\\x{stray_byte:02x}" if 0x80 <= stray_byte <= 0xFF else ascii(character)[1:-1]

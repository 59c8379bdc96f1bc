"""How a source is written down: its kind, its location as bytes, and its name where the location does not tell it."""

import os
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import Final

from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, PixelSource, Source, StoredSource

_STRAY: Final = "surrogatepass" if os.name == "nt" else "surrogateescape"

Held = Callable[[int], bytes]
"""Gives the bytes that the library holds for the record of a key."""


class Kind(IntEnum):
    """What a record's picture is."""

    FILE = 0
    LINK = 1
    HELD = 2
    """Bytes that came without a file: pasted, dragged out of a browser, fetched. The library holds them."""


def kind_of(source: Source) -> Kind:
    """Give the kind of a source."""
    match source:
        case FileSource():
            return Kind.FILE
        case LinkSource():
            return Kind.LINK
        case _:
            return Kind.HELD


def name_of(source: Source) -> str | None:
    """Give the name that has to be written down beside the location; None where the location tells it."""
    return source.label if isinstance(source, MemorySource | PixelSource | StoredSource) else None


def source_of(key: int, kind: Kind, location: str, name: str | None, held: Held) -> Source:
    """Give the source of a record again; what the library holds is read when it is decoded, and not before."""
    match kind:
        case Kind.FILE:
            return FileSource(Path(location))
        case Kind.LINK:
            return LinkSource(location)
        case Kind.HELD:
            return StoredSource(key, held, name or location, location)


def to_bytes(text: str) -> bytes:
    """Write a location or a name as bytes: UTF-8, and what was not UTF-8 as the bytes that it was."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone half of a pair, which Windows allows in a name
        return text.encode("utf-8", "surrogatepass")


def to_text(data: bytes) -> str:
    """Read what `to_bytes` wrote.

    The same bytes may be a name of Linux that is not UTF-8, and a name of Windows with half a pair: they are read as
    this machine's files are called.
    """
    try:
        return data.decode("utf-8", _STRAY)
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def storable(text: str) -> str:
    """Give text that a person or a model wrote as SQLite takes it, which is Unicode: half a pair is replaced."""
    return text.encode("utf-8", "replace").decode()

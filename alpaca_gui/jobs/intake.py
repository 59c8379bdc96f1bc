"""The one intake: whatever a person hands over (paths, folders, addresses, picture data) to a stream of items."""

import base64
import binascii
import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from alpaca_gui.imaging.formats import SUFFIXES
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, Source, printable
from alpaca_gui.jobs.walk import Unreadable, pictures_below

NAMES_NOTHING: Final = "It names nothing: the path is empty."
NO_PICTURE_IN_FOLDER: Final = "There is no picture in this folder."
DATA_LIMIT: Final = 100_000_000
"""Characters of a ``data:`` address that are read at most."""

_BATCH_S: Final = 0.03
_MOST_IN_BATCH: Final = 500

_PATH_BEGINS = re.compile(r"\.{0,2}/|~/|\\\\|[A-Za-z]:[\\/]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?=\S)")


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing to classify, or to report as refused.

    Attributes
    ----------
    source
        Where the picture is.
    refusal
        One sentence where it is clear already that there will be no logit, else None.
    key
        Number by which whoever asked knows the item again.
    """

    source: Source
    refusal: str | None = None
    key: int = 0


def take_in(given_items: Iterable[Item], cancel: Event) -> Iterator[Item]:
    """Spread folders out into the pictures below them; hand everything else on, in the order given.

    Nothing is decoded here. A folder without pictures, or one that may not be read, gives one refused item.
    """
    for given in given_items:
        if cancel.is_set():
            return
        if given.refusal is None and isinstance(given.source, FileSource) and _is_folder(given.source.path):
            yield from _folder(given.source, cancel)
        else:
            yield given


def in_batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    """Give items together that come at about the same time, the first at once."""
    batch: list[Item] = []
    began = 0.0
    for item in items:
        batch.append(item)
        if len(batch) >= _MOST_IN_BATCH or time.monotonic() - began > _BATCH_S:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # too long, a NUL byte: the decoder has the sentence for it
        return False


def _folder(folder: FileSource, cancel: Event) -> Iterator[Item]:
    empty = True
    for found in pictures_below(folder.path, cancel):
        empty = False
        if isinstance(found, Unreadable):
            yield Item(FileSource(found.folder), found.sentence)
        else:
            yield Item(FileSource(found))
    if empty and not cancel.is_set():
        yield Item(folder, NO_PICTURE_IN_FOLDER)


def from_text(text: str) -> Item:
    """Read one path, or one http(s), file or data address, exactly as it stands.

    Other schemes, and a file address that names another machine, are refused with a sentence.
    """
    scheme = _SCHEME.match(text)
    if scheme is None:  # also a Windows drive: a scheme has two letters or more
        return _from_path(text)
    match scheme[1].lower():
        case "http" | "https" if "://" in text:
            return Item(LinkSource(text))
        case "file":
            return _from_file_address(text)
        case "data":
            return _from_data_address(text)
        case _ if "://" not in text:
            return _from_path(text)  # a file's name may hold a colon
        case other:
            return Item(LinkSource(text), f"Addresses that begin with {other}: are not opened, only http and https.")


def from_lines(text: str) -> list[Item]:
    """Read pasted or dropped text: a path or an address a line, as a person or a text/uri-list would write them.

    Blank lines and ``#`` comments are skipped, white space and quotes around a line dropped, ``~`` is the home folder.
    """
    lines = (line.strip().strip('"') for line in text.splitlines())
    return [
        from_text(str(Path.home() / line[2:]) if line.startswith("~/") else line)
        for line in lines
        if line and not line.startswith("#")
    ]


def looks_like_reference(line: str) -> bool:
    """Tell whether a line of text can be meant as a path or an address rather than as prose."""
    line = line.strip().strip('"')
    if _SCHEME.match(line) and ("://" in line or line.lower().startswith("data:")):
        return True
    return bool(_PATH_BEGINS.match(line)) or Path(line).suffix.lower() in SUFFIXES


def _from_path(text: str) -> Item:
    # Python takes an empty path for the current folder, and nobody means that by an empty argument.
    return Item(FileSource(Path(text))) if text else Item(MemorySource(b"", ""), NAMES_NOTHING)


def _from_file_address(text: str) -> Item:
    try:
        parts = urlsplit(text)
        path = _local_path(parts.path)
    except ValueError:
        return Item(LinkSource(text), "It is not an address that can be read.")
    if parts.netloc.lower() not in ("", "localhost"):
        return Item(
            LinkSource(text), f"It is a file of another machine ({printable(parts.netloc)}), which is not opened."
        )
    return _from_path(path)


def _local_path(quoted: str) -> str:
    """Undo the per cent signs; on Linux byte by byte, since a name need not be UTF-8."""
    if os.name == "nt":
        return url2pathname(quoted)
    return unquote_to_bytes(quoted.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def _from_data_address(text: str) -> Item:
    head, _, body = text.partition(",")
    label = "dropped picture"
    if len(text) > DATA_LIMIT:
        return Item(MemorySource(b"", label), f"Its data address is too long: {len(text):,} characters.")
    try:
        raw = unquote_to_bytes(body)
        data = base64.b64decode(raw, validate=True) if head.lower().endswith(";base64") else raw
    except (binascii.Error, ValueError):
        return Item(MemorySource(b"", label), "Its data address is broken and cannot be decoded.")
    return Item(MemorySource(data, label))

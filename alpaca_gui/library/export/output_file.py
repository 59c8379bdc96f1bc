"""The file that a result goes to: it appears whole at the end or not at all, and never over a picture."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from alpaca_gui.errors import OutputError, reason
from alpaca_gui.files import whole_file
from alpaca_gui.imaging.formats import SIGNATURE_LENGTH, looks_like_picture


@contextmanager
def binary_output(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content appears at ``path`` when the block ends well; a device or pipe is written to.

    Raises
    ------
    OutputError
        When the file cannot be written, or is a picture.
    """
    try:
        _refuse_picture(path)
        special = path.exists() and not path.is_file() and not path.is_dir()  # a device or pipe is never replaced
        with path.open("wb") if special else whole_file(path) as raw:
            yield raw
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {reason(error)}.") from error


@contextmanager
def text_output(path: Path) -> Iterator[TextIO]:
    """Give the same for text: UTF-8, the bytes of names that are not UTF-8 as they came in, newlines as written."""
    with binary_output(path) as raw, as_text(raw) as stream:
        yield stream


@contextmanager
def as_text(raw: BinaryIO) -> Iterator[TextIO]:
    """Give a stream of text over one of bytes, which stays open."""
    stream = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape", newline="")
    try:
        yield stream
        stream.flush()
    finally:
        stream.detach()


def _refuse_picture(path: Path) -> None:
    """Keep ``--out *.jpg`` from costing a person the first of the pictures."""
    if path.is_file():
        with path.open("rb") as stream:
            if looks_like_picture(stream.read(SIGNATURE_LENGTH)):
                raise OutputError(f"{path} is a picture: results are not written over it.")

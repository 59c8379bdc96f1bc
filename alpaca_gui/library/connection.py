"""Connections to a library's file, and SQLite's complaints as sentences for a person."""

import errno
import os
import sqlite3
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import printable

PAGE: Final = 16_384
"""Bytes of a page: six embeddings of 1,280 numbers fit on it with little waste."""

_BUSY_S: Final = 10.0
_CACHE_KB: Final = 16_000
_READING_CACHE_KB: Final = 4_000
_CHECKPOINT_PAGES: Final = 2_000

_PLAIN: Final = frozenset((string.ascii_letters + string.digits + "/-_.").encode())
"""Bytes of a path that stand for themselves in an address; those of a letter beyond ASCII do not."""

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open a connection that may be used by any thread, one at a time; see `prepare_writing`.

    Raises
    ------
    sqlite3.Error
        When it cannot be opened.
    """
    connection = sqlite3.connect(
        _address(path, "rwc" if write else "ro"),
        uri=True,
        timeout=_BUSY_S,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB if write else _READING_CACHE_KB}")
    except UnicodeDecodeError as error:  # SQLite complains in words out of the damaged file
        connection.close()
        raise sqlite3.DatabaseError("database disk image is malformed") from error
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def prepare_writing(connection: sqlite3.Connection) -> None:
    """Make a connection ready to write. It changes the file, so it must be known to be a library, or empty."""
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.execute("PRAGMA journal_mode = WAL")
    # Each commit is on the disk when it returns, and not only in the system's memory.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")


def connect_frozen(path: Path) -> sqlite3.Connection:
    """Open a library that lies where nothing may be written, not even what readers tell each other."""
    return sqlite3.connect(
        _address(path, "ro") + "&immutable=1", uri=True, isolation_level=None, check_same_thread=False
    )


def _address(path: Path, mode: str) -> str:
    quoted = "".join(chr(b) if b in _PLAIN else f"%{b:02X}" for b in os.fsencode(path.absolute()))
    return f"file:{quoted if quoted.startswith('/') else '/' + quoted}?mode={mode}"


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Write all of a block, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # on a full disk SQLite may have rolled back by itself
            connection.execute("ROLLBACK")
        raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences that name the library.

    Raises
    ------
    LibraryError
        Instead of ``sqlite3.Error`` and ``OSError``.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(sentence(path, error)) from error
    except UnicodeDecodeError as error:  # SQLite complains in words out of the damaged file
        raise LibraryError(_DAMAGED.format(printable(path.name), "it holds no text where text should be")) from error
    except OSError as error:
        full = error.errno in _FULL
        why = "the disk is full. What is in it is kept" if full else f"{error.strerror or type(error).__name__}"
        raise LibraryError(f"The library {printable(path.name)} cannot be used: {why}.") from error


@contextmanager
def sensible(path: Path) -> Iterator[None]:
    """Turn what comes of values that no library holds into the sentence about damage: SQLite checks no values.

    Raises
    ------
    LibraryError
        Instead of the errors of Python that such values lead to.
    """
    try:
        yield
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise LibraryError(_DAMAGED.format(printable(path.name), "its rows hold what they cannot hold")) from error


_DAMAGED: Final = (
    "The library {} is damaged and was left as it is ({}). alpaca-gui library check says what can be saved of it."
)

_SENTENCES: Final = {
    ("is full",): "The library {} cannot be written: the disk is full. What is in it is kept; make room and go on.",
    ("readonly", "read-only"): "The library {} may only be read: nothing new can be kept in it.",
    ("malformed", "not a database", "no such", "Could not decode"): _DAMAGED,
    ("locked", "busy"): "The library {} is in use by another program.",
    ("unable to open",): "The library {} cannot be opened: its folder is not there or may not be used.",
    ("disk I/O",): "The library {} cannot be read or written: the disk reports an error. What is in it is kept.",
}
"""What SQLite complains of, by words of its complaint."""


def sentence(path: Path, error: sqlite3.Error) -> str:
    """Say what SQLite complains about."""
    words = str(error)
    fitting = (said for marks, said in _SENTENCES.items() if any(mark in words for mark in marks))
    return next(fitting, "The library {} cannot be used: {}.").format(printable(path.name), words)

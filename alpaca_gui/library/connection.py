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
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
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
    except OSError as error:
        full = error.errno in _FULL
        why = "the disk is full. What is in it is kept" if full else f"{error.strerror or type(error).__name__}"
        raise LibraryError(f"The library {printable(path.name)} cannot be used: {why}.") from error


def sentence(path: Path, error: sqlite3.Error) -> str:
    """Say what SQLite complains about."""
    name = printable(path.name)
    words = str(error)
    if "full" in words:
        return f"The library {name} cannot be written: the disk is full. What is in it is kept; make room and go on."
    if "readonly" in words or "read-only" in words:
        return f"The library {name} may only be read: nothing new can be kept in it."
    if "malformed" in words or "not a database" in words:
        return (
            f"The library {name} is damaged and was left as it is ({words}). "
            "alpaca-gui library check says what can be saved of it."
        )
    if "locked" in words or "busy" in words:
        return f"The library {name} is in use by another program."
    if "unable to open" in words:
        return f"The library {name} cannot be opened: {printable(str(path.parent))} is not there or may not be used."
    if "disk I/O" in words:
        return f"The library {name} cannot be read or written: the disk reports an error. What is in it is kept."
    return f"The library {name} cannot be used: {words}."

"""A library's file, opened: its lock, the connection that writes, and one connection for each thread that reads."""

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from alpaca_gui.errors import LibraryError, LibraryInUseError
from alpaca_gui.imaging.source import printable
from alpaca_gui.library import schema
from alpaca_gui.library.connection import connect, connect_frozen, explained, prepare_writing, sensible, transaction


class Access:
    """The way to a library's file. Close it, or use it in a ``with``.

    Parameters
    ----------
    path
        The file; made where it is not there and may be written.
    write
        Whether it will be written.

    Raises
    ------
    LibraryInUseError
        When it is to be written and another window or command writes to it.
    LibraryError
        When it cannot be opened: it is no library, damaged, written by a newer version, or may not be written. It is
        left as it is.
    """

    def __init__(self, path: Path, *, write: bool) -> None:
        self.path = path
        self.write = write
        self._name = printable(path.name)
        self._writing = threading.RLock()
        self._readers: dict[int, sqlite3.Connection] = {}
        self._readers_lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._lock: FileLock | None = None
        self._frozen: Path | None = None
        self._copied: Path | None = None
        try:
            with explained(path):
                self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        if self.write:
            self._prepare_file()
            self._connection = connect(self.path, write=True)
            prepare_writing(self._connection)
            schema.migrate(self._connection)
        elif not self.path.is_file():
            raise LibraryError(f"There is no library at {printable(str(self.path))}.")
        else:
            self._connection = self._connected_to_read()
            self._check(self._connection)

    def _prepare_file(self) -> None:
        """Take the lock, and look at the file before a connection that may write touches it: that one would mend it."""
        if self.path.exists() and not self.path.is_file():  # a folder, or a pipe, at which SQLite would wait
            raise self._no_library()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        if self.path.exists() and self.path.stat().st_size:  # an empty one was being made when the program ended
            with closing(connect(self.path, write=False)) as connection:
                self._check(connection)

    def _take_lock(self) -> None:
        file = Path(os.path.realpath(self.path))  # two links to one library are one library
        self._lock = FileLock(file.with_name(f".{file.name}.lock"), blocking=False, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise LibraryInUseError(
                f"The library {self._name} is in use by another window or command of Alpaca."
            ) from None
        except PermissionError:
            raise LibraryError(
                f"The library {self._name} may only be read: {printable(str(self.path.parent))} is not yours."
            ) from None

    def _connected_to_read(self) -> sqlite3.Connection:
        try:
            connection = connect(self.path, write=False)
            try:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except BaseException:
                connection.close()
                raise
        except sqlite3.OperationalError as error:
            if "unable to open" not in str(error) and "readonly" not in str(error):
                raise
            self._frozen = self._at_rest()
            return connect_frozen(self._frozen)
        return connection

    def _at_rest(self) -> Path:
        """Give what can be read in a folder where readers may not even tell each other that they read.

        What was written last may still stand in a file beside the library. Only in a folder of our own can SQLite put
        the two together, so that both are copied there.
        """
        beside = self.path.with_name(f"{self.path.name}-wal")
        if not beside.exists() or not beside.stat().st_size:
            return self.path
        self._copied = Path(tempfile.mkdtemp(prefix="alpaca-gui-"))
        copy = self._copied / "copy"
        shutil.copyfile(self.path, copy)
        shutil.copyfile(beside, self._copied / "copy-wal")
        with closing(connect(copy, write=True)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return copy

    def _check(self, connection: sqlite3.Connection) -> None:
        if not schema.is_library(connection) or (not self.write and not schema.version_of(connection)):
            raise self._no_library()
        version = schema.version_of(connection)
        if version > schema.VERSION:
            raise LibraryError(
                f"The library {self._name} was written by a newer version of Alpaca (form {version}; this program "
                f"knows forms up to {schema.VERSION}). It was left as it is: open it with the newer version."
            )
        if not self.write and version < schema.VERSION:
            raise LibraryError(
                f"The library {self._name} is of an older form ({version}). Open it once where it may be written, "
                "and it is brought up to date."
            )

    def _no_library(self) -> LibraryError:
        return LibraryError(f"{self._name} is not a library of Alpaca; it was left as it is.")

    def __enter__(self) -> Self:
        """Return the library itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close every connection and let go of the lock; what was written is on the disk already."""
        with self._readers_lock:
            for connection in self._readers.values():
                connection.close()
            self._readers.clear()
        if self._connection is not None:
            self._connection.close()
        if self._lock is not None and self._lock.is_locked:
            self._lock.release()  # its file stays: to remove it would let two in
        if self._copied is not None:
            shutil.rmtree(self._copied, ignore_errors=True)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give this thread's connection for reading."""
        with explained(self.path):
            number = threading.get_ident()
            with self._readers_lock:
                connection = self._readers.get(number)
                if connection is None:
                    frozen = self._frozen
                    connection = connect(self.path, write=False) if frozen is None else connect_frozen(frozen)
                    self._readers[number] = connection
            yield connection

    @contextmanager
    def reading_rows(self) -> Iterator[sqlite3.Connection]:
        """As `reading`; values that no library holds are told as damage."""
        with self.reading() as connection, sensible(self.path):
            yield connection

    def done_reading(self) -> None:
        """Close this thread's connection; a thread that ends calls it."""
        with self._readers_lock:
            connection = self._readers.pop(threading.get_ident(), None)
        if connection is not None:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write all of a block or nothing of it; it is on the disk when the block has ended.

        Raises
        ------
        LibraryError
            When it cannot be written, e.g. because the disk is full.
        """
        if not self.write or self._connection is None:
            raise LibraryError(f"The library {self._name} is opened for reading: nothing new can be kept in it.")
        with explained(self.path), self._writing, transaction(self._connection) as connection:
            yield connection
            # Not a count: two copies of one library, changed as often, differ.
            connection.execute("UPDATE fact SET value = random() WHERE name = 'change'")

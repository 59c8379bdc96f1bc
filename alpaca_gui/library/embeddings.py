"""The embeddings that a library keeps: those of labelled records, and all of them as a mapped matrix."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from alpaca_gui.errors import LibraryError, reason
from alpaca_gui.library.keeping import vectors
from alpaca_gui.library.library import Library
from alpaca_gui.library.mapped import MappedEmbeddings
from alpaca_gui.library.mapped_files import Kind
from alpaca_gui.library.place import derived_folder

_AT_ONCE: Final = 2000
_LOOKED_AT: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class LabelledEmbeddings:
    """What a person said of n contents, each once; where records of one content differ, the latest label counts.

    Attributes
    ----------
    hashes
        SHA-256 of the bytes, in hexadecimal.
    labels
        int64 (n,): 1 for yes and 0 for no.
    embeddings
        float16 (n, features).
    pictures
        int64 (n,): the numbers of the contents.
    """

    hashes: tuple[str, ...]
    labels: NDArray[np.int64]
    embeddings: NDArray[np.float16]
    pictures: NDArray[np.int64]


def labelled_embeddings(library: Library, concept: str, backbone: str) -> LabelledEmbeddings:
    """Read the embeddings by ``backbone`` of every record that has a label about ``concept`` and was not removed."""
    with library.reading() as connection:
        rows = connection.execute(
            "SELECT hex(digest), value, vector, picture.number FROM label "
            "JOIN record ON record.number = label.record JOIN picture ON picture.number = record.picture "
            "JOIN embedding ON embedding.picture = picture.number AND embedding.backbone = ? "
            "WHERE concept = ? AND removed = 0 ORDER BY label.time",
            (backbone, concept),
        ).fetchall()
    latest = {digest.lower(): (value, vector, number) for digest, value, vector, number in rows}
    return LabelledEmbeddings(
        tuple(latest),
        np.array([value for value, _, _ in latest.values()], np.int64),
        vectors([vector for _, vector, _ in latest.values()]),
        np.array([number for _, _, number in latest.values()], np.int64),
    )


def embedding_of(library: Library, picture: int, backbone: str) -> NDArray[np.float16] | None:
    """Embedding (features,) of a content; None where the library has none."""
    with library.reading() as connection:
        row = connection.execute(
            "SELECT vector FROM embedding WHERE picture = ? AND backbone = ?", (picture, backbone)
        ).fetchone()
    return None if row is None else vectors([row[0]])[0]


def mapped_embeddings(library: Library, backbone: str, cancel: Event) -> MappedEmbeddings | None:
    """Give all embeddings by ``backbone`` as a mapped matrix, whose rows' numbers are those of the contents.

    What the library has got since the last call is appended first; that takes a while the first time. None where there
    are none yet. The numbers rise only as long as contents get their embeddings in the order of their own numbers, so
    the matrix goes by the embeddings' numbers; see `pictures_of`.
    """
    with library.reading() as connection:
        first = connection.execute(
            "SELECT length(vector) FROM embedding WHERE backbone = ? LIMIT 1", (backbone,)
        ).fetchone()
        if first is None:
            return None
        kind = Kind(library.library_id, backbone, int(first[0]) // 2)
        file = _file(library, backbone)
        with _alone(file):
            mapped = MappedEmbeddings(file, kind)
            if not _fits(connection, backbone, mapped):
                mapped.clear()
            for numbers, rows in _rows_after(connection, backbone, mapped.last):
                if cancel.is_set():
                    break
                mapped.append(numbers, rows)
    return mapped


def _fits(connection: sqlite3.Connection, backbone: str, mapped: MappedEmbeddings) -> bool:
    """Look at the last row and at some before it, whether the library has them as they are in the file.

    A library that was copied, or put back as it was last week, has the same name and has since gone a way of its own.
    """
    numbers, rows = mapped.held
    for place in range(numbers.size - 1, -1, -max(1, numbers.size // _LOOKED_AT)):
        row = connection.execute(
            "SELECT vector FROM embedding WHERE number = ? AND backbone = ?", (int(numbers[place]), backbone)
        ).fetchone()
        if row is None or bytes(row[0]) != rows[place].tobytes():
            return False
    return True


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let one program at a time append: a window and a command may both be looking for similar pictures."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_name(f"{file.name}.lock"), thread_local=False):
            yield
    except OSError as error:
        raise LibraryError(f"The embeddings cannot be kept in {file.parent}: {reason(error)}.") from error


def _file(library: Library, backbone: str) -> Path:
    return derived_folder(library.library_id) / f"{backbone[:32]}.embeddings"


def _rows_after(
    connection: sqlite3.Connection, backbone: str, last: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
    cursor = connection.execute(
        "SELECT number, vector FROM embedding WHERE number > ? AND backbone = ? ORDER BY number", (last, backbone)
    )
    while rows := cursor.fetchmany(_AT_ONCE):
        yield np.array([number for number, _ in rows], np.int64), vectors([vector for _, vector in rows])


def pictures_of(library: Library, backbone: str, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers of the contents, (n,), whose embeddings have the ``numbers`` (n,), which rise."""
    with library.reading() as connection:
        rows = connection.execute(
            "SELECT number, picture FROM embedding WHERE backbone = ? ORDER BY number", (backbone,)
        )
        found = np.fromiter(rows, np.dtype([("number", np.int64), ("picture", np.int64)]))
    if not found.size:
        return np.zeros(numbers.size, np.int64)
    places = np.searchsorted(found["number"], numbers).clip(max=found.size - 1)
    return np.where(found["number"][places] == numbers, found["picture"][places], 0)

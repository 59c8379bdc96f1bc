"""Makes libraries with something in them, and looks at every row of one."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.record import Content, Record

MODEL = UsedModel("a" * 64, "first", Path("/models/first.model"), "alpaca", "b" * 64)


def paths(count: int, folder: str = "/pictures") -> list[FileSource]:
    """Sources of files that need not be there."""
    return [FileSource(Path(f"{folder}/{number:05}.jpg")) for number in range(count)]


def outcome(key: int, logit: float | None, content: str = "", **more: Any) -> Outcome:
    """What came of a row; of ``content`` the same picture is made."""
    known = Content(hashlib.sha256((content or str(key)).encode()).digest(), 100 + key, 5)
    embedding = np.full(8, key, np.float32)
    record = Record(
        FileSource(Path("/x")),
        None if logit is None else Evidence(logit, None, embedding),
        None if logit is None else 640,
        None if logit is None else 480,
        error="It is broken." if logit is None else None,
        content=known,
        time=None if logit is None else 1000.0 + key,
        unlike=None if logit is None else 0.25,
    )
    for name, value in more.items():
        object.__setattr__(record, name, value)
    return Outcome(key, record)


def filled(path: Path, count: int = 10) -> None:
    """Make a library with so many rows, all of which are done."""
    with Library(path) as library:
        number = library.use_model(MODEL)
        library.add(paths(count))
        library.keep([outcome(key, key / 2) for key in range(count)], number, MODEL.backbone)
        library.set_fact("model", number)


def every_row(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables of a file that SQLite can read, but for the number of the last change."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in tables}
    finally:
        connection.close()
    rows["fact"] = [row for row in rows.get("fact", []) if row[0] != "change"]
    return rows


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, but for the locks and what readers tell each other."""
    return {
        file.name: file.read_bytes()
        for file in sorted(folder.iterdir())
        if file.is_file()
        and not file.name.endswith((".lock", "-shm"))
        and not (file.name.endswith("-wal") and not file.stat().st_size)
    }


def assert_same(one: Columns, other: Columns, names: Sequence[str] = ()) -> None:
    """Fail where two columns hold different rows."""
    first, second = one.snapshot(), other.snapshot()
    for name in names or [name for name in first if name not in ("error", "notes")]:
        np.testing.assert_array_equal(first[name], second[name], name)
    assert [one.path.get(row) for row in range(len(one))] == [other.path.get(row) for row in range(len(other))]
    for row in range(len(one)):
        assert one.errors[int(one.error[row])] == other.errors[int(other.error[row])]
        assert one.remarks[int(one.notes[row])] == other.remarks[int(other.notes[row])]
    assert (one.models, one.names, one.person_notes) == (other.models, other.names, other.person_notes)

"""What is in a library, counted by the file itself: nothing is loaded."""

from dataclasses import dataclass
from pathlib import Path

from alpaca_gui.library.library import Library
from alpaca_gui.library.place import SUFFIX, default_library
from alpaca_gui.library.state import State


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of the records that are not removed, of those with a label, and of the models.

    Attributes
    ----------
    records
        All of them.
    labelled
        Those with a label, whatever it is about.
    done, failed, waiting
        Those in a state; one that was cancelled waits to be asked for again.
    models
        Models that were ever used.
    """

    records: int
    labelled: int
    done: int
    failed: int
    waiting: int
    models: int


def summary(library: Library) -> Summary:
    """Count what is in a library."""
    with library.reading() as connection:
        states = dict(
            connection.execute("SELECT state, count(*) FROM record WHERE removed = 0 GROUP BY state").fetchall()
        )
        (labelled,) = connection.execute(
            "SELECT count(DISTINCT record) FROM label JOIN record ON record.number = label.record WHERE removed = 0"
        ).fetchone()
        (models,) = connection.execute("SELECT count(*) FROM model").fetchone()
    return Summary(
        sum(states.values()),
        labelled,
        states.get(State.DONE, 0),
        states.get(State.FAILED, 0),
        states.get(State.WAITING, 0) + states.get(State.CANCELLED, 0),
        models,
    )


def libraries_here() -> list[Path]:
    """Paths of the libraries in the platform's data folder, by name."""
    return sorted(path for path in default_library().parent.glob(f"*{SUFFIX}") if path.is_file())


def size_on_disk(path: Path) -> int:
    """Bytes of a library's file and of what SQLite keeps beside it while it is in use."""
    parts = (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm")))
    return sum(part.stat().st_size for part in parts if part.is_file())

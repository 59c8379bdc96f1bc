"""The library that is measured: made up, the same every time, as it would be after a million pictures were classified.

The rows are written as they stand in the file, in one transaction: by the way of results it would take a minute.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.jobs.remembered import familiarity_of, used_model
from alpaca_gui.library.library import Library
from alpaca_gui.library.origin import Kind, to_bytes
from alpaca_gui.library.state import State

SEED: Final = 20_240_229
_AT_ONCE: Final = 50_000
_FOLDERS: Final = 400
_REAL: Final = 4
"""Every so manieth folder has pictures in it; in the others they are missing, as on a disk that is not there."""

_PLACES: Final = ("zoo", "Andes trip", "farm", "Wollmarkt Straße", "camera roll", "from Ana", "scans", "Alpakas")
_NAMES: Final = ("IMG_{:07}.JPG", "DSC{:07}.jpg", "alpaca-{:07}.png", "Photo {:07}.jpeg", "lama_{:07}.webp")
_ERRORS: Final = (
    "The file is not there.",
    "This is no picture that can be read.",
    "The picture is cut off in the middle.",
    "The file is empty.",
)
_NOTES: Final = ('["The picture was turned upright."]', '["Only the first of 12 frames was looked at."]')
_SHARES: Final = {"failed": 0.01, "removed": 0.005, "copies": 0.02, "labelled": 0.05, "noted": 0.002, "notes": 0.01}
_FIRST_TIME: Final = 1_600_000_000.0


@dataclass(frozen=True, slots=True)
class MadeLibrary:
    """A library that was made for measuring.

    Attributes
    ----------
    path
        Its file.
    records
        How many it has.
    seconds
        How long it took to make.
    """

    path: Path
    records: int
    seconds: float


def make_library(folder: Path, bundle: ModelBundle, samples: Sequence[Path], count: int) -> MadeLibrary:
    """Make a library of ``count`` records in a ``folder``, all classified by ``bundle``.

    Parameters
    ----------
    folder
        Gets the library, and links by which ``samples`` lie in some of its folders.
    samples
        Pictures that can be read, all in one folder.
    """
    start = time.perf_counter()
    path = folder / "bench.library"
    rng = np.random.default_rng(SEED)
    folders = _folders(folder, samples)
    familiarity = familiarity_of(bundle)
    with Library(path) as library:
        model = library.use_model(used_model(bundle, familiarity))
        library.answer_with(model)
        library.set_rule(bundle.card.rule)
        limit = 1.0 if familiarity is None else familiarity.limit
        with library.appending(count) as (connection, first):
            for begin in range(0, count, _AT_ONCE):
                many = min(_AT_ONCE, count - begin)
                _write(connection, _Part(rng, first + begin, many, limit), model, bundle.card.concept, folders)
    return MadeLibrary(path, count, time.perf_counter() - start)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder as it stands in locations; ``names`` are those of its pictures, where they are there."""

    path: str
    names: tuple[str, ...] = ()


def _folders(root: Path, samples: Sequence[Path]) -> list[_Folder]:
    made = []
    for number in range(_FOLDERS):
        place = _PLACES[number % len(_PLACES)]
        folder = root / "pictures" / f"{2005 + number // 20}" / f"{place} {number:03}"
        made.append(_real_folder(folder, samples) if number % _REAL == 0 else _Folder(str(folder)))
    return made


def _real_folder(folder: Path, samples: Sequence[Path]) -> _Folder:
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.symlink_to(samples[0].parent.absolute(), target_is_directory=True)
    except (IndexError, OSError):  # Windows lets only some accounts make links: then these are missing too
        return _Folder(str(folder))
    return _Folder(str(folder), tuple(sample.name for sample in samples))


class _Part:
    """Values of some rows in a row, from the key ``first`` on; an array of ``count`` for each."""

    def __init__(self, rng: np.random.Generator, first: int, count: int, limit: float) -> None:
        self.first, self.count = first, count
        chance = {name: rng.random(count) < share for name, share in _SHARES.items()}
        self.failed, self.removed, self.notes = chance["failed"], chance["removed"], chance["notes"]
        self.noted, self.labelled = chance["noted"], chance["labelled"]
        self.logit = rng.normal(rng.choice([-6.0, 5.0], count), 4.0).astype(np.float32).astype(np.float64)
        self.label = (self.logit + rng.normal(0, 2, count) > 0).astype(np.int64)
        self.unlike = rng.gamma(4, limit / 8, count)
        self.width = rng.choice([640, 1024, 3024, 4032, 6000], count)
        self.height = rng.choice([480, 768, 2268, 3024, 4000], count)
        self.size = rng.integers(40_000, 9_000_000, count)
        self.folder = np.sort(rng.integers(0, _FOLDERS, count))
        self.time = _FIRST_TIME + first + np.arange(count) + rng.random(count)
        self.numbers = np.arange(first + 1, first + count + 1)
        # A copy has the content of the row before it; each content has its first row's number.
        self.copy = chance["copies"] & (np.arange(count) > 0) & ~self.failed
        self.copy[1:] &= ~self.copy[:-1] & ~self.failed[:-1]
        self.content = np.where(self.copy, self.numbers - 1, self.numbers)


def _write(connection: Any, part: _Part, model: int, concept: str, folders: list[_Folder]) -> None:
    connection.executemany(
        "INSERT INTO record (number, kind, location, state, removed, logit, model, time, picture, width, height, size, "
        "modified, error, notes, note, unlike) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _record_rows(part, model, folders),
    )
    new = ~part.failed & ~part.copy
    connection.executemany(
        "INSERT INTO picture (number, digest, width, height, notes) VALUES (?, ?, ?, ?, '[]')",
        zip(
            part.numbers[new].tolist(), _digests(part.numbers[new]), *_lists(new, part.width, part.height), strict=True
        ),
    )
    connection.executemany(
        f"INSERT INTO evidence (picture, model, logit, time, unlike) VALUES (?, {model:d}, ?, ?, ?)",  # noqa: S608
        zip(*_lists(new, part.numbers, part.logit, part.time, part.unlike), strict=True),
    )
    labelled = part.labelled & ~part.failed
    about = np.full(part.count, concept)
    connection.executemany(
        "INSERT INTO label (record, concept, value, time) VALUES (?, ?, ?, ?)",
        zip(*_lists(labelled, part.numbers, about, part.label, part.time), strict=True),
    )


def _record_rows(part: _Part, model: int, folders: list[_Folder]) -> Iterator[tuple[object, ...]]:
    everything = np.ones(part.count, np.bool_)
    names = (
        part.numbers, part.folder, part.failed, part.removed, part.logit, part.time, part.content, part.width,
        part.height, part.size, part.notes, part.noted, part.unlike,
    )  # fmt: skip
    for row in zip(*_lists(everything, *names), strict=True):
        number, where, failed, removed, logit, said, content, width, height, size, notes, noted, unlike = row
        location = to_bytes(_location(folders[where], number))
        modified = int(_FIRST_TIME * 1e9) + number
        note = "Ask Ana about this one." if noted else None
        if failed:
            error = _ERRORS[number % len(_ERRORS)]
            yield (
                number, int(Kind.FILE), location, int(State.FAILED), removed, None, None, said, None, None, None, None,
                None, error, None, note, None,
            )  # fmt: skip
        else:
            remark = _NOTES[number % len(_NOTES)] if notes else None
            yield (
                number, int(Kind.FILE), location, int(State.DONE), removed, logit, model, said, content, width, height,
                size, modified, None, remark, note, unlike,
            )  # fmt: skip


def _location(folder: _Folder, number: int) -> str:
    name = folder.names[number % len(folder.names)] if folder.names else _NAMES[number % len(_NAMES)].format(number)
    return f"{folder.path}/{name}"


def _digests(numbers: NDArray[np.int64]) -> list[bytes]:
    """32 bytes for each content: unlike every other, and rising, which SQLite's index takes quickest."""
    return [int(number).to_bytes(8, "big") * 4 for number in numbers.tolist()]


def _lists(which: NDArray[np.bool_], *arrays: NDArray[Any]) -> list[list[object]]:
    return [array[which].tolist() for array in arrays]

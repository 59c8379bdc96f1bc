"""How quickly the pictures most like one are found among many: float16 on the disk, mapped, compared with every one."""

import shutil
import statistics
import time
from pathlib import Path
from typing import Final

import numpy as np

from alpaca_gui.cli.benchmarks.library.effort import LibraryEffort
from alpaca_gui.cli.benchmarks.library.embeddings import MixedEmbeddings, mixed_embeddings
from alpaca_gui.cli.benchmarks.library.workplace import Workplace
from alpaca_gui.cli.benchmarks.promises import Measurement, NotMeasuredError
from alpaca_gui.library.mapped import MappedEmbeddings
from alpaca_gui.library.mapped_files import Kind
from alpaca_gui.library.neighbours import nearest

NEIGHBOURS: Final = 50
THREADS: Final = 2
_AT_ONCE: Final = 10_000
_SPARE: Final = 1 << 30
"""Bytes that are left on the disk for others."""


def measure(place: Workplace, effort: LibraryEffort) -> Measurement:
    """Search among few and among many embeddings, in files in the temporary folder.

    Raises
    ------
    NotMeasuredError
        When the model does not tell what it was trained on.
    """
    mixed = mixed_embeddings(place.bundle)
    few = _searches(place.folder / "few", mixed, effort.few_embeddings, 3 * effort.searches)
    values = {"nearest_10k_ms": statistics.median(few) * 1000}
    raw: dict[str, object] = {
        "nearest_neighbours": NEIGHBOURS,
        "nearest_features": mixed.features,
        "nearest_threads": THREADS,
        "nearest_few": effort.few_embeddings,
        "nearest_few_least_ms": min(few) * 1000,
    }
    notes = {}
    try:
        require_room(place.folder, effort.embeddings, mixed.features)
        many = _searches(place.folder / "many", mixed, effort.embeddings, effort.searches)
    except NotMeasuredError as error:
        notes["nearest_million_s"] = str(error)
    else:
        values["nearest_million_s"] = statistics.median(many)
        raw |= {"nearest_many": effort.embeddings, "nearest_least_s": min(many), "nearests_s": many}
    return Measurement(values, raw, notes)


def require_room(folder: Path, count: int, features: int) -> None:
    """Make sure that so many embeddings fit on the disk.

    Raises
    ------
    NotMeasuredError
        When they do not.
    """
    needed, free = 2 * count * features + _SPARE, shutil.disk_usage(folder).free
    if free < needed:
        raise NotMeasuredError(
            f"Not measured: the disk of the temporary folder has {free / 1e9:.1f} GB free, and {needed / 1e9:.1f} GB "
            "are needed. TMPDIR names another folder."
        )


def _searches(path: Path, mixed: MixedEmbeddings, count: int, searches: int) -> list[float]:
    """Write the embeddings and search among them: seconds of each search, but for the first, which fills the cache."""
    mapped = MappedEmbeddings(path, Kind("bench", "bench", mixed.features))
    for rows, _ in mixed.parts(count, _AT_ONCE):
        first = len(mapped)
        mapped.append(np.arange(first, first + len(rows)), rows)
    held = mapped.held.rows
    seconds = []
    for number in range(1 + searches):
        query = np.array(held[number * (count // (1 + searches))])
        start = time.perf_counter()
        nearest(held, query, NEIGHBOURS, threads=THREADS)
        seconds.append(time.perf_counter() - start)
    del held, mapped
    for file in path.parent.glob(f"{path.name}.*"):
        file.unlink(missing_ok=True)
    return seconds[1:]

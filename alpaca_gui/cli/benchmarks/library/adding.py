"""How quickly results come into a library: entered, classified and kept, in batches, each safe before the next."""

import statistics
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.cli.benchmarks.library.effort import LibraryEffort
from alpaca_gui.cli.benchmarks.library.embeddings import mixed_embeddings
from alpaca_gui.cli.benchmarks.library.workplace import Workplace
from alpaca_gui.cli.benchmarks.promises import Measurement
from alpaca_gui.engine.backbone import backbone_of
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.remembered import used_model
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.library import Library
from alpaca_gui.library.record import Content, Record

_EMBEDDED: Final = 4096


def measure(place: Workplace, effort: LibraryEffort) -> Measurement:
    """Add records batch by batch to a library that is made for it, with embeddings and, in another, without."""
    ((embeddings, _),) = mixed_embeddings(place.bundle).parts(_EMBEDDED, _EMBEDDED)
    whole = batch_seconds(place.folder / "added.library", place.bundle, effort.added, effort.batch, embeddings)
    bare = batch_seconds(place.folder / "bare.library", place.bundle, effort.added, effort.batch, None)
    return compared(effort.added, effort.batch, embeddings.shape[1], whole, bare)


def compared(added: int, batch: int, features: int, whole: Sequence[float], bare: Sequence[float]) -> Measurement:
    """Give the rates of the seconds that batches took, with embeddings and without."""
    return Measurement(
        {"add_per_s": added / sum(whole)},
        {
            "added": added,
            "batch": f"{batch} records: entered, then kept with their embeddings of {features} numbers; two "
            "transactions, each on the disk when it ends",
            "add_median_batch_per_s": batch / statistics.median(whole),
            "add_best_batch_per_s": batch / min(whole),
            "add_without_embeddings_per_s": added / sum(bare),
        },
    )


def batch_seconds(
    path: Path, bundle: ModelBundle, added: int, batch: int, embeddings: NDArray[np.float16] | None
) -> list[float]:
    """Add so many records; gives the seconds of every batch. Making the records up is not counted, keeping them is."""
    seconds = []
    with Library(path) as library:
        model, backbone = library.use_model(used_model(bundle, None)), backbone_of(bundle)
        for first in range(0, added, batch):
            records = [_record(number, embeddings) for number in range(first, min(first + batch, added))]
            start = time.perf_counter()
            key = library.add([record.source for record in records])
            library.keep([Outcome(key + place, record) for place, record in enumerate(records)], model, backbone)
            seconds.append(time.perf_counter() - start)
    return seconds


def _record(number: int, embeddings: NDArray[np.float16] | None) -> Record:
    embedding = None if embeddings is None else embeddings[number % len(embeddings)]
    content = Content(sha256(str(number).encode()).digest(), 100_000 + number, 1_700_000_000_000_000_000 + number)
    source = FileSource(Path(f"/pictures/{number // 1000:04}/IMG_{number:07}.JPG"))
    evidence = Evidence(float(number % 17 - 8), None, embedding)
    return Record(source, evidence, 4032, 3024, content=content, unlike=0.1, time=1_700_000_000.0 + number)

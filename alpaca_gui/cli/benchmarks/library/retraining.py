"""How long it takes to learn from labels: read them with their embeddings, and fit the head anew."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from alpaca_gui.cli.benchmarks.library.effort import LibraryEffort
from alpaca_gui.cli.benchmarks.library.embeddings import mixed_embeddings
from alpaca_gui.cli.benchmarks.library.workplace import Workplace
from alpaca_gui.cli.benchmarks.promises import Measurement
from alpaca_gui.engine.backbone import backbone_of
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.remembered import used_model
from alpaca_gui.library.edits import label_edit
from alpaca_gui.library.embeddings import LabelledEmbeddings, labelled_embeddings
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.library import Library
from alpaca_gui.library.record import Content, Record
from alpaca_gui.training.logistic import one_thread
from alpaca_gui.training.teach import teach
from alpaca_gui.training.teach_card import recipe_of
from alpaca_gui.training.teach_labels import Labelled

_AT_ONCE: Final = 1000

_Answer = TypeVar("_Answer")


def measure(place: Workplace, effort: LibraryEffort) -> Measurement:
    """Fit the head to labelled embeddings of a library; beside it the whole of Teach, which judges it out of fold.

    Raises
    ------
    NotMeasuredError
        When the model does not tell what it was trained on.
    """
    bundle, path = place.bundle, place.folder / "labelled.library"
    fill(path, bundle, effort.labelled)
    _, recipe = recipe_of(bundle)
    reads, fits = [], []
    with Library(path, write=False) as library:
        labelled = _read(library, bundle)  # brings everything into the cache
        for _ in range(effort.fits):
            read_s, labelled = _seconds(partial(_read, library, bundle))
            with one_thread():  # as Teach does it
                fit_s, _ = _seconds(partial(recipe.fit, labelled.embeddings.astype(np.float32), labelled.labels))
            reads.append(read_s)
            fits.append(fit_s)
    person = Labelled(labelled.hashes, labelled.labels, labelled.embeddings)
    whole_s, taught = _seconds(lambda: teach(bundle, person, lambda _message: None))
    whole = [read + fit for read, fit in zip(reads, fits, strict=True)]
    return Measurement(
        {"retrain_s": statistics.median(whole)},
        {
            "retrain_labelled": len(labelled.hashes),
            "retrain_least_s": min(whole),
            "retrain_read_s": statistics.median(reads),
            "retrain_fit_s": statistics.median(fits),
            "teach_whole_s": whole_s,
            "teach_out_of_fold_accuracy": taught.compared.after.accuracy.value,
        },
    )


def fill(path: Path, bundle: ModelBundle, count: int) -> None:
    """Make a library of ``count`` records that have embeddings and labels."""
    backbone, key = backbone_of(bundle), 0
    with Library(path) as library:
        model = library.use_model(used_model(bundle, None))
        for embeddings, labels in mixed_embeddings(bundle).parts(count, _AT_ONCE):
            records = [
                Record(
                    FileSource(Path(f"/labelled/IMG_{number:07}.JPG")),
                    Evidence(0.0, None, embedding),
                    640,
                    480,
                    content=Content(sha256(f"labelled {number}".encode()).digest(), 1),
                )
                for number, embedding in enumerate(embeddings, start=key)
            ]
            first = library.add([record.source for record in records])
            library.keep([Outcome(first + place, record) for place, record in enumerate(records)], model, backbone)
            for label in (0, 1):
                library.apply(label_edit(first + np.flatnonzero(labels == label), label, bundle.card.concept))
            key += len(records)


def _read(library: Library, bundle: ModelBundle) -> LabelledEmbeddings:
    return labelled_embeddings(library, bundle.card.concept, backbone_of(bundle))


def _seconds(job: Callable[[], _Answer]) -> tuple[float, _Answer]:
    start = time.perf_counter()
    answer = job()
    return time.perf_counter() - start, answer

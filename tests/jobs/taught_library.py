"""Libraries whose records carry embeddings and labels that a model can be taught with; no picture file is there."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.head_weights import head_weights
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.remembered import used_model
from alpaca_gui.library.edits import label_edit
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.library import Library
from alpaca_gui.library.record import Content, Record
from alpaca_gui.training.teach_labels import Labelled
from tests.training.teaching import labelled

_AT_ONCE = 1000


def old_logits(bundle: ModelBundle, embeddings: NDArray[np.floating]) -> NDArray[np.float64]:
    """What the model's own neuron says of embeddings."""
    weights, bias = head_weights(bundle.litert)
    found: NDArray[np.float64] = embeddings.astype(np.float64) @ weights.astype(np.float64) + bias
    return found


def fill(library: Library, bundle: ModelBundle, pictures: Labelled, folder: Path = Path("/gone")) -> int:
    """Enter pictures as if the model had looked at each; gives the key of the first. Nothing is labelled."""
    used = used_model(bundle, None)
    number = library.use_model(used)
    library.set_fact("model", number)
    n = len(pictures.hashes)
    first = library.add([FileSource(folder / f"{place:06}.png") for place in range(n)])
    logits = old_logits(bundle, pictures.embeddings)
    for start in range(0, n, _AT_ONCE):
        outcomes = [
            Outcome(first + place, _record(folder / f"{place:06}.png", pictures, place, float(logits[place])))
            for place in range(start, min(n, start + _AT_ONCE))
        ]
        library.keep(outcomes, number, used.backbone)
    return first


def _record(path: Path, pictures: Labelled, place: int, logit: float) -> Record:
    evidence = Evidence(logit, None, pictures.embeddings[place].astype(np.float32))
    content = Content(bytes.fromhex(pictures.hashes[place]), 1000)
    return Record(FileSource(path), evidence, 40, 30, content=content, time=1.7e9 + place)


def label(library: Library, concept: str, keys: NDArray[np.int64] | list[int], value: int) -> None:
    """Label records, as the window does."""
    library.apply(label_edit(np.asarray(keys, np.int64), value, concept))


def label_all(library: Library, concept: str, first: int, labels: NDArray[np.integer]) -> None:
    """Label the records from the key ``first`` on."""
    for value in (0, 1):
        label(library, concept, first + np.flatnonzero(labels == value), value)


def small_library(path: Path, bundle: ModelBundle, n: int = 60, labels: int = 40) -> Labelled:
    """Make a library of n pictures, the first of which are labelled; gives what is in it."""
    pictures = labelled(bundle, n, seed=3)
    with Library(path) as library:
        first = fill(library, bundle, pictures)
        label_all(library, bundle.card.concept, first, pictures.labels[:labels])
    return pictures

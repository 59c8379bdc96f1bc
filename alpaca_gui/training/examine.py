"""Looks at every picture of a dataset once: which can be used, what they hold, and their embeddings."""

import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.errors import AlpacaError, PictureError, reason
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.messages import Step, Tell
from alpaca_gui.training.dataset import Dataset, Example, Labels
from alpaca_gui.training.kept import KeptEmbeddings

STAGE: Final = "Looking at the pictures"

Embedding = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file that is left out, and the sentence that says why."""

    example: Example
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """The n pictures of a dataset that can be used.

    Attributes
    ----------
    examples
        The pictures with their labels, in the dataset's order.
    hashes
        SHA-256 of each file's bytes, in hexadecimal.
    embeddings
        float32 (n, features): pooled features.
    left_out
        The files that cannot be used.
    """

    examples: tuple[Example, ...]
    hashes: tuple[str, ...]
    embeddings: NDArray[np.float32]
    left_out: tuple[Unusable, ...]

    @property
    def labels(self) -> Labels:
        """The labels, (n,): 1 for yes and 0 for no."""
        return np.array([example.label for example in self.examples], dtype=np.int64)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The pictures without their labels."""
        return tuple(example.path for example in self.examples)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    digest: str
    embedding: Embedding


def examine(dataset: Dataset, bundle: ModelBundle, tell: Tell, kept: Path | None = None) -> Examined:
    """Decode every picture and run the backbone of ``bundle`` on it, where its embedding is not known already.

    Parameters
    ----------
    kept
        Folder of the embeddings that are kept from training to training; the usual one where None.

    Raises
    ------
    AlpacaError
        When the model gives no embeddings, or no picture can be used at all.
    """
    look = _Look(bundle, KeptEmbeddings(bundle, kept))
    found: list[_Seen | Unusable] = []
    with ThreadPoolExecutor(_threads(), "examine") as workers:
        try:
            for outcome in workers.map(look, dataset.examples):
                found.append(outcome)
                tell(Step(STAGE, len(found), len(dataset.examples)))
        finally:
            look.leave.set()
    look.kept.save()
    seen = [(one, outcome) for one, outcome in zip(dataset.examples, found, strict=True) if isinstance(outcome, _Seen)]
    left_out = tuple(outcome for outcome in found if isinstance(outcome, Unusable))
    if not seen:
        raise AlpacaError(f"None of the {len(dataset.examples):,} files is a picture that can be used.")
    return Examined(
        tuple(one for one, _ in seen),
        tuple(outcome.digest for _, outcome in seen),
        np.stack([outcome.embedding for _, outcome in seen]),
        left_out,
    )


def _threads() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Look:
    """Looks at one picture; called from several threads, with a classifier for each."""

    def __init__(self, bundle: ModelBundle, kept: KeptEmbeddings) -> None:
        self.kept = kept
        self.leave = threading.Event()
        self._bundle = bundle
        self._local = threading.local()
        self._lock = threading.Lock()

    def __call__(self, example: Example) -> "_Seen | Unusable":
        if self.leave.is_set():
            return Unusable(example, "It was not looked at.")
        try:
            with example.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return _Seen(digest, self._embedding(digest, example.path))
        except PictureError as error:
            return Unusable(example, str(error))
        except OSError as error:
            return Unusable(example, f"The file cannot be read: {reason(error)}.")

    def _embedding(self, digest: str, path: Path) -> Embedding:
        with self._lock:
            embedding = self.kept.get(digest)
        if embedding is None:
            embedding = self._classifier().classify(decode(FileSource(path))).embedding
            if embedding is None:
                raise AlpacaError("The model gives no embeddings, so no head can be trained on it.")
            with self._lock:
                self.kept.put(digest, embedding)
        return embedding

    def _classifier(self) -> Classifier:
        if not hasattr(self._local, "classifier"):
            self._local.classifier = Classifier(self._bundle)
        classifier: Classifier = self._local.classifier
        return classifier

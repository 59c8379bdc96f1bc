"""Embeddings that are made up of those that the shipped model was trained on: any number, no two alike."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.cli.benchmarks.promises import NotMeasuredError
from alpaca_gui.engine.bundle import ModelBundle

_NOISE = 0.25
_MIXED = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class MixedEmbeddings:
    """Mixes embeddings of one answer with another of the same, and adds noise.

    Attributes
    ----------
    embeddings
        float32 (n, features), and ``labels`` (n,): what is mixed.
    """

    embeddings: NDArray[np.float32]
    labels: NDArray[np.int64]

    @property
    def features(self) -> int:
        """Numbers in one embedding."""
        return int(self.embeddings.shape[1])

    def parts(self, count: int, at_once: int) -> Iterator[tuple[NDArray[np.float16], NDArray[np.int64]]]:
        """Give ``count`` embeddings, float16 (m, features), with their labels (m,), so many at a time."""
        rng = np.random.default_rng(count)
        spread = self.embeddings.std(axis=0) * np.float32(_NOISE)
        sides = [np.flatnonzero(self.labels == label) for label in (0, 1)]
        for start in range(0, count, at_once):
            many = min(at_once, count - start)
            labels = rng.integers(0, 2, many)
            first, second = np.empty(many, np.int64), np.empty(many, np.int64)
            for label, side in enumerate(sides):
                mine = labels == label
                first[mine], second[mine] = rng.choice(side, (2, int(mine.sum())))
            share = rng.uniform(0, _MIXED, (many, 1)).astype(np.float32)
            noise = rng.standard_normal((many, self.features), np.float32) * spread
            mixed = self.embeddings[first] * (1 - share) + self.embeddings[second] * share + noise
            yield np.maximum(mixed, 0).astype(np.float16), labels


def mixed_embeddings(bundle: ModelBundle) -> MixedEmbeddings:
    """Give what a bundle was trained on, for mixing.

    Raises
    ------
    NotMeasuredError
        When it does not tell.
    """
    known = bundle.trained_on()
    if known is None or not 0 < known.labels.sum() < known.labels.size:
        raise NotMeasuredError("The model does not tell what it was trained on.")
    return MixedEmbeddings(known.embeddings.astype(np.float32), known.labels.astype(np.int64))

"""Made-up features with labels, the same in every process."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

LABELS: Final = np.array([1] * 48 + [0] * 72)


def made_up_embeddings() -> NDArray[np.float64]:
    """(120, 60): features of very different size, a few of which tell the labels apart, and one that never changes."""
    rng = np.random.default_rng(0)
    embeddings = rng.normal(size=(LABELS.size, 60)) * rng.uniform(0.01, 10, 60) + rng.uniform(-5, 5, 60)
    embeddings[:, :5] += 0.8 * LABELS[:, np.newaxis] * embeddings[:, :5].std(axis=0)
    embeddings[:, 59] = 2.0
    return np.asarray(embeddings)

"""Labels and kept embeddings to teach with: made of the pictures that the shipped model was trained on."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import LITERT, ModelBundle
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.training.teach_labels import Labelled


def known(bundle: ModelBundle) -> TrainedOn:
    """Give what a bundle was trained on, which must be there."""
    found = bundle.trained_on()
    assert found is not None
    return found


def hashes(n: int, salt: str = "") -> tuple[str, ...]:
    """Give the hashes of n pictures that nobody has."""
    return tuple(hashlib.sha256(f"{salt}{number}".encode()).hexdigest() for number in range(n))


def labelled(bundle: ModelBundle, n: int, seed: int = 0) -> Labelled:
    """Label n pictures, half of them yes: each is a known one and another of its side mixed, and some noise."""
    rng = np.random.default_rng(seed)
    before = known(bundle)
    labels = np.arange(n) % 2
    sides = [np.flatnonzero(before.labels == label) for label in (0, 1)]
    pairs = np.array([rng.choice(sides[label], 2, replace=False) for label in labels])
    share = rng.uniform(0.5, 0.9, (n, 1))
    features = before.embeddings.astype(np.float64)
    rows = share * features[pairs[:, 0]] + (1 - share) * features[pairs[:, 1]]
    rows = np.maximum(0, rows + rng.normal(size=rows.shape) * 0.6 * features.std(axis=0))
    return Labelled(hashes(n, f"{seed}-"), labels, rows.astype(np.float16))


def part(of: Labelled, places: NDArray[np.int64] | slice | list[int]) -> Labelled:
    """Give some of the labels, in the order of ``places``."""
    return Labelled(tuple(np.array(of.hashes)[places].tolist()), of.labels[places], of.embeddings[places])


def stranger(bundle: ModelBundle, name: str = "foreign") -> ModelBundle:
    """Give the model as it would be if it had been brought in from elsewhere: nothing is known of its training."""
    facts = {"file": "x.tflite", "kind": "a LiteRT model", "changes": ["nothing"], "compared_with_the_original": {}}
    card = replace(bundle.card, recipe={}, training_data={}, out_of_fold={}, head={}, brought_in=facts)
    return ModelBundle(Path(f"{name}.model"), card, "0" * 64, {LITERT: bundle.litert})

"""Counts how often "Look closer" finds a tile above 0 where there is nothing to find: what its panel says of itself.

``python -m tools.measure_tiles FOLDER`` where FOLDER holds the photographs that the shipped model was trained on. Each
photograph and its tiles are judged by the shipped head, and by heads that never saw it, dealt to the model's own folds.
It takes about five minutes on two cores. Run it again when the shipped model changes.
"""

import argparse
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.head_weights import head_weights
from alpaca_gui.errors import AlpacaError
from alpaca_gui.explain.closer import look_closer
from alpaca_gui.explain.lens import Lens
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.share import share_of
from alpaca_gui.resources import shipped_model
from alpaca_gui.training.duplicates import find_duplicates
from alpaca_gui.training.folds import stratified_folds
from alpaca_gui.training.head import Head
from alpaca_gui.training.logistic import one_thread
from alpaca_gui.training.recipes import head_recipe
from alpaca_gui.training.request import Recipe

FOLDS: Final = 5
SEEDS: Final = (42, 43, 44)
"""Those that the shipped model's out-of-fold logits were made with, as its card says."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A photograph: its label, the embeddings (1 + tiles, features) of the whole and of every tile, and its logit."""

    label: int
    digest: str
    embeddings: NDArray[np.float32]
    logit: float


class _Remembering(Lens):
    """Keeps the embedding of everything that it is asked about."""

    def __init__(self, bundle: ModelBundle) -> None:
        super().__init__(bundle)
        self.embeddings: list[NDArray[np.float32]] = []

    def evidence(self, picture: Picture) -> Evidence:
        evidence = super().evidence(picture)
        if evidence.embedding is not None:
            self.embeddings.append(evidence.embedding)
        return evidence


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder
    bundle = load_bundle(shipped_model())
    labels = {digest: int(label) for digest, label in zip(*_known(bundle), strict=True)}
    lens = _Remembering(bundle)
    found = [one for path in sorted(folder.rglob("*.*")) if (one := _measure(lens, path, labels)) is not None]
    if not found:
        print("None of the photographs in this folder was trained on.", file=sys.stderr)
        return 1
    print(f"Model {bundle.model_id}; {len(found)} photographs.")
    _tell("shipped head", found, _by_shipped_head(found, lens))
    _tell("out of fold", found, _out_of_fold(found, bundle))
    return 0


def _known(bundle: ModelBundle) -> tuple[tuple[str, ...], NDArray[np.uint8]]:
    trained_on = bundle.trained_on()
    if trained_on is None:
        raise AlpacaError("The shipped model does not tell what it was trained on.")
    return trained_on.hashes, trained_on.labels


def _measure(lens: _Remembering, path: Path, labels: dict[str, int]) -> Measured | None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    if digest not in labels:
        return None
    seen = lens.look(FileSource(path))
    if seen.evidence.embedding is None:
        raise AlpacaError("The shipped model gives no embeddings.")
    lens.embeddings = [seen.evidence.embedding]
    look_closer(lens, seen, Event(), lambda _closer: None)
    return Measured(labels[digest], digest, np.array(lens.embeddings), seen.logit)


def _by_shipped_head(found: list[Measured], lens: Lens) -> list[NDArray[np.float64]]:
    """Logits of each photograph, (1 + tiles,), by the neuron in use."""
    weights, bias = head_weights(lens.bundle.litert)
    head = Head(np.asarray(weights, dtype=np.float64), float(bias))
    return [head.logits(one.embeddings) for one in found]


def _out_of_fold(found: list[Measured], bundle: ModelBundle) -> list[NDArray[np.float64]]:
    """Logits of each photograph, (1 + tiles,), the mean over the ways to deal the photographs to folds."""
    recipe = head_recipe(Recipe.BEST, bundle)
    if recipe is None:
        raise AlpacaError("There is no recipe for the shipped model's head.")
    wholes = np.array([one.embeddings[0] for one in found])
    labels = np.array([one.label for one in found], dtype=np.int64)
    groups = find_duplicates([one.digest for one in found], wholes).groups
    sums = [np.zeros(len(one.embeddings)) for one in found]
    with one_thread():
        for seed in SEEDS:
            dealt = stratified_folds(labels, seed, FOLDS, groups)
            for fold in range(FOLDS):
                kept = dealt != fold
                head = recipe.fit(wholes[kept], labels[kept])
                for place in np.flatnonzero(~kept):
                    sums[place] += head.logits(found[place].embeddings)
    return [total / len(SEEDS) for total in sums]


def _tell(how: str, found: list[Measured], logits: list[NDArray[np.float64]]) -> None:
    for label, name in ((0, "no"), (1, "yes")):
        mine = [each for one, each in zip(found, logits, strict=True) if one.label == label]
        largest = np.array([each[1:].max() for each in mine if each.size > 1])
        share = share_of(int((largest > 0).sum()), largest.size)
        middle, high = np.quantile(largest, [0.5, 0.95])
        print(
            f"{how}, labelled {name}: {len(mine)}; above 0 as a whole {sum(each[0] > 0 for each in mine)}, in some "
            f"tile {(largest > 0).sum()} ({share.value:.3f}, {share.low:.3f} to {share.high:.3f}); largest tile: "
            f"middle {middle:+.2f}, 95 % below {high:+.2f}, most {largest.max():+.2f}"
        )


if __name__ == "__main__":
    sys.exit(main())

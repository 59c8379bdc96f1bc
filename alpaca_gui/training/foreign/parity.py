"""Is the number in the window the number that the model gave? Measured on real pictures, before anything is kept."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.exactness import most_missed
from alpaca_gui.engine.head_weights import head_weights
from alpaca_gui.errors import AlpacaError, BundleError, PictureError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.formats import SUFFIXES
from alpaca_gui.imaging.preprocess import Preprocessing, Tensor
from alpaca_gui.imaging.source import FileSource, printable
from alpaca_gui.logit.sigmoid import Floats, sigmoid
from alpaca_gui.resources import shipped_samples
from alpaca_gui.training.foreign.model import Ending
from alpaca_gui.training.foreign.original import Answer, Original

MOST: Final = 1e-3
"""Largest difference, in logits, that is accepted between the original framework and the runtime."""

_MOST_PROBABILITY: Final = MOST / 4 + 1e-6
"""The same in probabilities: the sigmoid is nowhere steeper than 1/4; float32 adds its rounding."""


@dataclass(frozen=True, slots=True)
class Parity:
    """How the runtime compares with the original framework, over so many pictures.

    Attributes
    ----------
    worst
        Largest difference in logits.
    pictures
        How many.
    miss
        By how much bias and cells of the map miss the logit at most; 0 where they sum to it but for the rounding that
        is allowed, or there is no map.
    """

    worst: float
    pictures: int
    miss: float = 0.0


def samples() -> list[Path]:
    """Give the pictures that ship with the program."""
    return sorted(path for path in shipped_samples().iterdir() if path.suffix.lower() in SUFFIXES)


def read(path: Path, step: Preprocessing) -> Tensor:
    """Decode and preprocess one picture.

    Raises
    ------
    AlpacaError
        When it cannot be used, with its name.
    """
    try:
        return step.tensor(decode(FileSource(path)))
    except PictureError as error:
        raise AlpacaError(f"The picture {printable(path.name)} cannot be used: {error}") from error


def check_parity(
    original: Original, bundle: ModelBundle, mixture: Floats, ending: Ending, pictures: Sequence[Path]
) -> Parity:
    """Compare the runtime's logits with the original's on pictures.

    Raises
    ------
    AlpacaError
        When they differ by more than `MOST`, the probabilities do not fit, or the original answers the same picture
        differently each time.
    """
    classifier, bias = Classifier(bundle), _bias(bundle)
    worst = miss = 0.0
    for path in pictures:
        tensor = read(path, bundle.card.preprocessing)
        answer, evidence = original.answer(tensor), classifier.run(tensor)
        if path in pictures[:2]:
            _check_steady(original.answer(tensor), answer, path)
        gap = abs(evidence.logit - float(answer.raw @ mixture))
        if not gap <= MOST:
            raise AlpacaError(
                f"The runtime's logit differs from the original framework's by {gap:.2g} on "
                f"{printable(path.name)}, more than {MOST:g}, so nothing was written."
            )
        worst, miss = max(worst, gap), max(miss, _missed(evidence, bias))
        _check_probability(evidence.logit, answer, mixture, ending, path)
    return Parity(worst, len(pictures), miss)


def _bias(bundle: ModelBundle) -> float:
    """The bias as explanations will find it; 0 where the file does not show it: each cell then holds its share."""
    try:
        return head_weights(bundle.litert)[1]
    except BundleError:
        return 0.0


def _missed(evidence: Evidence, bias: float) -> float:
    """By how much bias and cells miss the logit; 0 where it is rounding, infinite where a cell is no number."""
    if evidence.logit_map is None:
        return 0.0
    cells = (evidence.logit_map.astype(np.float64) - bias) / evidence.logit_map.size
    missed = abs(bias + math.fsum(cells.flat) - evidence.logit) if np.isfinite(cells).all() else math.inf
    return 0.0 if missed <= most_missed(abs(bias) + float(np.abs(cells).sum())) else missed


def _check_probability(logit: float, answer: Answer, mixture: Floats, ending: Ending, path: Path) -> None:
    """Compare with what the untouched model said, where it ends in probabilities: their difference never misleads."""
    if ending is Ending.LINEAR:
        return
    yes = int(np.argmax(mixture))
    probability = answer.said[yes] if mixture.size == 2 or mixture[0] > 0 else 1 - answer.said[0]
    gap = abs(float(sigmoid(logit)) - float(probability))
    if not gap <= _MOST_PROBABILITY:
        raise AlpacaError(
            f"The sigmoid of the logit differs from the model's own probability by {gap:.2g} on "
            f"{printable(path.name)}, so nothing was written."
        )


def _check_steady(again: Answer, answer: Answer, path: Path) -> None:
    if not np.allclose(again.said, answer.said, rtol=1e-4, atol=1e-5):
        raise AlpacaError(
            f"The model answers {printable(path.name)} differently each time it is asked: random augmentation, or "
            "another layer that is for training only, is still at work in it. Save the model in the .keras format, "
            "in which such layers can be told apart, and bring that in."
        )

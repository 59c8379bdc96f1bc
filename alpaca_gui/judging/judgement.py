"""The logits of labelled pictures: what every figure, curve and comparison is computed from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of the dataset that cannot be used, and the sentence that says why."""

    path: Path
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """A model's logits for the n pictures of a dataset, beside what a person said of them.

    Attributes
    ----------
    model, model_id
        Name and identity of the bundle.
    yes, no
        The two answers in words.
    rule
        The threshold, band and temperature that the logits are read with.
    paths
        The pictures.
    hashes
        SHA-256 of each file's bytes, in hexadecimal.
    labels
        1 for yes and 0 for no, (n,).
    logits
        One for each picture, (n,), raw. Where ``out_of_fold`` is set it comes from heads that never saw the picture
        (the mean over the seeds of the folds), else from the model itself.
    out_of_fold
        Which logits are out of fold, (n,): those of pictures that the model was trained on.
    left_out
        Files that could not be judged.
    seed_logits
        The out-of-fold logits of each seed, (n, seeds), whose mean over the seeds is the logit; NaN where there is
        none. None where no logit is out of fold.
    seen
        Which logits, (n,), are the model's own for a picture that it was trained on: they flatter the model. None
        where there is no such picture, as far as the bundle tells.
    """

    model: str
    model_id: str
    yes: str
    no: str
    rule: Rule
    paths: tuple[Path, ...]
    hashes: tuple[str, ...]
    labels: NDArray[np.int64]
    logits: Floats
    out_of_fold: NDArray[np.bool_]
    left_out: tuple[LeftOut, ...] = ()
    seed_logits: Floats | None = None
    seen: NDArray[np.bool_] | None = None

    @property
    def n(self) -> int:
        """How many pictures were judged."""
        return len(self.paths)

    @property
    def n_out_of_fold(self) -> int:
        """How many logits are out of fold."""
        return int(np.sum(self.out_of_fold))

    @property
    def n_seen(self) -> int:
        """How many logits are the model's own for pictures that it was trained on."""
        return 0 if self.seen is None else int(np.sum(self.seen))

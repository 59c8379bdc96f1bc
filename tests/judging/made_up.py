"""Judgements made up of numbers, without pictures or a model."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.logit.verdict import Rule


def made_up(logits: Sequence[float], labels: Sequence[int], rule: Rule | None = None) -> Judgement:
    """A judgement of pictures that are called 0.png, 1.png and so on; none of its logits is out of fold."""
    n = len(logits)
    return Judgement(
        model="herd",
        model_id="0" * 64,
        yes="alpaca",
        no="not alpaca",
        rule=rule or Rule(),
        paths=tuple(Path(f"{place}.png") for place in range(n)),
        hashes=tuple(f"{place:064x}" for place in range(n)),
        labels=np.array(labels, dtype=np.int64),
        logits=np.array(logits, dtype=np.float64),
        out_of_fold=np.zeros(n, dtype=np.bool_),
    )


def drawn(seed: int, n: int, rule: Rule | None = None) -> Judgement:
    """A judgement by a fair model: logits come true as often as they say."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 3, n)
    labels = (random.random(n) < 1 / (1 + np.exp(-logits))).astype(int)
    labels[:2] = (1, 0)
    return made_up(logits.tolist(), labels.tolist(), rule)

"""Two models on the same pictures: where they differ, and whether the difference is more than chance."""

from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule, margins


@dataclass(frozen=True, slots=True)
class McNemar:
    """McNemar's table and test, which say whether one model is right more often than the other beyond chance.

    Attributes
    ----------
    both_right, only_first, only_second, both_wrong
        How many pictures both, one alone, or neither answers as they are labelled.
    p
        Chance of a split at least as uneven as ``only_first`` to ``only_second`` if both were equally good: two-sided,
        exact, from the binomial distribution. 1 where they never differ in being right. Source: McNemar, Psychometrika
        12, 1947; exact form: Agresti, "Categorical Data Analysis", 2013, section 11.1.
    """

    both_right: int
    only_first: int
    only_second: int
    both_wrong: int
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two models' logits for the n pictures that both have judged.

    Attributes
    ----------
    first, second
        Names of the two models.
    first_rule, second_rule
        How their logits are read.
    paths, hashes
        The pictures.
    labels
        1 for yes and 0 for no, (n,).
    first_logits, second_logits
        (n,) each, raw.
    changed
        Places of pictures that the two answer differently, the largest difference of the margins first.
    mcnemar
        The test.
    only_in_one
        How many pictures only one of the two has judged; they are not compared.
    uneven
        Of how many pictures only one of the two logits is out of fold, or of a model that had seen the picture: there
        the comparison is not fair.
    """

    first: str
    second: str
    first_rule: Rule
    second_rule: Rule
    paths: tuple[Path, ...]
    hashes: tuple[str, ...]
    labels: NDArray[np.int64]
    first_logits: Floats
    second_logits: Floats
    changed: tuple[int, ...]
    mcnemar: McNemar
    only_in_one: int = 0
    uneven: int = 0

    @property
    def n(self) -> int:
        """How many pictures are compared."""
        return len(self.paths)

    @property
    def agreement(self) -> float:
        """Share of the pictures that both answer alike."""
        return 1 - len(self.changed) / self.n


def compare(first: Judgement, second: Judgement) -> Comparison:
    """Compare two models on the pictures that both have judged under the same label, found by their content.

    A picture that is there several times is paired as often as both have it. Where the second model's yes is the
    first one's no, its logits are turned round.

    Raises
    ------
    AlpacaError
        When the two have no picture in common.
    """
    a, b = _paired(first, second)
    if not a.size:  # the second model may call no what the first calls yes
        second = turned(second)
        a, b = _paired(first, second)
    if not a.size:
        raise AlpacaError(f"{first.model} and {second.model} have judged no picture in common.")
    labels = first.labels[a]
    margins_a, margins_b = margins(first.logits[a], first.rule), margins(second.logits[b], second.rule)
    differs = np.flatnonzero((margins_a > 0) != (margins_b > 0))
    worst = differs[np.argsort(-np.abs(margins_a - margins_b)[differs], kind="stable")]
    return Comparison(
        first=first.model if first.model != second.model else f"{first.model} (first)",
        second=second.model if first.model != second.model else f"{second.model} (second)",
        first_rule=first.rule,
        second_rule=second.rule,
        paths=tuple(first.paths[place] for place in a),
        hashes=tuple(first.hashes[place] for place in a),
        labels=labels,
        first_logits=first.logits[a],
        second_logits=second.logits[b],
        changed=tuple(int(place) for place in worst),
        mcnemar=mcnemar((margins_a > 0) == (labels == 1), (margins_b > 0) == (labels == 1)),
        only_in_one=first.n + second.n - 2 * a.size,
        uneven=int(np.sum(_flatters(first)[a] != _flatters(second)[b])),
    )


def turned(judgement: Judgement) -> Judgement:
    """Give the same judgement with yes and no exchanged: logits, threshold and labels the other way round."""
    rule = judgement.rule
    return replace(
        judgement,
        yes=judgement.no,
        no=judgement.yes,
        rule=Rule(-rule.threshold, rule.band, rule.temperature),
        labels=1 - judgement.labels,
        logits=-judgement.logits,
        seed_logits=None if judgement.seed_logits is None else -judgement.seed_logits,
    )


def mcnemar(first_right: NDArray[np.bool_], second_right: NDArray[np.bool_]) -> McNemar:
    """Count who was right about each picture, (n,) each, and test the difference."""
    from scipy.stats import binomtest  # noqa: PLC0415 - a third of a second

    both, only_first, only_second, neither = (
        int(np.sum(cell))
        for cell in (
            first_right & second_right,
            first_right & ~second_right,
            ~first_right & second_right,
            ~first_right & ~second_right,
        )
    )
    differ = only_first + only_second
    p = float(binomtest(only_first, differ, 0.5).pvalue) if differ else 1.0
    return McNemar(both, only_first, only_second, neither, p)


def comparison_values(comparison: Comparison) -> dict[str, Any]:
    """Give a comparison as JSON values; `comparison_from` is the reverse."""
    return {
        "first": comparison.first,
        "second": comparison.second,
        "first_rule": asdict(comparison.first_rule),
        "second_rule": asdict(comparison.second_rule),
        "paths": [str(path) for path in comparison.paths],
        "hashes": list(comparison.hashes),
        "labels": comparison.labels.tolist(),
        "first_logits": comparison.first_logits.tolist(),
        "second_logits": comparison.second_logits.tolist(),
        "changed": list(comparison.changed),
        "mcnemar": asdict(comparison.mcnemar),
        "only_in_one": comparison.only_in_one,
        "uneven": comparison.uneven,
    }


def comparison_from(values: dict[str, Any]) -> Comparison:
    """Read what `comparison_values` gave."""
    read = {
        "first_rule": Rule(**values["first_rule"]),
        "second_rule": Rule(**values["second_rule"]),
        "paths": tuple(map(Path, values["paths"])),
        "hashes": tuple(values["hashes"]),
        "labels": np.array(values["labels"], dtype=np.int64),
        "first_logits": np.array(values["first_logits"], dtype=np.float64),
        "second_logits": np.array(values["second_logits"], dtype=np.float64),
        "changed": tuple(values["changed"]),
        "mcnemar": McNemar(**values["mcnemar"]),
    }
    return Comparison(**{**values, **read})


def _paired(first: Judgement, second: Judgement) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    waiting: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for place in reversed(range(second.n)):
        waiting[second.hashes[place], int(second.labels[place])].append(place)
    pairs = [
        (place, partners.pop())
        for place in range(first.n)
        if (partners := waiting.get((first.hashes[place], int(first.labels[place]))))
    ]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _flatters(judgement: Judgement) -> NDArray[np.bool_]:
    """Which logits come from a model that had seen the picture."""
    return np.zeros(judgement.n, dtype=np.bool_) if judgement.seen is None else judgement.seen

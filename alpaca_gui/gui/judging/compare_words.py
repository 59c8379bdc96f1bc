"""A comparison of two models in sentences."""

from alpaca_gui.gui.judging.behind import pictures
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.compare import Comparison
from alpaca_gui.judging.judgement import Judgement

_BY_CHANCE = 0.05


def mcnemar_words(comparison: Comparison) -> str:
    """McNemar's test: whether one of the two is better beyond chance."""
    test = comparison.mcnemar
    first, second = printable(comparison.first), printable(comparison.second)
    if not test.only_first + test.only_second:
        return "Both are right and wrong about the same pictures: nothing here tells one from the other."
    told = (
        f"{first} alone is right about {pictures(test.only_first).lower()}, {second} alone about "
        f"{pictures(test.only_second).lower()}. Were both equally good, a split at least this uneven would come about "
        f"in {_percent(test.p)} of all such tries (McNemar's test): "
    )
    if test.p >= _BY_CHANCE:
        return f"{told}this may well be chance."
    better = first if test.only_first > test.only_second else second
    return f"{told}hardly chance, {better} is better on pictures like these."


def sides_words(comparison: Comparison) -> str:
    """How many pictures there are and change sides, and what the comparison leaves out."""
    count = len(comparison.changed)
    parts = [
        f"{pictures(comparison.n)} judged by both; {pictures(count).lower()} "
        f"{'changes' if count == 1 else 'change'} sides."
    ]
    if comparison.only_in_one:
        parts.append(f"{pictures(comparison.only_in_one)} judged by only one of them is not compared.")
    if comparison.uneven:
        parts.append(
            f"For {pictures(comparison.uneven).lower()} only one of the two was trained on it: there the comparison "
            "flatters that one."
        )
    return " ".join(parts)


def meaning_words(first: Judgement, second: Judgement) -> str:
    """Warn where the two models' answers are called differently; empty where they are not."""
    if (first.yes, first.no) == (second.yes, second.no):
        return ""
    return (
        f"Mind the answers: yes is “{printable(first.yes)}” for {printable(first.model)} and "
        f"“{printable(second.yes)}” for {printable(second.model)}. Both were judged by the same folders."
    )


def _percent(p: float) -> str:
    return "less than 0.1 %" if p < 0.001 else f"{100 * p:.1f} %" if p < 0.1 else f"{100 * p:.0f} %"

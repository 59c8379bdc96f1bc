"""The pictures behind a number are exactly those that the number counts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.gui.judging import behind
from alpaca_gui.gui.judging.bars import bars_of
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.measure import report
from alpaca_gui.logit.verdict import Rule
from tests.gui.judging.made_up import judged, names

ALL_SIDES = [(True, True), (True, False), (False, True), (False, False)]
LOGITS = st.lists(st.tuples(st.floats(-30, 30), st.booleans()), min_size=2, max_size=60).filter(
    lambda pairs: {label for _, label in pairs} == {True, False}
)
RULES = st.builds(Rule, st.floats(-3, 3), st.floats(0, 2), st.floats(0.2, 5))


def made(pairs: list[tuple[float, bool]], rule: Rule) -> Judgement:
    """A judgement of pictures that need not be there."""
    n = len(pairs)
    return Judgement(
        model="m",
        model_id="0",
        yes="alpaca",
        no="not alpaca",
        rule=rule,
        paths=tuple(Path(f"/{place}.png") for place in range(n)),
        hashes=tuple(map(str, range(n))),
        labels=np.array([int(label) for _, label in pairs], dtype=np.int64),
        logits=np.array([logit for logit, _ in pairs]),
        out_of_fold=np.zeros(n, dtype=np.bool_),
    )


@given(LOGITS, RULES)
def test_each_cell_holds_as_many_pictures_as_it_counts(pairs: list[tuple[float, bool]], rule: Rule) -> None:
    judgement = made(pairs, rule)
    counts = report(judgement).counts
    held = [behind.cell(judgement, labelled_yes=yes, taken_for_yes=taken).places.size for yes, taken in ALL_SIDES]
    assert held == [counts.yes_as_yes, counts.yes_as_no, counts.no_as_yes, counts.no_as_no]
    assert behind.mistakes(judgement, rule.threshold).places.size == counts.wrong


@given(LOGITS, RULES)
def test_each_bin_holds_as_many_pictures_as_it_counts(pairs: list[tuple[float, bool]], rule: Rule) -> None:
    judgement = made(pairs, rule)
    for one in report(judgement).reliability:
        shown = behind.reliability_bin(judgement, one)
        assert shown.places.size == one.count
        if one.count:
            assert np.mean(judgement.labels[shown.places]) == pytest.approx(one.share)


@given(LOGITS, RULES)
def test_each_point_of_the_roc_shows_the_mistakes_that_its_shares_say(
    pairs: list[tuple[float, bool]], rule: Rule
) -> None:
    judgement = made(pairs, rule)
    roc = report(judgement).roc
    yes = int(judgement.labels.sum())
    for x, y, threshold in zip(roc.x, roc.y, roc.thresholds, strict=True):
        mistakes = x * (len(pairs) - yes) + (1 - y) * yes
        assert behind.point(judgement, float(threshold)).places.size == pytest.approx(mistakes)


@given(LOGITS)
def test_the_bars_hold_every_picture_once_and_those_that_they_count(pairs: list[tuple[float, bool]]) -> None:
    judgement = made(pairs, Rule())
    bars = bars_of(judgement)
    found: list[int] = []
    for place in range(bars.yes.size):
        for labelled_yes, counts in ((True, bars.yes), (False, bars.no)):
            low, high = float(bars.edges[place]), float(bars.edges[place + 1])
            shown = behind.bar(judgement, low, high, labelled_yes=labelled_yes)
            assert shown.places.size == counts[place]
            found += shown.places.tolist()
    assert sorted(found) == list(range(len(pairs)))
    assert 1 <= bars.yes.size <= 45


def test_a_single_logit_gets_a_bar(tmp_path: Path) -> None:
    judgement = judged(tmp_path)
    bars = bars_of(replace(judgement, logits=np.full(16, 2.0)))
    assert bars.yes.sum() == bars.no.sum() == 8


def test_the_worst_come_first(tmp_path: Path) -> None:
    judgement = judged(tmp_path)
    assert names(judgement, behind.mistakes(judgement, 0.0)) == ["yes-0", "no-0", "no-1", "yes-1"]
    assert names(judgement, behind.everything(judgement))[:4] == ["yes-0", "no-0", "no-1", "yes-1"]
    assert names(judgement, behind.everything(judgement))[-1] == "no-7"


def test_what_is_shown_is_said_in_words(tmp_path: Path) -> None:
    judgement = judged(tmp_path)
    assert behind.cell(judgement, labelled_yes=False, taken_for_yes=True).sentence == "2 pictures: no, taken for yes"
    assert behind.mistakes(judgement, -3.5).sentence.startswith("6 pictures")
    assert behind.mistakes(
        replace(judgement, logits=np.where(judgement.labels == 1, 1.0, -1.0)), 0.0
    ).sentence.startswith("No picture")

"""What changes between two models is what two readings, picture by picture, say."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.logit.changes import changes
from alpaca_gui.logit.verdict import Decision, Rule, judge

LOGITS = st.floats(-30, 30) | st.just(math.nan)
RULES = st.builds(Rule, st.floats(-3, 3), st.floats(0, 3), st.floats(0.1, 10))


@given(st.lists(st.tuples(LOGITS, LOGITS), max_size=40), RULES, RULES)
def test_it_is_what_reading_each_picture_twice_gives(pairs: list[tuple[float, float]], old: Rule, new: Rule) -> None:
    found = changes([one for one, _ in pairs], [other for _, other in pairs], old, new)
    counts = np.zeros((3, 3), dtype=int)
    expected = {}
    for place, (one, other) in enumerate(pairs):
        if math.isnan(one) or math.isnan(other):
            continue
        before, after = judge(one, old), judge(other, new)
        counts[before.decision, after.decision] += 1
        if before.decision is not after.decision:
            expected[place] = (before.decision, after.decision, after.margin - before.margin)
    assert found.counts.tolist() == counts.tolist()
    assert found.left_out == len(pairs) - counts.sum()
    assert found.changed == len(expected)
    columns = (found.before.tolist(), found.after.tolist(), found.moved.tolist())
    assert dict(zip(found.places.tolist(), zip(*columns, strict=True), strict=True)) == expected
    assert (np.diff(np.abs(found.moved).astype(np.float32)) <= 0).all()


def test_pictures_that_move_alike_keep_their_order() -> None:
    assert changes([-1, -1, -3, -1], [1, 1, 1, 1], Rule(), Rule()).places.tolist() == [2, 0, 1, 3]


def test_each_kind_of_change_can_be_looked_at_alone() -> None:
    found = changes([-2, 0, 2, -2, 5], [2, 2, 0, 3, 5], Rule(band=1), Rule(band=1))
    assert found.of(Decision.NO, Decision.YES).tolist() == [3, 0]
    assert found.of(Decision.UNSURE, Decision.YES).tolist() == [1]
    assert found.of(Decision.YES, Decision.UNSURE).tolist() == [2]
    assert found.of(Decision.YES, Decision.NO).tolist() == []
    assert (found.changed, found.flipped) == (4, 2)
    assert found.count(Decision.YES, Decision.YES) == 1


def test_another_rule_alone_changes_decisions_too() -> None:
    found = changes([0.5, 3.0], [0.5, 3.0], Rule(), Rule(threshold=1.0))
    assert found.of(Decision.YES, Decision.NO).tolist() == [0]
    assert found.moved.tolist() == [-1.0]


def test_nothing_at_all_changes_nothing() -> None:
    found = changes([], [], Rule(), Rule())
    assert (found.changed, found.left_out, int(found.counts.sum())) == (0, 0, 0)


def test_columns_of_two_lengths_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="one length"):
        changes([1.0], [1.0, 2.0], Rule(), Rule())

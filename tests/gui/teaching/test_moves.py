"""The table's cells list exactly what they count, those that move furthest first."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.gui.teaching.moves import Moves
from alpaca_gui.jobs.preview import Preview
from alpaca_gui.logit.verdict import Decision, Rule

LOGITS = st.lists(st.tuples(st.floats(-9, 9), st.one_of(st.floats(-9, 9), st.just(float("nan")))), max_size=40)
RULES = st.builds(Rule, st.floats(-2, 2), st.floats(0, 2))


@given(LOGITS, RULES, RULES)
def test_cells_list_what_changes_counts(pairs: list[tuple[float, float]], before: Rule, after: Rule) -> None:
    old, new = np.array(pairs, np.float64).reshape(-1, 2).T
    preview = Preview(np.arange(len(pairs)) * 3, old, new)
    found, moves = preview.changes(before, after), Moves(preview, before, after)
    for one in Decision:
        for other in Decision:
            places = moves.of(one, other)
            assert places.size == found.count(one, other)
            if one is not other:
                assert set(moves.keys[places]) == set(preview.keys[found.of(one, other)])
    assert set(moves.keys[moves.changed()]) == set(preview.keys[found.places])
    distance = np.abs((moves.after - after.threshold) - (moves.before - before.threshold))
    assert (np.diff(distance) <= 1e-9).all()
    np.testing.assert_array_equal(moves.before, old[moves.keys // 3])
    np.testing.assert_array_equal(moves.after, new[moves.keys // 3])

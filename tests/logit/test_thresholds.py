"""A threshold is proposed that grants the wish at the least loss; brute force and scikit-learn say the same."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, precision_score, recall_score

from alpaca_gui.errors import AlpacaError
from alpaca_gui.logit.thresholds import Costs, Counts, WantedPrecision, WantedRecall, count, cuts, propose

Array = NDArray[np.float64]

FEW_LOGITS = st.sampled_from([-3.0, -1.0, 0.0, 0.5, 2.0])  # few, so that there are ties
PAIRS = st.lists(st.tuples(st.one_of(FEW_LOGITS, st.floats(-30, 30)), st.booleans()), min_size=2, max_size=25)
SHARES = st.one_of(st.sampled_from([0.5, 0.9, 1.0]), st.floats(0.01, 1))


def _both_sides(pairs: list[tuple[float, bool]]) -> tuple[Array, NDArray[np.int64]]:
    logits, labels = np.array([z for z, _ in pairs]), np.array([int(y) for _, y in pairs])
    assume(0 < labels.sum() < labels.size)
    return logits, labels


def _everywhere(logits: Array) -> list[float]:
    """A threshold on every logit, and one below all: all that can be told apart."""
    return [*sorted(set(logits.tolist())), float(logits.min()) - 1]


@given(PAIRS, st.floats(-31, 31))
def test_counts_are_scikit_learns(pairs: list[tuple[float, bool]], threshold: float) -> None:
    logits, labels = _both_sides(pairs)
    found, says = count(logits, labels, threshold), logits > threshold
    (no_no, no_yes), (yes_no, yes_yes) = confusion_matrix(labels, says, labels=[0, 1])
    assert found == Counts(yes_yes, yes_no, no_yes, no_no)
    assert (found.n, found.wrong) == (len(pairs), no_yes + yes_no)
    assert found.recall == recall_score(labels, says)
    assert found.precision == (precision_score(labels, says) if says.any() else None)


@given(PAIRS, SHARES)
@settings(max_examples=150)
def test_a_wanted_precision_is_reached_with_the_most_recall(pairs: list[tuple[float, bool]], share: float) -> None:
    logits, labels = _both_sides(pairs)
    tried = [logits > t for t in _everywhere(logits) if (logits > t).any()]
    recalls = [recall_score(labels, says) for says in tried if precision_score(labels, says) >= share]
    if not recalls:
        with pytest.raises(AlpacaError, match="No threshold reaches a precision of"):
            propose(WantedPrecision(share), logits, labels, 0.0)
        return
    says = logits > propose(WantedPrecision(share), logits, labels, 0.0).threshold
    assert precision_score(labels, says) >= share
    assert recall_score(labels, says) == max(recalls)


@given(PAIRS, SHARES)
@settings(max_examples=150)
def test_a_wanted_recall_is_reached_with_the_most_precision(pairs: list[tuple[float, bool]], share: float) -> None:
    logits, labels = _both_sides(pairs)
    tried = [logits > t for t in _everywhere(logits) if (logits > t).any()]
    best = max(precision_score(labels, says) for says in tried if recall_score(labels, says) >= share)
    says = logits > propose(WantedRecall(share), logits, labels, 0.0).threshold
    assert recall_score(labels, says) >= share
    assert precision_score(labels, says) == best


@given(PAIRS, st.sampled_from([0.1, 1.0, 7.0]), st.sampled_from([0.1, 1.0, 7.0]))
@settings(max_examples=150)
def test_costs_are_the_least_there_are(pairs: list[tuple[float, bool]], false_yes: float, false_no: float) -> None:
    logits, labels = _both_sides(pairs)

    def cost(threshold: float) -> float:
        says = logits > threshold
        return false_yes * float(np.sum(says & (labels == 0))) + false_no * float(np.sum(~says & (labels == 1)))

    found = propose(Costs(false_yes, false_no), logits, labels, 0.0)
    assert cost(found.threshold) == pytest.approx(min(map(cost, _everywhere(logits))))
    assert false_yes * found.after.no_as_yes + false_no * found.after.yes_as_no == pytest.approx(cost(found.threshold))


@given(PAIRS)
def test_before_and_after_are_what_the_thresholds_give(pairs: list[tuple[float, bool]]) -> None:
    logits, labels = _both_sides(pairs)
    found = propose(WantedRecall(1.0), logits, labels, 0.25)
    assert found.before == count(logits, labels, 0.25)
    assert found.after == count(logits, labels, found.threshold)


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=30))
def test_every_cut_tells_the_logits_apart_in_another_way(logits: list[float]) -> None:
    z = np.array(logits)
    kinds = {tuple(z > t) for t in cuts(z)}
    assert len(kinds) == len(set(logits)) + 1 == cuts(z).size
    assert np.all(np.isfinite(cuts(z)))


def test_a_cut_lies_midway_and_neighbours_without_a_number_between_them_are_still_told_apart() -> None:
    assert cuts([1.0, 3.0, 1.0]).tolist() == [0.0, 2.0, 4.0]
    close = [1.0, np.nextafter(1.0, 2.0)]
    assert np.sum(np.array(close) > cuts(close)[1]) == 1


def test_of_several_thresholds_that_cost_the_same_the_nearest_to_the_present_one_is_taken() -> None:
    logits, labels = [-4.0, -2.0, 2.0, 4.0], [0, 1, 0, 1]
    assert propose(Costs(1, 1), logits, labels, present=-2.9).threshold == -3.0
    assert propose(Costs(1, 1), logits, labels, present=2.9).threshold == 3.0


def test_an_impossible_precision_is_answered_with_the_best_there_is() -> None:
    logits, labels = [3.0, 2.0, 1.0, -1.0], [0, 1, 1, 0]
    with pytest.raises(AlpacaError, match=r"precision of 0\.9 .* the best is 0\.6666, at a threshold of \+0\.0000\.$"):
        propose(WantedPrecision(0.9), logits, labels, 0.0)
    assert propose(WantedPrecision(0.6666), logits, labels, 0.0).threshold == 0.0


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (WantedPrecision(0.0), "A precision is wanted above 0 and at most 1, not 0."),
        (WantedPrecision(float("nan")), "not nan"),
        (WantedRecall(1.5), "A recall is wanted above 0 and at most 1, not 1.5."),
        (Costs(0, 1), "What a mistake costs has to be a number above 0."),
        (Costs(1, float("inf")), "has to be a number above 0"),
    ],
)
def test_numbers_that_cannot_be_meant_are_refused(wish: WantedPrecision | WantedRecall | Costs, sentence: str) -> None:
    with pytest.raises(AlpacaError, match=sentence):
        propose(wish, [1.0, -1.0], [1, 0], 0.0)


@pytest.mark.parametrize("labels", [[1, 1], [0, 0]])
def test_one_side_alone_is_refused(labels: list[int]) -> None:
    with pytest.raises(AlpacaError, match="pictures of both sides"):
        propose(WantedRecall(0.5), [1.0, -1.0], labels, 0.0)


def test_logits_that_are_all_equal_leave_all_or_nothing() -> None:
    found = propose(WantedRecall(0.5), [1.0] * 4, [1, 1, 0, 0], 5.0)
    assert (found.before, found.after) == (Counts(0, 2, 0, 2), Counts(2, 0, 2, 0))

"""The figures on a model's card are those that scikit-learn gives."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss, roc_auc_score

from alpaca_gui.logit.metrics import (
    BIN_EDGES,
    Metrics,
    area_under_curve,
    bin_of,
    expected_calibration_error,
    measure,
    reliability,
)
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule

FEW_LOGITS = st.sampled_from([-3.0, -1.0, -0.5, 0.0, 0.5, 2.0])  # few, so that there are ties
PAIRS = st.lists(st.tuples(st.one_of(FEW_LOGITS, st.floats(-30, 30)), st.booleans()), min_size=2, max_size=40)


def _both_sides(pairs: list[tuple[float, bool]]) -> tuple[np.ndarray, np.ndarray]:
    logit, label = (np.array(column) for column in zip(*pairs, strict=True))
    assume(label.any() and not label.all())
    return logit, label


@given(PAIRS)
@settings(max_examples=60)
def test_they_agree_with_scikit_learn_ties_included(pairs: list[tuple[float, bool]]) -> None:
    logit, label = _both_sides(pairs)
    found = measure(logit, label.astype(int))
    assert found.n == len(pairs)
    assert found.accuracy == pytest.approx(accuracy_score(label, logit > 0))
    assert found.auc == pytest.approx(roc_auc_score(label, logit))
    assert found.brier == pytest.approx(brier_score_loss(label, sigmoid(logit)))
    # A wrong 30 is within what scikit-learn's clipping at 2e-16 lets pass.
    assert found.log_loss == pytest.approx(log_loss(label, sigmoid(logit), labels=[False, True]), rel=1e-2, abs=1e-12)


@given(PAIRS)
@settings(max_examples=60)
def test_the_area_is_the_chance_of_a_yes_above_a_no(pairs: list[tuple[float, bool]]) -> None:
    logit, label = _both_sides(pairs)
    duels = [(y > n) + (y == n) / 2 for y in logit[label] for n in logit[~label]]
    assert area_under_curve(logit, label) == pytest.approx(np.mean(duels))


def test_the_log_loss_of_a_sure_and_wrong_logit_is_its_size() -> None:
    assert measure([1000.0, -1.0], [0, 1]).log_loss == pytest.approx((1000 + 1.3132616875182228) / 2)


def test_a_perfect_and_a_hopeless_model() -> None:
    assert measure([5, 4, -4, -5], [1, 1, 0, 0]).auc == 1.0
    assert measure([5, 4, -4, -5], [0, 0, 1, 1]).auc == 0.0
    assert measure([5, 4, -4, -5], [1, 1, 0, 0]).accuracy == 1.0


def test_a_logit_of_exactly_zero_counts_as_no() -> None:
    assert measure([0.0, 0.0, 1.0], [0, 0, 1]).accuracy == 1.0


@pytest.mark.parametrize("label", [[1, 1], [0, 0], []])
def test_one_side_alone_has_no_area(label: list[int]) -> None:
    with pytest.raises(ValueError, match="both sides are needed, got"):
        area_under_curve([1.0] * len(label), label)


def test_they_are_plain_numbers_by_name() -> None:
    values = measure([1.0, -1.0], [1, 0]).as_dict()
    assert list(values) == ["n", "accuracy", "log_loss", "brier", "auc", "ece"]
    assert {type(value) for value in values.values()} == {int, float}
    assert Metrics(**values) == measure([1.0, -1.0], [1, 0])  # type: ignore[arg-type]


@given(PAIRS)
@settings(max_examples=60)
def test_the_calibration_error_is_what_numpys_histogram_gives(pairs: list[tuple[float, bool]]) -> None:
    logit, label = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    probability = 1 / (1 + np.exp(-logit))
    excess = np.histogram(probability, np.arange(11) / 10, weights=probability - label)[0]
    total = np.abs(excess).sum() / len(pairs)
    assert expected_calibration_error(logit, label) == pytest.approx(total, abs=1e-9)


def test_a_bin_holds_its_lower_edge_and_the_last_one_holds_1() -> None:
    assert bin_of(BIN_EDGES).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    assert bin_of(np.nextafter(BIN_EDGES[1:], 0)).tolist() == list(range(10))


def test_probabilities_that_come_true_as_often_as_they_say_have_no_error() -> None:
    logit = np.repeat(np.log([0.25 / 0.75, 0.75 / 0.25]), 4)
    assert expected_calibration_error(logit, [1, 0, 0, 0, 1, 1, 1, 0]) == pytest.approx(0, abs=1e-15)
    counts, probabilities, yes = reliability(logit, [1, 0, 0, 0, 1, 1, 1, 0])
    assert (counts[2], counts[7], counts.sum()) == (4, 4, 8)
    assert (probabilities[2], yes[2]) == pytest.approx((1.0, 1.0))


def test_the_rule_moves_the_decision_by_its_threshold_and_the_probability_by_its_temperature() -> None:
    logit, label = np.array([3.0, 1.0, -1.0, -2.0]), np.array([1, 0, 1, 0])
    plain, ruled = measure(logit, label), measure(logit, label, Rule(threshold=2.0, temperature=2.0))
    assert (plain.accuracy, ruled.accuracy) == (0.5, 0.75)
    assert ruled.log_loss == pytest.approx(log_loss(label, sigmoid(logit / 2)))
    assert ruled.auc == plain.auc

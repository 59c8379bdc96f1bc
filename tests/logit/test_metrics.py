"""The figures on a model's card are those that scikit-learn gives."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss, roc_auc_score

from alpaca_gui.logit.metrics import Metrics, area_under_curve, measure
from alpaca_gui.logit.sigmoid import sigmoid

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
    assert list(values) == ["n", "accuracy", "log_loss", "brier", "auc"]
    assert {type(value) for value in values.values()} == {int, float}
    assert Metrics(**values) == measure([1.0, -1.0], [1, 0])  # type: ignore[arg-type]

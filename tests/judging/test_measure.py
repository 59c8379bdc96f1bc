"""A report's figures and curves are scikit-learn's, also where pictures are few or logits extreme."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import (
    accuracy_score,
    auc,
    brier_score_loss,
    log_loss,
    precision_score,
    recall_score,
    roc_auc_score,
)

from alpaca_gui.errors import AlpacaError
from alpaca_gui.judging.measure import report, suspicious
from alpaca_gui.judging.report import Report
from alpaca_gui.logit.metrics import measure
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule
from tests.judging.made_up import drawn, made_up

CHECKOUT = Path(__file__).resolve().parents[2]
FIGURES = ("accuracy", "log_loss", "brier", "auc", "ece")


@pytest.mark.parametrize("rule", [Rule(), Rule(threshold=1.5, band=0.5, temperature=2.0)])
def test_the_figures_are_scikit_learns(rule: Rule) -> None:
    judgement = drawn(1, 300, rule)
    found, probability = report(judgement), sigmoid(judgement.logits / rule.temperature)
    assert found.accuracy.value == accuracy_score(judgement.labels, judgement.logits > rule.threshold)
    assert found.log_loss.value == pytest.approx(log_loss(judgement.labels, probability))
    assert found.brier.value == pytest.approx(brier_score_loss(judgement.labels, probability))
    assert found.auc.value == pytest.approx(roc_auc_score(judgement.labels, judgement.logits))
    assert found.ece.value == pytest.approx(measure(judgement.logits, judgement.labels, rule).ece)
    assert found.counts.n == found.n == 300


@given(st.lists(st.tuples(st.sampled_from([-1000.0, -2.0, 0.0, 0.1, 2.0, 1000.0]), st.booleans()), max_size=12))
@settings(max_examples=60)
def test_whatever_the_logits_every_figure_lies_in_its_interval(pairs: list[tuple[float, bool]]) -> None:
    pairs = [*pairs, (0.5, True), (0.5, False)]
    found = report(made_up([z for z, _ in pairs], [int(y) for _, y in pairs]))
    for name in FIGURES:
        figure = getattr(found, name)
        assert 0 <= figure.low <= figure.value <= figure.high, name
        assert name == "log_loss" or figure.high <= 1
    _check_curves(found, pairs)


def _check_curves(found: Report, pairs: list[tuple[float, bool]]) -> None:
    """A picture is answered yes at a point of a curve where its logit is above the point's threshold."""
    logits, labels = np.array([z for z, _ in pairs]), np.array([y for _, y in pairs])
    for x, y, threshold in zip(found.roc.x, found.roc.y, found.roc.thresholds, strict=True):
        says = logits > threshold
        assert (x, y) == pytest.approx((np.mean(says[~labels]), np.mean(says[labels])))
    curve = found.precision_recall
    for x, y, threshold in zip(curve.x, curve.y, curve.thresholds, strict=True):
        says = logits > threshold
        assert x == pytest.approx(recall_score(labels, says))
        assert y == pytest.approx(precision_score(labels, says, zero_division=1))


def test_the_area_under_the_drawn_curve_is_the_figure() -> None:
    found = report(drawn(2, 500))
    assert auc(found.roc.x, found.roc.y) == pytest.approx(found.auc.value)


def test_the_bins_hold_every_picture_once_and_give_the_calibration_error() -> None:
    found = report(drawn(3, 400))
    assert [each.low for each in found.reliability] == (np.arange(10) / 10).tolist()
    assert sum(each.count for each in found.reliability) == 400
    error = sum(each.count * abs(each.probability - each.share) for each in found.reliability if each.count) / 400
    assert found.ece.value == pytest.approx(error)


def test_an_empty_bin_has_no_share() -> None:
    found = report(made_up([9.0, -9.0], [1, 0]))
    assert [each.count for each in found.reliability] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert np.isnan(found.reliability[4].share)
    assert found.reliability[4].probability == pytest.approx(0.45)


@pytest.mark.parametrize(("label", "missing"), [(1, "not alpaca"), (0, "alpaca")])
def test_one_side_alone_cannot_be_judged(label: int, missing: str) -> None:
    with pytest.raises(AlpacaError, match=f"no picture labelled '{missing}'"):
        report(made_up([1.0, 2.0], [label, label]))


def test_the_same_judgement_gives_the_same_report() -> None:
    judgement = drawn(4, 100)
    assert replace_curves(report(judgement)) == replace_curves(report(judgement))


def replace_curves(found: Report) -> tuple[object, ...]:
    """What of a report can be compared with ``==``."""
    return tuple(getattr(found, name) for name in (*FIGURES, "counts", "suspicious"))


def test_suspicious_labels_are_contradicted_beyond_band_and_doubt_worst_first() -> None:
    logits = [-5.0, 5.0, -9.0, 2.5, -1.9, 4.0]
    labels = [1, 1, 1, 0, 1, 0]
    assert suspicious(made_up(logits, labels)) == (2, 0, 5, 3)
    assert suspicious(made_up(logits, labels, Rule(band=4.5))) == (2, 0)
    assert suspicious(made_up(logits, labels, Rule(temperature=2.0))) == (2, 0)
    assert suspicious(made_up(logits, labels, Rule(threshold=3.0))) == (2, 0, 5)


def test_a_moved_threshold_alone_makes_no_label_suspicious() -> None:
    assert suspicious(made_up([1.0, -1.0], [1, 0], Rule(threshold=8.0))) == ()


def test_each_seed_is_measured_over_the_pictures_that_it_has() -> None:
    judgement = drawn(5, 60)
    seeds = np.stack([judgement.logits + 1, judgement.logits - 1, np.full(60, np.nan)], axis=1)
    seeds[7, 1] = np.nan
    found = report(replace(judgement, seed_logits=seeds, out_of_fold=np.ones(60, dtype=np.bool_)))
    assert [each.n for each in found.each_seed] == [60, 59]
    there = np.arange(60) != 7
    assert found.each_seed[1] == measure(seeds[there, 1], judgement.labels[there])
    assert found.n_out_of_fold == 60


def test_importing_it_loads_neither_scikit_learn_nor_scipy() -> None:
    script = (
        "import sys, alpaca_gui.judging.measure, alpaca_gui.judging.compare, alpaca_gui.judging.values\n"
        "print({'sklearn', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"

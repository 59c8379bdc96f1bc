"""A decision follows from the logit, the threshold and the band alone, to the last bit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Decision, Rule, decide, decide_one, judge, margins

NUMBERS = st.floats(-1e6, 1e6)
BANDS = st.floats(0, 100)


@pytest.mark.parametrize(
    ("logit", "rule", "decision"),
    [
        (0.0, Rule(), Decision.NO),
        (-0.0, Rule(), Decision.NO),
        (5e-324, Rule(), Decision.YES),
        (-5e-324, Rule(), Decision.NO),
        (1.5, Rule(threshold=1.5), Decision.NO),
        (math.nextafter(1.5, 2), Rule(threshold=1.5), Decision.YES),
        (1.0, Rule(band=1.0), Decision.YES),
        (math.nextafter(1.0, 0), Rule(band=1.0), Decision.UNSURE),
        (-1.0, Rule(band=1.0), Decision.NO),
        (math.nextafter(-1.0, 0), Rule(band=1.0), Decision.UNSURE),
        (0.0, Rule(band=1.0), Decision.UNSURE),
        (0.0, Rule(band=5e-324), Decision.UNSURE),
    ],
)
def test_the_edges(logit: float, rule: Rule, decision: Decision) -> None:
    assert judge(logit, rule).decision is decision
    assert decide([logit], rule).tolist() == [decision]


@given(NUMBERS, NUMBERS)
def test_without_a_band_nothing_is_unsure(logit: float, threshold: float) -> None:
    decision = judge(logit, Rule(threshold)).decision
    assert decision is (Decision.YES if logit > threshold else Decision.NO)


@given(NUMBERS, NUMBERS, BANDS, st.floats(1e-3, 1e3))
def test_the_temperature_never_changes_the_decision(z: float, threshold: float, band: float, heat: float) -> None:
    cool, hot = judge(z, Rule(threshold, band)), judge(z, Rule(threshold, band, heat))
    assert cool.decision is hot.decision
    assert cool.margin == hot.margin
    assert hot.probability == float(sigmoid(z / heat))
    assert hot.log_odds == z / heat


@given(st.lists(NUMBERS, max_size=30), NUMBERS, BANDS)
def test_a_column_is_decided_like_its_logits_one_by_one(logits: list[float], threshold: float, band: float) -> None:
    rule = Rule(threshold, band)
    found = decide(logits, rule)
    assert found.dtype == np.uint8
    assert found.tolist() == [judge(z, rule).decision for z in logits]
    assert margins(logits, rule).tolist() == [judge(z, rule).margin for z in logits]


@given(NUMBERS, NUMBERS, BANDS, BANDS)
def test_a_wider_band_only_makes_more_unsure(logit: float, threshold: float, band: float, more: float) -> None:
    narrow, wide = (judge(logit, Rule(threshold, width)).decision for width in (band, band + more))
    assert wide in (narrow, Decision.UNSURE)


@pytest.mark.parametrize("logit", [math.nan, math.inf, -math.inf])
def test_a_logit_that_is_no_number_is_not_judged(logit: float) -> None:
    with pytest.raises(ValueError, match="must be a finite number"):
        judge(logit, Rule())


def test_a_missing_logit_in_a_column_decides_as_no() -> None:
    assert decide([math.nan, 1.0], Rule(band=2.0)).tolist() == [Decision.NO, Decision.UNSURE]


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ((math.nan, 0, 1), "threshold"),
        ((math.inf, 0, 1), "threshold"),
        ((0, -0.1, 1), "band"),
        ((0, math.nan, 1), "band"),
        ((0, math.inf, 1), "band"),
        ((0, 0, 0), "temperature"),
        ((0, 0, -1), "temperature"),
        ((0, 0, math.nan), "temperature"),
    ],
)
def test_a_rule_that_nothing_can_be_decided_with_is_refused(values: tuple[float, float, float], word: str) -> None:
    with pytest.raises(ValueError, match=f"the {word} must be a finite number"):
        Rule(*values)


def test_decisions_have_their_words() -> None:
    assert [decision.word for decision in Decision] == ["no", "yes", "unsure"]


@given(st.one_of(NUMBERS, st.floats(allow_nan=False)), NUMBERS, BANDS)
def test_one_logit_is_decided_as_among_many(logit: float, threshold: float, band: float) -> None:
    rule = Rule(threshold, band)
    assert decide_one(logit, rule) == decide(np.array([logit]), rule)[0]


@given(NUMBERS, BANDS)
def test_one_logit_at_the_very_edge_is_decided_as_among_many(threshold: float, band: float) -> None:
    rule = Rule(threshold, band)
    for edge in (threshold - band, threshold, threshold + band):
        for logit in (math.nextafter(edge, -math.inf), edge, math.nextafter(edge, math.inf)):
            assert decide_one(logit, rule) == decide(np.array([logit]), rule)[0]

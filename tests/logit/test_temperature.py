"""A threshold in logits decides the same at every temperature; one that is given as a probability moves."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from alpaca_gui.logit.temperature import changed_decisions, mean_loss, rule_by_probability, with_temperature
from alpaca_gui.logit.verdict import Rule, decide_one

logits = st.lists(st.floats(-300, 300), max_size=40)
temperatures = st.floats(0.05, 20)


@given(logits, st.floats(-20, 20), st.floats(0, 5), temperatures)
def test_a_threshold_in_logits_decides_the_same_at_every_temperature(
    z: list[float], threshold: float, band: float, temperature: float
) -> None:
    rule = Rule(threshold, band)
    bent = with_temperature(rule, temperature)
    assert (bent.threshold, bent.band, bent.temperature) == (threshold, band, temperature)
    assert changed_decisions(z, rule, bent) == 0


@given(st.floats(-300, 300), st.floats(0.001, 0.999), temperatures)
def test_a_probability_as_the_threshold_decides_as_the_exact_sigmoid_does(
    z: float, probability: float, temperature: float
) -> None:
    with mp.workdps(50):
        exact = 1 / (1 + mp.exp(-mpf(z) / mpf(temperature)))
        if abs(exact - mpf(probability)) < mpf(10) ** -12:
            return  # too near for float64 to tell
        assert (decide_one(z, rule_by_probability(probability, temperature)) == 1) == (exact > mpf(probability))


@given(logits, st.floats(0.01, 0.99), temperatures)
def test_changed_decisions_are_counted_as_one_by_one(z: list[float], probability: float, temperature: float) -> None:
    before, after = rule_by_probability(probability, 1.0), rule_by_probability(probability, temperature)
    one_by_one = sum(decide_one(each, before) != decide_one(each, after) for each in z)
    assert changed_decisions(z, before, after) == one_by_one


def test_one_half_is_the_only_probability_whose_threshold_stays() -> None:
    assert rule_by_probability(0.5, 3.0).threshold == 0
    assert rule_by_probability(0.9, 2.0).threshold == pytest.approx(2 * math.log(9))


@given(st.lists(st.tuples(st.floats(-300, 300), st.integers(0, 1)), max_size=30), temperatures)
def test_the_mean_loss_is_that_of_the_exact_formula(pairs: list[tuple[float, int]], temperature: float) -> None:
    found = mean_loss([z for z, _ in pairs], np.array([y for _, y in pairs]), temperature)
    if not pairs:
        assert found is None
        return
    with mp.workdps(50):
        exact = [mp.log1p(mp.exp((-1 if y else 1) * mpf(z) / mpf(temperature))) for z, y in pairs]
        assert found == pytest.approx(float(sum(exact) / len(exact)), rel=1e-12, abs=1e-300)

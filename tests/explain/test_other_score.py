"""A score of another program is read with its rounding, and what would explain it is found."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.explain.other_score import OtherScore, ScoreError, explained, other_score
from alpaca_gui.explain.tensor_numbers import tensor_numbers
from alpaca_gui.explain.xray import Variant, Xray

LOGITS = st.integers(-4000, 4000).map(lambda hundredths: hundredths / 100)


def xray_of(own: float, *others: float | None, same: int = -1) -> Xray:
    pixels = np.zeros((2, 2, 3), np.uint8)
    numbers = tensor_numbers(np.zeros((1, 2, 2, 3), np.float32), pixels, np.zeros((256, 3), np.float32))
    variants = tuple(
        Variant(f"way {index}", f"Way {index}", logit, pixels, "Why.", same=index in (0, same))
        for index, logit in enumerate((own, *others))
    )
    return Xray(pixels, numbers, own, variants, complete=True)


@pytest.mark.parametrize(
    ("text", "logit", "half"),
    [
        ("+3.19", 3.19, 0.005),
        (" -3,1 ", -3.1, 0.05),
        ("\N{MINUS SIGN}0.25", -0.25, 0.005),
        ("+1", 1, 0.5),
        ("12", 12, 0.5),
        ("+3.193456789", 3.193456789, 1e-3),  # two programs differ by more than the last digits
        ("2.5e1", 25, 0.5),
        ("-1e-1", -0.1, 0.05),
    ],
)
def test_signed_numbers_and_those_beyond_one_are_logits(text: str, logit: float, half: float) -> None:
    score = other_score(text)
    assert score.probability is None
    assert score.logit == pytest.approx(logit)
    assert (score.low, score.high) == pytest.approx((logit - half, logit + half))


@pytest.mark.parametrize(
    ("text", "p", "low", "high"),
    [
        ("0.5", 0.5, 0.45, 0.55),
        (".97", 0.97, 0.965, 0.975),
        ("0,9605", 0.9605, 0.96045, 0.96055),
        ("97 %", 0.97, 0.965, 0.975),
        ("96.05%", 0.9605, 0.96045, 0.96055),
        ("1.00", 1, 0.995, 1),
        ("0", 0, 0, 0.5),
        ("1e-3", 0.001, 0.0005, 0.0015),
    ],
)
def test_unsigned_numbers_of_0_to_1_are_probabilities(text: str, p: float, low: float, high: float) -> None:
    score = other_score(text)
    assert score.probability == pytest.approx(p)

    def plain(q: float) -> float:
        return -math.inf if q == 0 else math.inf if q == 1 else math.log(q / (1 - q))

    assert score.logit == pytest.approx(plain(p))
    assert (score.low, score.high) == pytest.approx((plain(low), plain(high)))


@pytest.mark.parametrize(
    "text",
    [
        *("", "alpaca", "3 4", "1.2.3", "nan", "inf", "0x1", "1e9999", "+1e400"),
        *("120 %", "-3 %", "--1", "1\n2", "٣", "9" * 400),
    ],
)
def test_what_is_no_score_says_what_is_wanted(text: str) -> None:
    with pytest.raises(ScoreError) as error:
        other_score(text)
    assert str(error.value).endswith(".")


@given(st.text(max_size=30))
def test_any_text_is_a_score_or_a_sentence(text: str) -> None:
    try:
        score = other_score(text)
    except ScoreError:
        return
    assert score.low <= score.logit <= score.high


@given(st.floats(-40, 40), st.integers(0, 6))
def test_a_logit_fits_however_it_was_rounded(logit: float, digits: int) -> None:
    assert other_score(f"{logit:+.{digits}f}").distance(logit) < 1e-9


@given(st.floats(-25, 25), st.integers(1, 12))
def test_a_probability_fits_however_it_was_rounded(logit: float, digits: int) -> None:
    score = other_score(f"{1 / (1 + math.exp(-logit)):.{digits}f}")
    assert score.distance(logit) < 1e-3


@given(LOGITS, st.lists(LOGITS, min_size=1, max_size=6), LOGITS)
def test_the_closest_comes_first(own: float, others: list[float], wanted: float) -> None:
    score = OtherScore(wanted - 0.01, wanted + 0.01)
    found = explained(score, xray_of(own, *others))
    away = [abs(one.logit - wanted) for one in found.closest if one.logit is not None]
    assert away == pytest.approx(sorted(away), abs=1e-9)
    assert len(away) == len(others) + 1
    assert found.fitting == sum(score.low <= one <= score.high for one in (own, *others))


def test_what_has_no_logit_or_is_the_same_again_is_left_out() -> None:
    found = explained(other_score("+2.00"), xray_of(2.0, None, 2.0, 5.0, same=2))
    assert [one.name for one in found.closest] == ["way 0", "way 3"]
    assert found.fitting == 1


def test_a_turned_sign_is_found_for_logits_and_probabilities() -> None:
    lying = xray_of(2.0, 3.0)
    for text, wanted in (("-2.00", True), ("0.1192", True), ("+2.00", False), ("0.8808", False), ("-3.00", False)):
        assert explained(other_score(text), lying).turned is wanted, text
    assert not explained(other_score("+0.00"), xray_of(0.0)).turned


def test_a_sigmoid_that_was_taken_twice_is_found() -> None:
    once = 1 / (1 + math.exp(-2.0))
    twice = 1 / (1 + math.exp(-once))
    assert explained(other_score(f"{twice:.4f}"), xray_of(2.0)).sigmoid_twice
    assert not explained(other_score(f"{once:.4f}"), xray_of(2.0)).sigmoid_twice
    assert not explained(other_score(f"+{twice:.4f}"), xray_of(2.0)).sigmoid_twice

"""What a person reads about a verdict is true to its last digit, near the middle and far out."""

import math
import re

import mpmath
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alpaca_gui.logit.verdict import Rule, judge
from alpaca_gui.logit.words import (
    distance_text,
    logit_text,
    odds_text,
    probability_text,
    sentence,
    short_logit_text,
)

ANY_LOGIT = st.one_of(st.floats(-20, 20), st.floats(-1000, 1000), st.floats(allow_nan=False))
SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def _read(text: str) -> mpmath.mpf:
    """Read a probability as a careful person would."""
    if text.startswith("1 −"):
        return 1 - _read(text.removeprefix("1 −").strip())
    number, _, power = text.partition(" × 10")
    return mpmath.mpf(number) * mpmath.mpf(10) ** int(power.translate(SUPERSCRIPT) or 0)


@pytest.mark.parametrize(
    ("log_odds", "text"),
    [
        (0.0, "0.5000"),
        (-0.0, "0.5000"),
        (2.1, "0.8909"),
        (-2.1, "0.1091"),
        (6.9, "0.9990"),
        (-6.9, "0.0010"),
        (math.log(0.99998 / 0.00002), "0.999980"),
        (-math.log(0.99998 / 0.00002), "0.000020"),
        (-math.log(0.999979 / 0.000021), "0.000021"),
        (15.0, "1 − 3.1 × 10⁻⁷"),
        (-15.0, "3.1 × 10⁻⁷"),
        (math.log(9.97e-9), "1.0 × 10⁻⁸"),
        (50.0, "1 − 1.9 × 10⁻²²"),
        (-50.0, "1.9 × 10⁻²²"),
        (800.0, "1 − 3.7 × 10⁻³⁴⁸"),
        (-800.0, "3.7 × 10⁻³⁴⁸"),
    ],
)
def test_the_probability_in_digits(log_odds: float, text: str) -> None:
    assert probability_text(log_odds) == text


@given(ANY_LOGIT)
@example(7.6)
@example(9.21)
@example(9.2103)
@example(9.9034)
@example(13.8155)
@example(16.1181)
@example(-36.8)
def test_no_probability_is_ever_shown_as_certain(log_odds: float) -> None:
    text = probability_text(log_odds)
    assert not re.fullmatch(r"[+-]?[01](\.0*)?", text)
    said = f"{text}; {sentence(judge(log_odds, Rule()))}" if math.isfinite(log_odds) else text
    assert "1.0000" not in said
    assert not re.search(r"\b0\.0+(?!\d)", said)


@given(st.floats(-5000, 5000))
def test_the_digits_are_right(log_odds: float) -> None:
    mpmath.mp.dps = 2500
    x = mpmath.mpf(log_odds)
    exact = 1 / (1 + mpmath.exp(-x))
    missing = min(exact, 1 - exact)
    found = _read(probability_text(log_odds))
    assert min(found, 1 - found) > 0
    assert abs(found - exact) <= missing * mpmath.mpf("0.051")


@given(st.floats(-700, 700), st.floats(-700, 700))
def test_a_higher_logit_never_reads_as_a_lower_probability(a: float, b: float) -> None:
    mpmath.mp.dps = 400
    low, high = sorted((a, b))
    assert _read(probability_text(low)) <= _read(probability_text(high))


@pytest.mark.parametrize(
    ("log_odds", "text"),
    [
        (0.0, "about even"),
        (0.04, "about even"),
        (-0.04, "about even"),
        (0.1, "about 1.1 to 1 for yes"),
        (-0.1, "about 1.1 to 1 for no"),
        (0.7, "about 2 to 1 for yes"),
        (2.1, "about 8 to 1 for yes"),
        (-2.1, "about 8 to 1 for no"),
        (-4.4, "about 81 to 1 for no"),
        (7.0, "about 1,100 to 1 for yes"),
        (math.log(2.5e6), "about 2.5 million to 1 for yes"),
        (math.log(340e6), "about 340 million to 1 for yes"),
        (math.log(999.9e6), "about 1 billion to 1 for yes"),
        (-math.log(7e13), "about 70 trillion to 1 for no"),
        (50.0, "about 5.2 × 10²¹ to 1 for yes"),
        (-800.0, "about 2.7 × 10³⁴⁷ to 1 for no"),
    ],
)
def test_the_odds_in_words(log_odds: float, text: str) -> None:
    assert odds_text(log_odds) == text


UNITS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


@given(st.floats(0.06, 80))
def test_the_odds_are_as_right_as_two_digits_can_be(log_odds: float) -> None:
    match = re.fullmatch(r"about ([\d.,]+)(?: × 10([⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?: (\w+))? to 1 for yes", odds_text(log_odds))
    assert match is not None
    number, power, unit = match.groups()
    found = float(number.replace(",", "")) * 10.0 ** int((power or "0").translate(SUPERSCRIPT)) * UNITS.get(unit, 1)
    assert found == pytest.approx(math.exp(log_odds), rel=0.052, abs=0.5)


@pytest.mark.parametrize(
    ("margin", "text"),
    [
        (2.1, "2.1 away from flipping"),
        (-2.1, "2.1 away from flipping"),
        (0.3, "0.30 away from flipping"),
        (0.004, "on the edge of flipping"),
        (-0.0, "on the edge of flipping"),
        (0.949, "0.95 away from flipping"),
        (0.951, "1.0 away from flipping"),
        (1234.56, "1234.6 away from flipping"),
    ],
)
def test_the_distance_in_words(margin: float, text: str) -> None:
    assert distance_text(margin) == text


def test_the_sentence_that_was_promised() -> None:
    assert sentence(judge(2.1, Rule())) == "about 8 to 1 for yes; 2.1 away from flipping"


def test_odds_go_by_temperature_and_distance_by_threshold() -> None:
    verdict = judge(4.2, Rule(threshold=5.0, temperature=2.0))
    assert sentence(verdict) == "about 8 to 1 for yes; 0.80 away from flipping"


@given(ANY_LOGIT)
@example(3.4e38)
@example(-1.7e308)
@example(math.inf)
def test_every_text_fits_on_a_line_however_wild_the_model(log_odds: float) -> None:
    for text in (probability_text(log_odds), odds_text(log_odds), short_logit_text(log_odds)):
        assert "\n" not in text
        assert "nan" not in text
    assert len(probability_text(log_odds)) < 30
    assert len(odds_text(log_odds)) < 50


def test_a_model_as_cold_as_can_be_has_words_too() -> None:
    verdict = judge(3.4e38, Rule(temperature=1e-300))
    assert "for yes" in sentence(verdict)
    assert probability_text(verdict.log_odds).startswith("1 − 10⁻")


@pytest.mark.parametrize(
    ("logit", "text", "short"),
    [
        (2.10341, "+2.1034", "+2.10"),
        (-0.0312, "−0.0312", "−0.03"),
        (0.0, "+0.0000", "+0.00"),
        (-12.0, "−12.0000", "−12.00"),
        (999_999_936.0, "+999999936.0000", "+999999936.00"),
        (-3.55718791077e29, "−3.55718791e+29", "−3.56e+29"),
    ],
)
def test_a_logit_has_its_sign_and_four_decimals(logit: float, text: str, short: str) -> None:
    assert logit_text(logit) == text
    assert short_logit_text(logit) == short

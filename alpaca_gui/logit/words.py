"""A verdict in words and honest digits, the same in the window, the terminal and a report."""

import math

from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Verdict

MINUS = "\N{MINUS SIGN}"
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST = 1e15  # nats; beyond it float64 cannot tell one power of ten from the next
LONG = 1e9  # from here on a float32, which has nine digits, has none behind the point
_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def logit_text(logit: float) -> str:
    """The raw logit with its sign and four decimals: ``+2.1034``, ``−0.0312``; far out, ``−3.55718791e+29``."""
    return f"{logit:+{'.4f' if abs(logit) < LONG else '.8e'}}".replace("-", MINUS)


def short_logit_text(logit: float) -> str:
    """A logit for a narrow place: sign and two decimals."""
    return f"{logit:+{'.2f' if abs(logit) < LONG else '.2e'}}".replace("-", MINUS)


def probability_text(log_odds: float) -> str:
    """The probability of yes, never rounded up to 1 or down to 0.

    Four decimals in the middle (``0.8909``), as many as it takes near the ends (``0.99998``, ``0.000021``), and from
    a millionth on the distance to the end itself (``1 − 3.1 × 10⁻⁹``).

    Parameters
    ----------
    log_odds
        The logit divided by the temperature; the digits near 1 cannot be had from the probability itself.
    """
    missing = float(sigmoid(-abs(log_odds)))
    if missing >= 0.001:
        return f"{float(sigmoid(log_odds)):.4f}"
    if missing >= 1e-6:
        digits = 1 - math.floor(math.log10(missing))
        return f"{missing if log_odds < 0 else 1 - missing:.{digits}f}"
    tiny = _power_of_ten(-abs(log_odds))
    return tiny if log_odds < 0 else f"1 {MINUS} {tiny}"


def _power_of_ten(log_value: float) -> str:
    """``exp(log_value)`` as ``3.1 × 10⁻⁹``, also where float64 has underflowed to 0; ``10⁻⁴³⁴²⁹⁴⁵`` far out."""
    log_value = min(max(log_value, -_MOST), _MOST)
    exponent = math.floor(log_value / math.log(10))
    if abs(log_value) > 1e6:
        return f"10{str(exponent).translate(_SUPERSCRIPT)}"
    mantissa = f"{math.exp(log_value - exponent * math.log(10)):.1f}"
    if mantissa == "10.0":
        mantissa, exponent = "1.0", exponent + 1
    return f"{mantissa} × 10{str(exponent).translate(_SUPERSCRIPT)}"


def odds_text(log_odds: float) -> str:
    """The odds in words: ``about 8 to 1 for yes``, ``about even``."""
    size = abs(log_odds)
    if size < math.log(1.05):
        return "about even"
    side = "yes" if log_odds > 0 else "no"
    return f"about {_odds_number(size)} to 1 for {side}"


def _odds_number(log_odds: float) -> str:
    if log_odds > math.log(1e15):
        return _power_of_ten(log_odds)
    odds = math.exp(log_odds)
    if odds < 2.95:
        return f"{odds:.1f}".removesuffix(".0")
    rounded = float(f"{odds:.2g}")
    for unit, name in _LARGE:
        if rounded >= unit:
            return f"{rounded / unit:.2g} {name}" if rounded / unit < 100 else f"{rounded / unit:.0f} {name}"
    return f"{rounded:,.0f}"


def distance_text(margin: float) -> str:
    """How far a decision is from flipping, in logits: ``2.1 away from flipping``."""
    size = abs(margin)
    if size < 0.005:
        return "on the edge of flipping"
    number = f"{size:.1f}" if size >= 0.95 else f"{size:.2f}"
    return f"{number} away from flipping"


def sentence(verdict: Verdict) -> str:
    """The verdict as one sentence: ``about 8 to 1 for yes; 2.1 away from flipping``."""
    return f"{odds_text(verdict.log_odds)}; {distance_text(verdict.margin)}"

"""Counts on either side of a band in words and honest digits, the same in the window and the terminal."""

import math

from alpaca_gui.logit.spread import Side, Sides


def counts_text(sides: Sides) -> str:
    """How many records have which decision: ``yes 120 · no 200 · unsure 7``."""
    return f"yes {sides.yes.n:,} · no {sides.no.n:,} · unsure {sides.unsure.n:,}"


def coverage_text(sides: Sides) -> str:
    """The coverage: ``97.9 % decided``; nothing where there are no records."""
    return f"{percent_text(sides.yes.n + sides.no.n, sides.n)} decided" if sides.n else ""


def wrong_text(side: Side) -> str:
    """How many of a side's labels say otherwise: ``of 80 labelled, 2 wrong``; nothing where none is labelled."""
    return f"of {side.labelled:,} labelled, {side.wrong:,} wrong" if side.labelled else ""


def error_text(side: Side) -> str:
    """The same with the share and its 95 % interval: ``of 80 labelled, 2 wrong (2.5 %, 0.7 to 8.7)``."""
    error = side.error
    if error is None:
        return ""
    digits = _digits(error.high - error.low)
    low, high = (f"{100 * end:.{digits}f}" for end in (error.low, error.high))
    return f"{wrong_text(side)} ({percent_text(side.wrong, side.labelled, digits)}, {low} to {high})"


def sides_text(sides: Sides) -> str:
    """All of it in sentences, as a screen reader says it."""
    if not sides.n:
        return "There are no logits."
    said = f"{counts_text(sides)}; {coverage_text(sides)}."
    if sides.labelled:
        for name, side in (("Yes", sides.yes), ("No", sides.no)):
            said += f" {name} side: {error_text(side) or 'nothing labelled'}."
    return said[0].upper() + said[1:]


def percent_text(part: int, n: int, digits: int = 1) -> str:
    """A share in percent; as many digits as it takes to show neither 0 nor 100 where it is not that.

    ``2.5 %``, ``0 %``, ``99.9993 %``, ``0.0001 %``.
    """
    if part in (0, n):
        return "0 %" if part == 0 else "100 %"
    text = f"{100 * part / n:.{digits}f}"
    while float(text) in (0.0, 100.0):
        digits += 1
        text = f"{100 * part / n:.{digits}f}"
    return f"{text} %"


def _digits(width: float) -> int:
    """Digits after the point of a percentage whose interval is so wide: those that the interval leaves to be known."""
    return max(1, math.ceil(-math.log10(100 * width)))

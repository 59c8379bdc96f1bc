"""How firm a logit is, drawn: the logits of all small changes on one axis."""

from typing import Final

from alpaca_gui.explain.drawing.axis_drawing import LogitAxis
from alpaca_gui.explain.drawing.elements import Box, Type, rectangle, sign, titled, words
from alpaca_gui.explain.firm_words import AS_IT_IS
from alpaca_gui.explain.firmness import Firmness
from alpaca_gui.logit.verdict import Rule, decide_one
from alpaca_gui.logit.words import logit_text, short_logit_text

HEIGHT: Final = 132
"""Of the whole drawing, in its units."""

_BASE: Final = 72
_SIZE: Final = 15.0


def firm_axis(x: float, y: float, width: float, firmness: Firmness, rule: Rule) -> str:
    """The axis from ``x``, ``y`` on: a dot for each change, the span of them all, the picture itself as a shape."""
    base = y + _BASE
    axis = LogitAxis.around(x, base, width, firmness.logits, rule)
    low, high = axis.place(firmness.lowest), axis.place(firmness.highest)
    parts = [
        axis.drawn(rule, 46, _SIZE),
        rectangle(Box(low, base - 9, max(high - low, 1.0), 18), "span", 9),
        *(_dot(axis, change.words, change.logit) for change in firmness.changes),
        titled(
            f"The picture as it is: {logit_text(firmness.logit)}",
            sign(decide_one(firmness.logit, rule), axis.place(firmness.logit), base, 11),
        ),
        axis.named(rule, firmness.logit, base - 20, _own_text(firmness), Type(_SIZE, bold=True)),
        _labels(axis, firmness, base + 50),
    ]
    return "".join(parts)


def _own_text(firmness: Firmness) -> str:
    return f"{AS_IT_IS} {short_logit_text(firmness.logit)}"


def _dot(axis: LogitAxis, name: str, logit: float) -> str:
    dot = f'<circle class="dot" cx="{axis.place(logit):.1f}" cy="{axis.y:.1f}" r="6"/>'
    return titled(f"{name}: {logit_text(logit)}", dot)


def _labels(axis: LogitAxis, firmness: Firmness, y: float) -> str:
    """Lowest and highest above the axis, apart from each other where they are close."""
    low, high = axis.place(firmness.lowest), axis.place(firmness.highest)
    middle, room = (low + high) / 2, 250.0
    if high - low < room:
        low, high = middle - room / 2, middle + room / 2
        shift = max(0.0, axis.x + 60 - low) - max(0.0, high - (axis.x + axis.width - 60))
        low, high = low + shift, high + shift
    form = Type(_SIZE, "quiet")
    lowest, highest = short_logit_text(firmness.lowest), short_logit_text(firmness.highest)
    return words(low, y, f"lowest {lowest}", form, "middle") + words(high, y, f"highest {highest}", form, "middle")

"""How a place on the axis of logits is written in a sentence or beside a line."""

from alpaca_gui.logit.words import short_logit_text


def axis_text(logit: float) -> str:
    """A logit with sign and two decimals, ``+1.50``; ``0`` where it is 0, which has no side."""
    return short_logit_text(logit) if logit else "0"

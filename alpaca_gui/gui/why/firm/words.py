"""What the panel says besides `alpaca_gui.explain.firm_words`."""

from alpaca_gui.explain.firm_words import firm_sentence
from alpaca_gui.explain.firmness import Firmness
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import logit_text, short_logit_text


def panel_sentence(firmness: Firmness, rule: Rule) -> str:
    """The sentence for a label that breaks its lines: none begins with a sign of per cent."""
    return firm_sentence(firmness, rule).replace(" %", "\N{NO-BREAK SPACE}%")


def copy_words(firmness: Firmness) -> str:
    """Name the copy that was changed; empty where it was the picture itself."""
    if firmness.reduced is None:
        return ""
    width, height = firmness.reduced
    return f"reduced to {width:,} × {height:,}, not changed"


def mark_words(words: str, logit: float) -> str:
    """What a mark on the axis is: ``turned left by 5°: +8.1034``."""
    return f"{words}: {logit_text(logit)}"


def difference_text(difference: float) -> str:
    """By how much a change moves the logit; ``0`` where by nothing."""
    return short_logit_text(difference) if difference else "0"

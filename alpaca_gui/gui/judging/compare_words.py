"""What to mind when two models are compared."""

from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.judgement import Judgement


def meaning_words(first: Judgement, second: Judgement) -> str:
    """Warn where the two models' answers are called differently; empty where they are not."""
    if (first.yes, first.no) == (second.yes, second.no):
        return ""
    return (
        f"Mind the answers: yes is “{printable(first.yes)}” for {printable(first.model)} and "
        f"“{printable(second.yes)}” for {printable(second.model)}. Both were judged by the same folders."
    )

"""What is said about small changes."""

from collections.abc import Iterable
from enum import Enum
from typing import Final

from alpaca_gui.explain.firmness import Changed, Firmness, small_changes
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.logit.words import logit_text, short_logit_text

AS_IT_IS: Final = "as it is"

_NAMED: Final = 3
"""Changes of one kind that are written out; the table has them all."""


class State(Enum):
    """What the badge says."""

    STABLE = "Stable"
    FLIPS = "Flips"
    SHAKEN = "Shaken"

    @property
    def words(self) -> str:
        """What it means."""
        return {
            State.STABLE: "The decision is the same under every small change.",
            State.FLIPS: "A small change makes no of yes, or yes of no.",
            State.SHAKEN: "A small change takes the decision into the band around the threshold, or out of it.",
        }[self]


def state_of(firmness: Firmness, rule: Rule) -> State | None:
    """Give what is certain by now; None where changes that have not been looked at may still change it."""
    if firmness.flipping(rule):
        return State.FLIPS
    if not firmness.complete:
        return None
    return State.STABLE if firmness.stable(rule) else State.SHAKEN


def firm_sentence(firmness: Firmness, rule: Rule) -> str:
    """Say in words whether the decision stays, what changes it, and how far the logit goes."""
    count, most = len(firmness.changes), len(small_changes())
    if not count:
        return f"Trying {most} small changes…"
    so_far = "" if firmness.complete else f"{count} of {most} small changes so far. "
    said = f"{so_far}{_decisions(firmness, rule)} {_span(firmness)}"
    return said.replace(" %", "\N{NO-BREAK SPACE}%")  # a line never begins with the sign


def _decisions(firmness: Firmness, rule: Rule) -> str:
    own, count = decide_one(firmness.logit, rule), len(firmness.changes)
    flipping, shaken = firmness.flipping(rule), firmness.shaken(rule)
    if not flipping and not shaken:
        return f"It stays {own.word} under all {count} small changes." if firmness.complete else f"It stays {own.word}."
    parts = []
    if flipping:
        other = Decision.NO if own is Decision.YES else Decision.YES
        parts.append(f"It flips to {other.word} {_when(flipping)}.")
    for decision in (Decision.UNSURE, Decision.YES, Decision.NO):
        there = [change for change in shaken if decide_one(change.logit, rule) is decision]
        if there:
            parts.append(f"It becomes {decision.word} {_when(there)}.")
    return " ".join(parts)


def _when(changes: Iterable[Changed]) -> str:
    words = [change.words for change in changes]
    if len(words) > _NAMED + 1:
        return f"under {len(words)} changes: when it is {', '.join(words[:_NAMED])}, and so on"
    *before, last = words
    return f"when it is {', '.join(before)} or {last}" if before else f"when it is {last}"


def _span(firmness: Firmness) -> str:
    lowest, highest = (_end(firmness, logit) for logit in (firmness.lowest, firmness.highest))
    return f"Lowest {lowest}, middle {short_logit_text(firmness.middle)}, highest {highest}."


def _end(firmness: Firmness, logit: float) -> str:
    """A logit, and which change has it."""
    names = (f"when {change.words}" for change in firmness.changes if change.logit == logit)
    return f"{short_logit_text(logit)} {AS_IT_IS if logit == firmness.logit else next(names)}"


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

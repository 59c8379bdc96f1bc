"""What is said of a picture under small changes: the same in the window, the terminal and on a page."""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final

from alpaca_gui.explain.firmness import Changed, Firmness
from alpaca_gui.explain.small_changes import small_changes
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.logit.words import short_logit_text

AS_IT_IS: Final = "as it is"

_NAMED: Final = 3
"""Changes of one kind that are written out; a table has them all."""


class State(Enum):
    """What the badge says."""

    STABLE = "Stable"
    FLIPS = "Flips"

    @property
    def words(self) -> str:
        """What it means."""
        return {
            State.STABLE: "The decision is the same under every small change.",
            State.FLIPS: "A small change gives another decision: yes, no or unsure.",
        }[self]


def state_of(firmness: Firmness, rule: Rule) -> State | None:
    """Give what is certain by now; None where changes that have not been looked at may still flip it."""
    if not firmness.stable(rule):
        return State.FLIPS
    return State.STABLE if firmness.complete else None


def firm_words(firmness: Firmness, rule: Rule) -> str:
    """The badge and the sentence: ``Flips. It becomes no when it is saved as JPEG 60. Lowest ...``."""
    state, sentence = state_of(firmness, rule), firm_sentence(firmness, rule)
    return sentence if state is None else f"{state.value}. {sentence}"


def firm_sentence(firmness: Firmness, rule: Rule) -> str:
    """Say in words whether the decision stays, what becomes of it by which change, and how far the logit goes."""
    count, most = len(firmness.changes), len(small_changes())
    if not count:
        return f"Trying {most} small changes…"
    so_far = "" if firmness.complete else f"{count} of {most} small changes so far. "
    return f"{so_far}{' '.join(_decisions(firmness, rule))} {_span(firmness)}"


def _decisions(firmness: Firmness, rule: Rule) -> Iterator[str]:
    flipping, own = firmness.flipping(rule), decide_one(firmness.logit, rule)
    for decision in (Decision.YES, Decision.NO, Decision.UNSURE):
        there = [change for change in flipping if decide_one(change.logit, rule) is decision]
        if there:
            yield f"It becomes {decision.word} {_when(there)}."
    if flipping:
        return
    stays = f"It stays {own.word}"
    if firmness.complete:
        stays += f" under all {len(firmness.changes)} small changes"
    crossing = firmness.crossing(rule)
    yield f"{stays}; it crosses the threshold {_when(crossing)}." if crossing else f"{stays}."


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

"""The second step: a number on the whole line, and what a step on it means."""

import math
from typing import Final

from alpaca_gui.gui.lesson import sources
from alpaca_gui.gui.lesson.axis_marks import Mark
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import LineStep, reach_of
from alpaca_gui.gui.why.axis_words import axis_text
from alpaca_gui.logit.words import logit_text, odds_text

_TEN: Final = math.log(10)
_MOST_POWERS: Final = 3


class ALogit(LineStep):
    """A number on the whole line, and what a step on it means."""

    TITLE = "A logit"
    TEXT = (
        "The number is called a logit. It can be anything, from far below 0 to far above. Its sign is the answer, and "
        "how far it is from 0 says how strongly. One step to the right multiplies the odds for yes by 2.7, always, "
        "wherever you are."
    )
    DO = "Drag along the line and read the odds. Each dot is a picture of the list."
    FORMULAS = (
        "logit z = log(p / (1 − p)) = log(odds for yes)\n"
        "odds = eᶻ: a step of 1 multiplies them by e ≈ 2.718, a step of 2.3 by 10\n"
        "z = 0: odds of 1 to 1. The unit has a name: nats."
    )
    SOURCES = (sources.BERKSON, sources.COX)
    LEFT = ""

    def begin(self, state: State) -> None:
        """Write odds along the axis: they are multiplied where the logit goes on by equal steps."""
        super().begin(state)
        self.plot.show_marks(odds_marks(reach_of(state)))

    def say(self, state: State) -> str:
        """Say the odds where the handle is, and those of this picture."""
        here = self.plot.value
        return (
            f"At {axis_text(here)} the odds are {odds_text(here)}. This picture’s logit is {logit_text(state.logit)}: "
            f"{odds_text(state.logit)}."
        )


def odds_marks(reach: float) -> list[Mark]:
    """Powers of ten as odds, two at most on each side of an axis that goes so far; none where they would be too long.

    Odds of 10 to 1 are at log(10), about 2.30, and each further power of ten is so far again.
    """
    powers = math.ceil(reach / 3 / _TEN)
    if powers > _MOST_POWERS:
        return []
    places = [count * powers for count in (-2, -1, 1, 2) if abs(count) * powers * _TEN < 0.9 * reach]
    return [Mark(place * _TEN, f"{10 ** abs(place):,} to 1") for place in places]

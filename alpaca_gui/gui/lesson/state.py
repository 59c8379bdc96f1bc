"""What the lesson's sentences speak of: this picture, its neuron, and the other logits of the list."""

from dataclasses import dataclass

from alpaca_gui.explain.weighing import Weighing
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.spread import Spread
from alpaca_gui.logit.verdict import Rule


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Plain values for sentences and plots.

    Attributes
    ----------
    logit
        Of the picture on the screen.
    yes, no
        The model's two answers in words.
    weighing
        The neuron's sum for this picture; None where the model does not show its weights.
    spread
        All logits of the list.
    rule
        Threshold, band and temperature as they are set in the window.
    """

    logit: float
    yes: str
    no: str
    weighing: Weighing | None
    spread: Spread
    rule: Rule

    @property
    def dots(self) -> Floats:
        """The logits of the list, float64 (n,), rising."""
        return self.spread.logits

    @property
    def answer(self) -> str:
        """What the sign of the logit says."""
        return self.yes if self.logit > 0 else self.no

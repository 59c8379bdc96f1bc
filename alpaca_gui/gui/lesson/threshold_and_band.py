"""The sixth step: where the line is drawn, and where a person is asked."""

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDoubleSpinBox, QLabel

from alpaca_gui.gui.lesson import sources
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import LineStep
from alpaca_gui.gui.why.axis_words import axis_text
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.logit.words import logit_text

_WIDEST: Final = 1000.0


class ThresholdAndBand(LineStep):
    """Where the line is drawn, and where a person is asked."""

    TITLE = "What the threshold and the band do"
    TEXT = (
        "The line need not be at 0. If a wrong yes is worse than a wrong no, move the threshold up: fewer are "
        "called yes. The band is the strip around it where you would rather ask a person. The model is the same, and "
        "so are all logits; only how they are read changes."
    )
    DO = "Drag the threshold. Give it a band."
    FORMULAS = (
        "yes if z − t > 0, no if not; unsure if |z − t| < h (t: threshold, h: half the band)\n"
        "Bayes: if a false yes costs c₁ and a false no c₂, the best threshold is t = log(c₁ / c₂)\n"
        "margin = z − t: how far the answer is from flipping"
    )
    SOURCES = (sources.CHOW, sources.ELKAN)

    def __init__(self) -> None:
        super().__init__()
        self.band = QDoubleSpinBox()
        self.band.setRange(0, _WIDEST)
        self.band.setSingleStep(0.25)
        self.band.setAccessibleName("Half of the band, in logits")
        self.band.valueChanged.connect(self._on_band)
        words = QLabel("Ban&d ±")
        words.setBuddy(self.band)
        self.tools.addWidget(words)
        self.tools.addWidget(self.band)
        self.tools.addStretch(1)

    @property
    def rule(self) -> Rule:
        """Threshold and band as they are dragged here; the window's own stay as they are."""
        return Rule(self.plot.value, self.band.value())

    def begin(self, state: State) -> None:
        """Begin with the window's own rule."""
        super().begin(state)
        self.plot.move_to(state.rule.threshold)
        self.band.setValue(state.rule.band)

    @Slot(float)
    def _on_band(self, _band: float) -> None:
        self.draw()
        self.moved.emit()

    def draw(self) -> None:
        """Draw all pictures by this rule, and its band."""
        super().draw()
        self.plot.show_band(self.rule)

    def say(self, state: State) -> str:
        """Count the decisions, and say this picture's and what would flip it."""
        sides, decision = state.spread.at(self.rule), decide_one(state.logit, self.rule)
        counts = f"{sides.yes.n:,} yes, {sides.no.n:,} no, {sides.unsure.n:,} unsure"
        return (
            f"With the threshold at {axis_text(self.rule.threshold)} and a band of ±{self.rule.band:.2f}, "
            f"of the {sides.n:,} pictures in the list: {counts}. {_would(decision, state)}; it flips where the "
            f"threshold passes {logit_text(state.logit)}."
        )


def _would(decision: Decision, state: State) -> str:
    """What this rule makes of the picture; answers are quoted, since another model may have any words for them."""
    if decision is Decision.UNSURE:
        return "This picture would be left to a person, as unsure"
    answer = state.yes if decision is Decision.YES else state.no
    return f"This picture would be a {decision.word} (“{answer}”)"

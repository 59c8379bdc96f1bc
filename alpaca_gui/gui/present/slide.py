"""What the room sees of one picture: plain values, and the words that come of them."""

from dataclasses import dataclass

from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.gui.present.guessing import Guesses, Score, Stage
from alpaca_gui.logit.verdict import Decision, Verdict
from alpaca_gui.logit.words import logit_text, odds_text, probability_text, short_logit_text


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line, and which decision's colour it has; None for that of all text."""

    text: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Slide:
    """One picture at one stage.

    Attributes
    ----------
    question
        ``Is it an alpaca?``
    answer
        The decision in the model's words.
    verdict
        The model's reading.
    contributions
        The exact map; None where the model has none.
    stage, guesses, score
        How far it is revealed, what people guessed, and how it stands.
    label
        What a person has labelled it, 1 for yes and 0 for no; None where nobody has.
    """

    question: str
    answer: str
    verdict: Verdict
    contributions: Contributions | None
    stage: Stage
    guesses: Guesses
    score: Score
    label: int | None = None

    @property
    def title(self) -> str:
        """The line in the largest type."""
        return self.question if self.stage is Stage.GUESS else self.answer

    @property
    def parts(self) -> tuple[Part, ...]:
        """The line below it; what speaks for either side has the colour that it has in the map."""
        verdict = self.verdict
        match self.stage:
            case Stage.GUESS:
                return (Part(guesses_text(self.guesses)),)
            case Stage.DECISION:
                words = f"logit {short_logit_text(verdict.logit)}   probability {probability_text(verdict.log_odds)}"
                return (Part(words),)
            case Stage.MAP:
                return self._map_parts()
            case Stage.SCORE:
                return (Part(self.score.words()),)

    @property
    def line(self) -> str:
        """The same as one text."""
        return "".join(part.text for part in self.parts)

    @property
    def aside(self) -> str:
        """What stands at the end of the largest line: what people guessed, and at last what the label says."""
        if self.stage is Stage.SCORE and self.label is not None:
            return f"label: {'yes' if self.label else 'no'}"
        return "" if self.stage is Stage.GUESS or not self.guesses.count else f"you: {guesses_text(self.guesses)}"

    def _map_parts(self) -> tuple[Part, ...]:
        known = self.contributions
        if known is None:
            return (Part(f"{odds_text(self.verdict.log_odds)}; this model has no exact map"),)
        start, yes, no = (short_logit_text(value) for value in (known.bias, known.yes, known.no))
        return (
            Part(f"start {start}   "),
            Part(f"for yes {yes}", Decision.YES),
            Part("   "),
            Part(f"for no {no}", Decision.NO),
            Part(f"   =  {short_logit_text(known.logit)}"),
        )

    @property
    def spoken(self) -> str:
        """All of it as one sentence, for a screen reader."""
        if self.stage is Stage.GUESS:
            return f"{self.question} {self.line}"
        return f"{self.title}; logit {logit_text(self.verdict.logit)}. {self.line}. {self.aside}"


def guesses_text(guesses: Guesses) -> str:
    """Say what people guess, ``12 yes, 7 no``; how to guess where nobody has."""
    if not guesses.count:
        return "Yes or no?"
    return f"{guesses.yes} yes  {guesses.no} no"

"""Guess, then reveal: how far a picture is revealed, what people guessed, and how both sides have done so far."""

from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Self

from alpaca_gui.logit.verdict import Decision


class Stage(IntEnum):
    """What of a picture the room has seen."""

    GUESS = 0
    DECISION = 1
    MAP = 2
    SCORE = 3

    @property
    def following(self) -> "Stage | None":
        """What is revealed next; None where the next picture is."""
        return None if self is Stage.SCORE else Stage(self + 1)

    @property
    def before(self) -> "Stage | None":
        """What was seen before; None where the picture before was."""
        return None if self is Stage.GUESS else Stage(self - 1)


@dataclass(frozen=True, slots=True)
class Guesses:
    """How many people guess yes, and how many no."""

    yes: int = 0
    no: int = 0

    @property
    def count(self) -> int:
        """How many have guessed."""
        return self.yes + self.no

    @property
    def answer(self) -> Decision | None:
        """What most people say; unsure where they are evenly split, None where nobody has guessed."""
        if not self.count:
            return None
        if self.yes == self.no:
            return Decision.UNSURE
        return Decision.YES if self.yes > self.no else Decision.NO

    def with_one(self, *, yes: bool) -> Self:
        """Count one more."""
        return replace(self, yes=self.yes + yes, no=self.no + (not yes))


@dataclass(frozen=True, slots=True)
class Round:
    """One picture that people guessed at and whose decision was revealed.

    Attributes
    ----------
    people, model
        The two answers.
    truth
        1 for yes and 0 for no where a person has labelled the picture; None where nobody has.
    """

    people: Decision
    model: Decision
    truth: int | None

    @property
    def agree(self) -> bool:
        """Whether people and model say the same."""
        return self.people is self.model


@dataclass(frozen=True, slots=True)
class Score:
    """People against the model. Who is unsure is not right.

    Attributes
    ----------
    rounds
        Pictures that were guessed at and revealed.
    labelled
        How many of them have a label, and so an answer that is right.
    people, model
        How many of the labelled ones each side got right.
    agreed
        On how many of all rounds the two agreed.
    """

    rounds: int = 0
    labelled: int = 0
    people: int = 0
    model: int = 0
    agreed: int = 0

    def words(self) -> str:
        """``People 5 of 7 · model 6 of 7``, or what can be said without labels."""
        if not self.rounds:
            return "Nobody has guessed yet."
        agreed = f"agreed on {self.agreed} of {self.rounds}"
        if not self.labelled:
            return f"People and model {agreed}"
        return f"People {self.people} of {self.labelled} · model {self.model} of {self.labelled} · {agreed}"


@dataclass(slots=True)
class Game:
    """The guesses and rounds of one presentation, by the key of the picture."""

    guesses: dict[int, Guesses] = field(default_factory=dict)
    rounds: dict[int, Round] = field(default_factory=dict)
    _undo: list[tuple[int, Guesses]] = field(default_factory=list)

    def of(self, key: int) -> Guesses:
        """What was guessed of a picture."""
        return self.guesses.get(key, Guesses())

    def guess(self, key: int, *, yes: bool) -> None:
        """Count a person's guess; nothing once the picture's decision was revealed."""
        if key in self.rounds:
            return
        self._undo.append((key, self.of(key)))
        self.guesses[key] = self.of(key).with_one(yes=yes)

    def take_back(self, key: int) -> None:
        """Take the last guess of a picture back, where there is one."""
        if self._undo and self._undo[-1][0] == key:
            self.guesses[key] = self._undo.pop()[1]

    def reveal(self, key: int, model: Decision, truth: int | None) -> None:
        """Enter a round, where anybody has guessed; the guesses of that picture are closed with it."""
        people = self.of(key).answer
        if people is not None:
            self.rounds[key] = Round(people, model, truth)
        self._undo.clear()

    def label(self, key: int, truth: int | None) -> None:
        """Take over what a person has labelled a picture of the rounds since."""
        self.rounds[key] = replace(self.rounds[key], truth=truth)

    @property
    def score(self) -> Score:
        """How both sides have done."""
        labelled = [one for one in self.rounds.values() if one.truth is not None]
        return Score(
            rounds=len(self.rounds),
            labelled=len(labelled),
            people=sum(int(one.people) == one.truth for one in labelled),
            model=sum(int(one.model) == one.truth for one in labelled),
            agreed=sum(one.agree for one in self.rounds.values()),
        )

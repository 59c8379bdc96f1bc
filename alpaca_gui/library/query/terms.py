"""The terms of a filter: a key, what its value may be, and whether the term is turned round."""

import math
from dataclasses import dataclass

from alpaca_gui.library.query.keys import KEYS, Kind
from alpaca_gui.library.query.moments import Moment


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from ``low`` to ``high``, both included unless they are left out by name. All numbers where not given.

    Raises
    ------
    ValueError
        When an end is no number, or ``low`` is above ``high``.
    """

    low: float = -math.inf
    high: float = math.inf
    without_low: bool = False
    without_high: bool = False

    def __post_init__(self) -> None:
        """Refuse ends that no number lies between."""
        if not self.low <= self.high:
            raise ValueError(f"no number lies from {self.low} to {self.high}")

    @property
    def everything(self) -> bool:
        """Whether every number is in it."""
        return self == Range()


@dataclass(frozen=True, slots=True)
class Times:
    """Moments from ``low`` to ``high``, both included whole unless they are left out by name; None is no end."""

    low: Moment | None = None
    high: Moment | None = None
    without_low: bool = False
    without_high: bool = False

    def __post_init__(self) -> None:
        """Refuse to leave out what is not there."""
        if (self.low is None and self.without_low) or (self.high is None and self.without_high):
            raise ValueError("an end that is not there cannot be left out")

    @property
    def everything(self) -> bool:
        """Whether every moment is in it."""
        return self == Times()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a text, upper and lower case the same; the empty one stands for any text."""

    text: str


Value = Range | Times | Choice | Text

_FITTING = {Kind.NUMBERS: Range, Kind.TIMES: Times, Kind.WORDS: Choice, Kind.TEXT: Text}


@dataclass(frozen=True, slots=True)
class Term:
    """One condition.

    Attributes
    ----------
    key
        One of `alpaca_gui.library.query.keys.KEYS`.
    value
        `Range`, `Times`, `Choice` or `Text`, as the key wants it.
    negated
        Whether it matches what it would not match otherwise.

    Raises
    ------
    ValueError
        When there is no such key, or the value does not fit it.
    """

    key: str
    value: Value
    negated: bool = False

    def __post_init__(self) -> None:
        """Refuse what no text could say."""
        key = KEYS.get(self.key)
        if key is None:
            raise ValueError(f"there is no key {self.key!r}")
        if isinstance(self.value, Choice):
            if not self.value.words or not self.value.words <= set(key.words):
                raise ValueError(f"{self.key} cannot be {sorted(self.value.words)}")
        elif not isinstance(self.value, _FITTING[key.kind]):
            raise ValueError(f"{self.key} cannot be {self.value!r}")


def choice(key: str, *words: str, negated: bool = False) -> Term:
    """Make a term of words: ``choice("decision", "yes", "unsure")``."""
    return Term(key, Choice(frozenset(words)), negated)


def between(key: str, low: float, high: float, negated: bool = False) -> Term:
    """Make a term of numbers, both ends included: ``between("logit", -1, 1)``."""
    return Term(key, Range(low, high), negated)

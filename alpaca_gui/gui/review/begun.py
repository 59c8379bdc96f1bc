"""How far a review has come, as the library remembers it."""

from dataclasses import asdict, dataclass
from typing import Any, Final

NOBODY: Final = -1
"""The key of no picture."""

MOST_KEPT: Final = 20_000
"""Of each list the latest so many are remembered: nobody labels or skips more by hand before the end."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A review that was left before its end.

    Attributes
    ----------
    concept
        What its labels are about.
    at
        Key of the picture that was looked at last, or `NOBODY`.
    skipped, labelled
        Keys in the order in which they were dealt with.
    """

    concept: str = ""
    at: int = NOBODY
    skipped: tuple[int, ...] = ()
    labelled: tuple[int, ...] = ()

    def fact(self) -> dict[str, Any]:
        """Give it as JSON can write it."""
        return asdict(Begun(self.concept, self.at, self.skipped[-MOST_KEPT:], self.labelled[-MOST_KEPT:]))


def begun_of(fact: object, concept: str) -> Begun:
    """Read what `Begun.fact` gave; one about another concept, or that cannot be read, counts as not begun."""
    if not isinstance(fact, dict) or fact.get("concept") != concept:
        return Begun(concept)
    at = fact.get("at")
    return Begun(
        concept,
        at if isinstance(at, int) and _is_key(at) else NOBODY,
        _keys(fact.get("skipped")),
        _keys(fact.get("labelled")),
    )


def _keys(value: object) -> tuple[int, ...]:
    return tuple(key for key in value if _is_key(key)) if isinstance(value, list) else ()


def _is_key(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31

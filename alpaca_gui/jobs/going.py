"""How long work tells how far it is and that it was given up; it is a generator of `Going`, and returns its result."""

from dataclasses import dataclass


class GivenUp(Exception):  # noqa: N818 - it is no error
    """A person has given up; nothing is left of what was begun."""


@dataclass(frozen=True, slots=True)
class Going:
    """How far it is: so many done, of how many."""

    done: int
    of: int

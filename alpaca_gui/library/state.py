"""How far a picture has come."""

from enum import IntEnum


class State(IntEnum):
    """How far a picture has come."""

    WAITING = 0
    DONE = 1
    FAILED = 2
    CANCELLED = 3

"""One model of a session, from being opened over answering to being replaced by another."""

import threading
from pathlib import Path

from alpaca_gui.jobs.keeper import Speaker


class Answering:
    """What a session and the thread of one of its models share.

    Attributes
    ----------
    model
        The bundle's path.
    speaker
        Who its results are written down as, once it is open.
    over
        Set when the model is to answer no more.
    """

    def __init__(self, model: Path) -> None:
        self.model = model
        self.speaker = Speaker(0, "")
        self.over = threading.Event()
        self._turn = threading.Event()

    def begin(self) -> None:
        """Let the model answer as soon as it is open."""
        self._turn.set()

    def end(self) -> None:
        """Have the model answer no more; what it is at is finished and belongs to nobody."""
        self.over.set()
        self._turn.set()

    def wait_for_turn(self) -> bool:
        """Wait for `begin` or `end`; tells whether it was the first."""
        self._turn.wait()
        return not self.over.is_set()

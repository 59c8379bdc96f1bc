"""One model of a session: from being asked for, over answering, to being replaced by another."""

import threading
from pathlib import Path
from queue import SimpleQueue

from alpaca_gui.jobs.intake import Item


class Answering:
    """What a session and the thread of one of its models share.

    Attributes
    ----------
    model
        The bundle's path.
    waiting
        What the model is to answer; None wakes whoever waits for more.
    over
        Set when the model is to answer no more.
    """

    def __init__(self, model: Path) -> None:
        self.model = model
        self.waiting: SimpleQueue[Item | None] = SimpleQueue()
        self.over = threading.Event()
        self._turn = threading.Event()

    def begin(self) -> None:
        """Let the model answer as soon as it is open."""
        self._turn.set()

    def end(self) -> None:
        """Have the model answer no more; what it is at is finished and belongs to nobody."""
        self.over.set()
        self._turn.set()
        self.wake()

    def wake(self) -> None:
        """End a wait for more to answer."""
        self.waiting.put(None)

    def wait_for_turn(self) -> bool:
        """Wait for `begin` or `end`; tells whether it was the first."""
        self._turn.wait()
        return not self.over.is_set()

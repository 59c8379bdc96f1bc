"""Messages on their way from one thread to another: a bounded number waits, and whoever puts in more waits too."""

import threading
from collections import deque
from typing import Final

from alpaca_gui.messages import Message

_MOST: Final = 1000


class Mailbox:
    """Holds messages until they are taken; `discard` lets all further ones go unread, `close` is the end of them."""

    def __init__(self) -> None:
        self._held: deque[Message] = deque()
        self._changed = threading.Condition()
        self._unwanted = False
        self._closed = False

    def put(self, message: Message) -> None:
        """Put a message in; waits while the box is full."""
        with self._changed:
            self._changed.wait_for(lambda: self._unwanted or len(self._held) < _MOST)
            if not self._unwanted:
                self._held.append(message)
                self._changed.notify_all()

    def discard(self) -> None:
        """Let go what is in the box and what still comes."""
        with self._changed:
            self._unwanted = True
            self._held.clear()
            self._changed.notify_all()

    def close(self) -> None:
        """Tell that nothing more comes."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def take(self, *, wait: bool) -> list[Message]:
        """Take out all messages; with ``wait`` there is at least one, unless nothing more comes."""
        with self._changed:
            if wait:
                self._changed.wait_for(lambda: self._held or self._closed)
            taken = list(self._held)
            self._held.clear()
            self._changed.notify_all()
            return taken

    @property
    def over(self) -> bool:
        """Whether the box is closed and empty."""
        with self._changed:
            return self._closed and not self._held

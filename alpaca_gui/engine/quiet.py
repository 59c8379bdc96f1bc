"""Keeps LiteRT's greeting off the terminal, and only that."""

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from typing import IO, Final

GREETING: Final = b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"
"""What LiteRT writes to standard error, straight from C++, when it makes the first interpreter of a process."""

_STDERR: Final = 2
_lock = threading.Lock()


@contextlib.contextmanager
def without_greeting() -> Iterator[None]:
    """Hold standard error back inside the block and pass on all of it but the `GREETING` afterwards.

    LiteRT 2.3 has no setting for it: its logger's level is not reachable from Python, and TF_CPP_MIN_LOG_LEVEL does
    not reach that logger. Where standard error cannot be held back (it is closed, or there is no room for a temporary
    file) the block runs as if it were not there.
    """
    with _lock, contextlib.ExitStack() as stack:
        try:
            held = stack.enter_context(tempfile.TemporaryFile())
            terminal = os.dup(_STDERR)
        except OSError:
            yield
            return
        stack.callback(os.close, terminal)
        os.dup2(held.fileno(), _STDERR)
        try:
            yield
        finally:
            os.dup2(terminal, _STDERR)
            _pass_on(held)


def _pass_on(held: IO[bytes]) -> None:
    held.seek(0)
    rest = held.read().replace(GREETING, b"")
    if rest:
        os.write(_STDERR, rest)

"""Keeps the child that reads a stranger's file within its time and memory."""

import contextlib
import faulthandler
import os
import sys
import threading
from collections.abc import Iterator
from typing import Final

from alpaca_gui.messages import FAILED, Failed, Tell

SECONDS: Final = 600.0
"""How long looking at a model, or bringing it in, may take."""

MEMORY: Final = 8 << 30
"""Bytes of memory that it may take."""

FILE_LIMIT: Final = 1 << 29
"""Bytes of a model file, and of what is packed in it, at most: as much as a bundle's part may have."""

_GRACE_S: Final = 30.0


@contextlib.contextmanager
def within_limits(tell: Tell, seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """Run the block with a limit of memory, and end the whole process with a sentence where it takes too long."""
    _limit_memory(memory)
    timer = threading.Timer(seconds, _give_up, (tell, seconds))
    timer.daemon = True
    timer.start()
    # Code that holds the interpreter lets no other thread run; this watch is not Python's and ends the process even so.
    faulthandler.dump_traceback_later(seconds + _GRACE_S, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        timer.cancel()


def _give_up(tell: Tell, seconds: float) -> None:
    tell(
        Failed(
            f"It took more than {seconds:.0f} seconds, which no model of a usual size needs, so it was given up. "
            "Nothing was written. The file may be broken, or made to do harm."
        )
    )
    os._exit(FAILED)


def _limit_memory(most: int) -> None:
    """Limit what may be allocated. Address space is no measure: TensorFlow reserves far more of it than it uses."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limits = [most, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_DATA, (min(limits), hard))

"""Lets the window's thread go first when there are not enough cores."""

import contextlib
import os
import sys
import threading
from typing import Final

_NICENESS: Final = 10


def step_back() -> None:
    """Lower the calling thread's own priority; only Linux counts niceness by thread, elsewhere nothing happens."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)

"""Work in a child process: started, listened to, and ended at any moment."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from typing import Final

from alpaca_gui.errors import AlpacaError, reason
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.child import child_command, child_environment
from alpaca_gui.jobs.mailbox import Mailbox
from alpaca_gui.messages import Done, Failed, Message, Values, from_line

_PATIENCE_S: Final = 1.0
"""How long a child that was asked to end may take before it is killed."""

_LONGEST_LINE: Final = 50_000_000
"""Bytes of one message at most."""

_LAST_LINES: Final = 20
_LAST_BYTES: Final = 20_000


class ChildJob:
    """One piece of work in a process of its own. Use `messages` to wait for it, or `drain` to look in now and then.

    Three threads go with it: one hands the request over and waits for the child's end, one reads what it tells, one
    keeps the last of what it complains about. They end with the child.

    Parameters
    ----------
    module
        Module that the child runs; it ends in ``serve(work)`` of `alpaca_gui.messages`.
    request
        What the work is given: JSON values.

    Raises
    ------
    AlpacaError
        When no process can be started.
    """

    def __init__(self, module: str, request: Values) -> None:
        line = json.dumps(request).encode() + b"\n"
        self._mailbox = Mailbox()
        self._last = _Tail()
        self._cancelled = threading.Event()
        self._over = False
        self._killer = threading.Timer(_PATIENCE_S, self._kill)
        self._child = _start(module)
        self._readers = [
            threading.Thread(target=self._listen, name=f"listen to {module}"),
            threading.Thread(target=self._hear_complaints, name=f"complaints of {module}"),
        ]
        self._companion = threading.Thread(target=self._accompany, args=(line,), name=f"accompany {module}")
        self._start_threads()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the child to end, and kill it where it has not within a second; returns at once, and tells no more."""
        if not self.cancelled and self._companion.is_alive():
            self._cancelled.set()
            self._mailbox.discard()
            self._child.terminate()
            self._killer.start()

    def messages(self) -> Generator[Message]:
        """Yield each message as it comes; the last is `Done` or `Failed`, unless the job was cancelled."""
        while taken := self._mailbox.take(wait=True):
            yield from taken

    def drain(self) -> list[Message]:
        """Give the messages that have come since the last time; never waits."""
        return self._mailbox.take(wait=False)

    @property
    def ended(self) -> bool:
        """Whether the child has ended and `drain` has given everything there will be."""
        return self._mailbox.over

    def close(self) -> None:
        """End the child where it still runs, and wait for it: two seconds at most. May be called again."""
        self.cancel()
        self._mailbox.discard()
        self._companion.join()
        if self._killer.ident is not None:
            self._killer.join()

    # What the threads do.

    def _start_threads(self) -> None:
        try:
            for thread in (*self._readers, self._companion):
                thread.start()
        except RuntimeError as error:
            self._kill()
            self._child.wait()
            for thread in self._readers:
                if thread.ident is not None:
                    thread.join()
            _close_pipes(self._child)
            raise AlpacaError(f"The work cannot be started: {error}.") from error

    def _accompany(self, request: bytes) -> None:
        assert self._child.stdin is not None
        with contextlib.suppress(OSError):  # it has ended already; why is told below
            self._child.stdin.write(request)
            self._child.stdin.flush()
        code = self._child.wait()
        _kill_group(self._child.pid)  # what it has started itself would keep its output open
        for thread in self._readers:
            thread.join()
        self._killer.cancel()
        _close_pipes(self._child)
        if not self._over:
            self._mailbox.put(Failed(self._last_words(code)))
        self._mailbox.close()

    def _listen(self) -> None:
        assert self._child.stdout is not None
        while line := self._child.stdout.readline(_LONGEST_LINE):
            self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            message = from_line(line.decode("utf-8", "replace"))
        except ValueError:
            self._last.add(line)  # printed by a library before `serve` began: it belongs to the complaints
            return
        if not self._over:
            self._over = isinstance(message, Done | Failed)
            self._mailbox.put(message)

    def _hear_complaints(self) -> None:
        assert self._child.stderr is not None
        while piece := os.read(self._child.stderr.fileno(), _LAST_BYTES):
            self._last.add(piece)

    def _kill(self) -> None:
        self._child.kill()

    def _last_words(self, code: int) -> str:
        lines = self._last.text().strip().splitlines()[-_LAST_LINES:]
        said = "\n".join(printable(line) for line in lines)
        if not said:
            return f"The child process {_ending(code)}. It said nothing."
        return f"The child process {_ending(code)}. Its last lines:\n{said}"


class _Tail:
    """The last bytes of what was said."""

    def __init__(self) -> None:
        self._bytes = b""
        self._lock = threading.Lock()

    def add(self, piece: bytes) -> None:
        with self._lock:
            self._bytes = (self._bytes + piece[-_LAST_BYTES:])[-_LAST_BYTES:]

    def text(self) -> str:
        with self._lock:
            return self._bytes.decode("utf-8", "replace")


def _start(module: str) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            child_command(module),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(),
            start_new_session=True,  # Ctrl+C in a terminal is for the parent, who then ends the child in order
        )
    except OSError as error:
        raise AlpacaError(f"The work cannot be started: {reason(error)}.") from error


def _kill_group(leader: int) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody is left, as it should be
            os.killpg(leader, signal.SIGKILL)


def _close_pipes(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout, child.stderr):
        assert pipe is not None
        with contextlib.suppress(OSError):  # what was still to be written has nobody left to read it
            pipe.close()


def _ending(code: int) -> str:
    """Say how a process ended, from its exit code; a negative one is the signal that ended it."""
    if code >= 0:
        return f"ended with code {code}"
    names = {number.value: number.name for number in signal.Signals}
    hint = ", as happens when memory is short" if -code == 9 else ""
    return f"was ended by signal {-code} ({names.get(-code, 'unknown')}){hint}"


def run_child(module: str, request: Values) -> Values:
    """Do one piece of work in a child process and wait for it; what it tells on the way is not wanted.

    Raises
    ------
    AlpacaError
        With the child's sentence, when the work cannot be done.
    """
    job = ChildJob(module, request)
    try:
        for message in job.messages():
            if isinstance(message, Failed):
                raise AlpacaError(message.sentence)
            if isinstance(message, Done):
                return message.values
    finally:
        job.close()
    raise AlpacaError("The work was cancelled.")

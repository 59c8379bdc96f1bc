"""Work in a child process: started, listened to, and ended at any moment."""

import contextlib
import json
import subprocess
import tempfile
import threading
from collections.abc import Generator
from queue import Empty, SimpleQueue
from typing import IO, Final

from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.child import child_command, child_environment
from alpaca_gui.messages import Done, Failed, Message, Values, from_line

_PATIENCE_S: Final = 1.0
"""How long a child that was asked to end may take before it is killed."""

_LAST_LINES: Final = 12
_LAST_BYTES: Final = 20_000


class ChildJob:
    """One piece of work in a process of its own. Use `messages` to wait for it, or `drain` to look in now and then.

    Parameters
    ----------
    module
        Module that the child runs; it ends in ``serve(work)`` of `alpaca_gui.messages`.
    request
        What the work is given.
    """

    def __init__(self, module: str, request: Values) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._queue: SimpleQueue[Message | None] = SimpleQueue()
        self._cancelled = threading.Event()
        self._over = False
        self._ended = False
        self._child = subprocess.Popen(
            child_command(module),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=child_environment(),
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # Ctrl+C in a terminal is for the parent, who then ends the child in order
        )
        self._reader = threading.Thread(target=self._read, args=(json.dumps(request),), name=f"listen to {module}")
        self._reader.start()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the child to end, and kill it where it has not within a second; returns at once."""
        if not self._cancelled.is_set():
            self._cancelled.set()
            self._child.terminate()
            killer = threading.Timer(_PATIENCE_S, self._child.kill)
            killer.daemon = True
            killer.start()

    def messages(self) -> Generator[Message]:
        """Yield each message as it comes; the last is `Done` or `Failed`, unless the job was cancelled."""
        while (message := self._queue.get()) is not None:
            yield message

    def drain(self) -> list[Message]:
        """Give the messages that have come since the last time; never waits."""
        found: list[Message] = []
        try:
            while not self._ended:
                message = self._queue.get_nowait()
                if message is None:
                    self._ended = True
                else:
                    found.append(message)
        except Empty:
            pass
        return found

    @property
    def ended(self) -> bool:
        """Whether `drain` has given everything there will be."""
        return self._ended

    def close(self) -> None:
        """End the child where it still runs, and wait for it: two seconds at most."""
        if self._child.poll() is None:
            self.cancel()
        self._reader.join()
        self._errors.close()

    def _read(self, request: str) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        with contextlib.suppress(OSError):  # it has ended already; why is said below
            self._child.stdin.write(request + "\n")
            self._child.stdin.flush()
        for line in self._child.stdout:
            self._take(line)
        code = self._child.wait()
        if not self._over and not self.cancelled:
            self._queue.put(Failed(self._last_words(code)))
        self._child.stdout.close()
        self._close_stdin()
        self._queue.put(None)

    def _close_stdin(self) -> None:
        assert self._child.stdin is not None
        with contextlib.suppress(OSError):  # what was still to be written has nobody left to read it
            self._child.stdin.close()

    def _take(self, line: str) -> None:
        try:
            message = from_line(line)
        except ValueError as error:
            message = Failed(f"The child process said something that is not understood: {error}.")
        self._over = self._over or isinstance(message, Done | Failed)
        self._queue.put(message)

    def _last_words(self, code: int) -> str:
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        hint = ", as happens when memory is short" if code == -9 else ""
        size = self._errors.seek(0, 2)
        self._errors.seek(max(0, size - _LAST_BYTES))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()[-_LAST_LINES:]
        said = "\n".join(printable(line) for line in lines) or "(nothing)"
        return f"The child process {how}{hint}. Its last lines:\n{said}"


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

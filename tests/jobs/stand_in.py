"""A child process that does what its request says, step by step: tells, prints, hangs, crashes.

A request is ``{"steps": [[name, argument...], ...]}``; a step is one of the functions below.
"""

import atexit
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alpaca_gui.errors import AlpacaError
from alpaca_gui.files import whole_file
from alpaca_gui.messages import Epoch, Note, Step, Tell, Values, serve

FOREVER_S = 3600


class Player:
    """Plays steps, and tells what they tell."""

    def __init__(self, request: Values, tell: Tell) -> None:
        self.request = request
        self.tell = tell
        self.values: Values = {}

    def note(self, text: str) -> None:
        self.tell(Note(text))

    def notes(self, count: int) -> None:
        for number in range(count):
            self.tell(Note(str(number)))

    def step(self, stage: str, done: int, of: int) -> None:
        self.tell(Step(stage, done, of))

    def epoch(self, *values: Any) -> None:
        self.tell(Epoch(*values))

    def done(self, values: Values) -> None:
        self.values = values

    def echo(self) -> None:
        self.values = self.request

    def identity(self) -> None:
        self.tell(Note(str(os.getpid())))

    def fail(self, sentence: str) -> None:
        raise AlpacaError(sentence)

    def blunder(self, words: str) -> None:
        raise RuntimeError(words)

    def complain(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()

    def flood(self, stream: int, size: int) -> None:
        piece = b"x" * 1023 + b"\n"
        for _ in range(size // len(piece)):
            os.write(stream, piece)

    def leave(self, code: int) -> None:
        os._exit(code)

    def crash(self) -> None:
        ctypes.string_at(0)

    def signal(self, number: int) -> None:
        os.kill(os.getpid(), number)

    def deaf(self) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def slow_to_end(self) -> None:
        """Be a library that takes its time when the process ends."""
        atexit.register(time.sleep, FOREVER_S)

    def hang(self) -> None:
        time.sleep(FOREVER_S)

    def hang_in_c(self) -> None:
        """Sleep in C code without letting go of the interpreter: no thread and no handler of Python runs."""
        ctypes.PyDLL(None).sleep(FOREVER_S)

    def wait_for(self, path: str) -> None:
        while not Path(path).exists():
            time.sleep(0.005)

    def write_half(self, path: str) -> None:
        with whole_file(Path(path)) as stream:
            stream.write(b"half")
            stream.flush()
            self.note("half")
            self.hang()

    def write(self, path: str) -> None:
        Path(path).write_bytes(b"whole")

    def start_another(self) -> None:
        """Start a process that holds this one's output open and outlives it."""
        other = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({FOREVER_S})"])
        self.note(str(other.pid))

    def tell_from_threads(self, threads: int, count: int) -> None:
        every = [threading.Thread(target=self.notes, args=(count,)) for _ in range(threads)]
        for thread in every:
            thread.start()
        for thread in every:
            thread.join()


def play(request: Values, tell: Tell) -> Values:
    """Play the steps of a request; gives what its ``done`` says."""
    player = Player(request, tell)
    for name, *arguments in request["steps"]:
        act: Callable[..., None] = getattr(player, name)
        act(*arguments)
    return player.values


if __name__ == "__main__":
    sys.exit(serve(play))

"""Runs what is measured in a process of its own, so that nothing that is loaded here counts for or against it."""

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

from alpaca_gui.cli.benchmarks.promises import NotMeasuredError
from alpaca_gui.jobs.child import child_environment

PATIENCE_S: Final = 1800.0
"""After this long a child is ended: it hangs."""


def answer_of(
    command: Sequence[str], extra: Mapping[str, str] | None = None, patience_s: float | None = None
) -> dict[str, Any]:
    """Run ``command`` and read the JSON object that it prints; ``extra`` is added to its environment.

    It is ended after ``patience_s``, or `PATIENCE_S`.

    Raises
    ------
    NotMeasuredError
        When it fails, with the last that it said, or hangs.
    """
    environment = {**child_environment(), **(extra or {})}
    patience_s = PATIENCE_S if patience_s is None else patience_s
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=patience_s)
    except subprocess.TimeoutExpired as error:
        raise NotMeasuredError(f"It did not end within {patience_s:.0f} s.") from error
    if done.returncode:
        raise NotMeasuredError(f"It ended with status {done.returncode}: {_last_line(done.stderr)}")
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise NotMeasuredError(f"It printed no JSON: {_last_line(done.stdout)}") from error
    return answer


def seconds_to_first_line(
    command: Sequence[str], extra: Mapping[str, str] | None = None, *, kill: bool = True
) -> float:
    """Time from starting ``command`` to the first line that it prints; then it is ended, or left to end by itself.

    Raises
    ------
    NotMeasuredError
        When it prints none.
    """
    environment = {**child_environment(), **(extra or {})}
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors) as child:
            line = child.stdout.readline() if child.stdout else b""
            seconds = time.perf_counter() - start
            if kill:
                child.kill()
        if not line:
            raise NotMeasuredError(f"It printed nothing: {_tail(errors)}")
    return seconds


def _tail(stream: IO[bytes]) -> str:
    stream.seek(0)
    return _last_line(stream.read().decode("utf-8", "replace"))


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing"

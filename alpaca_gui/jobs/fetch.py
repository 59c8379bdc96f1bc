"""Fetches a picture from the web, with a limit on its size and on the whole time it may take."""

import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final

from alpaca_gui.errors import PictureError, reason
from alpaca_gui.imaging.source import LinkSource, MemorySource, printable
from alpaca_gui.jobs.child import child_command, child_environment

_POLL_S: Final = 0.03


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How large a fetched picture may be (bytes), and how long fetching it may take (seconds, all in all)."""

    size: int = 50_000_000
    seconds: float = 30.0


def fetch(link: LinkSource, cancelled: Callable[[], bool], limits: FetchLimits | None = None) -> MemorySource:
    """Fetch a picture over http or https.

    It runs in a child process: looking up a name, connecting and reading a slow answer can then all be ended at the
    very moment that the time is over or ``cancelled`` gives true.

    Raises
    ------
    PictureError
        With the sentence to show: not reachable, too large, too slow, not found, cancelled.
    """
    try:
        return _fetch(link, cancelled, limits or FetchLimits())
    except OSError as error:
        raise PictureError(f"It could not be fetched: {reason(error)}.") from error


def _fetch(link: LinkSource, cancelled: Callable[[], bool], limits: FetchLimits) -> MemorySource:
    with (
        tempfile.TemporaryFile() as address,  # an argument would be seen by everybody, and may be too long for one
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaint,
    ):
        address.write(link.url.encode("utf-8", "surrogatepass"))
        address.seek(0)
        command = child_command("alpaca_gui.jobs.fetch_child", str(limits.size))
        child = subprocess.Popen(command, stdin=address, stdout=answer, stderr=complaint, env=child_environment())
        try:
            _wait(child, cancelled, limits.seconds)
        finally:
            child.kill()
            child.wait()
        if child.returncode:
            raise PictureError(_last_line(complaint) or f"It could not be fetched (exit code {child.returncode}).")
        answer.seek(0)
        return MemorySource(answer.read(), link.name, link.url)


def _wait(child: subprocess.Popen[bytes], cancelled: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while child.poll() is None:
        if time.monotonic() > end:
            raise PictureError(f"It could not be fetched within {seconds:g} seconds.")
        if cancelled():
            raise PictureError("Fetching it was cancelled.")
        time.sleep(_POLL_S)


def _last_line(stream: IO[bytes]) -> str:
    stream.seek(0)
    lines = stream.read(100_000).decode("utf-8", "replace").strip().splitlines()
    return printable(lines[-1]) if lines else ""

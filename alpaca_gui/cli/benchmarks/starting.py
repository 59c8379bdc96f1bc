"""How long a start takes: the window until it answers against a bare one, and ``classify`` until its first record."""

import statistics
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from alpaca_gui.cli.benchmarks.children import seconds_to_first_line
from alpaca_gui.cli.benchmarks.display import display_note, display_settings
from alpaca_gui.cli.benchmarks.promises import Measurement
from alpaca_gui.jobs.child import child_command

_WINDOW: Final = "alpaca_gui.gui.bench_window"
_PROGRAM: Final = "alpaca_gui.cli.main:main"


def measure_window(starts: int) -> Measurement:
    """Start the program's window and a bare one in turn, ``starts`` times each after one that does not count.

    Raises
    ------
    NotMeasuredError
        Where a window does not come up.
    """
    settings = display_settings()
    ours: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory(prefix="alpaca-bench-", ignore_cleanup_errors=True) as folder:
        library = ("--library", str(Path(folder) / "bench.library"))  # and not that of whoever measures
        for _ in range(1 + starts):
            ours.append(seconds_to_first_line(child_command(_WINDOW, "start", _PROGRAM, *library), settings))
            bare.append(seconds_to_first_line(child_command(_WINDOW, "bare"), settings))
    return windows_compared(ours[1:], bare[1:], settings)


def windows_compared(ours: Sequence[float], bare: Sequence[float], settings: Mapping[str, str]) -> Measurement:
    """Put the seconds of the starts in relation."""
    window_s, bare_s = statistics.median(ours), statistics.median(bare)
    return Measurement(
        {"window_over_bare": window_s / bare_s},
        {"window_s": window_s, "bare_window_s": bare_s, "window_starts_s": list(ours), "bare_starts_s": list(bare)},
        display_note(settings, "window_over_bare"),
    )


def measure_first_logit(model: Path, folder: Path, starts: int) -> Measurement:
    """Start ``classify`` on a folder ``starts`` times, after one that does not count.

    Raises
    ------
    NotMeasuredError
        Where no record comes.
    """
    command = child_command("alpaca_gui", "classify", "--model", str(model), "--format", "jsonl", str(folder))
    seconds = [seconds_to_first_line(command) for _ in range(1 + starts)][1:]
    return Measurement({"first_logit_s": statistics.median(seconds)}, {"first_logits_s": seconds})

"""How long the window's thread is ever away: the gaps of a heartbeat in it while a folder is classified."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from alpaca_gui.cli.benchmarks.children import answer_of
from alpaca_gui.cli.benchmarks.display import display_note, display_settings, platform_name
from alpaca_gui.cli.benchmarks.pictures import folder_of
from alpaca_gui.cli.benchmarks.promises import Measurement, NotMeasuredError
from alpaca_gui.jobs.child import child_command

_CHILD: Final = "alpaca_gui.gui.bench_work"


def measure(paths: Sequence[Path], count: int, idle_s: float) -> Measurement:
    """Open the window in a process of its own, give it a folder of ``count`` pictures and listen.

    Raises
    ------
    NotMeasuredError
        Where the window does not come up or does not classify.
    """
    settings = display_settings()
    with folder_of(paths, count, different=True) as folder:
        command = child_command(_CHILD, str(folder), str(count), str(idle_s))
        answer = answer_of(command, settings)
    return summarised(answer, count, settings)


def summarised(answer: Mapping[str, Any], count: int, settings: Mapping[str, str]) -> Measurement:
    """Give the figures of what the child wrote down: lists of gaps in ms, and ``work_s``.

    Raises
    ------
    NotMeasuredError
        When there are no gaps.
    """
    start, idle, work = (np.asarray(answer[name], np.float64) for name in ("start_ms", "idle_ms", "work_ms"))
    if not (start.size and idle.size and work.size):
        raise NotMeasuredError("The window's heartbeat was not heard.")
    return Measurement(
        {"gap_max_ms": float(work.max()), "gap_p999_ms": float(np.percentile(work, 99.9))},
        {
            "gaps": int(work.size),
            "gap_median_ms": float(np.median(work)),
            "gaps_over_16_ms": int((work > 16).sum()),
            "gap_idle_max_ms": float(idle.max()),
            "gap_idle_p999_ms": float(np.percentile(idle, 99.9)),
            "gap_start_ms": float(start.max()),
            "window_pictures": count,
            "window_per_second": count / float(answer["work_s"]),
            "qt_platform": platform_name(settings),
        },
        display_note(settings, "gap_max_ms", "gap_p999_ms"),
    )

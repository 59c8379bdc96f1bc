"""The window on a library of many records: how soon it is there, and how quick it stays."""

import statistics
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from alpaca_gui.cli.benchmarks.children import answer_of, seconds_to_first_line
from alpaca_gui.cli.benchmarks.display import display_note, platform_name
from alpaca_gui.cli.benchmarks.library.effort import LibraryEffort
from alpaca_gui.cli.benchmarks.library.made import MadeLibrary
from alpaca_gui.cli.benchmarks.library.workplace import Workplace
from alpaca_gui.cli.benchmarks.promises import Measurement, NotMeasuredError
from alpaca_gui.jobs.child import child_command

_CHILD: Final = "alpaca_gui.gui.bench_library"
_NO_PEAK: Final = "This system does not tell the peak memory of a process."


def measure_open(place: Workplace, made: MadeLibrary, effort: LibraryEffort) -> Measurement:
    """Start the program's window on the library, with the copy of the columns beside it, as usual, and without.

    Each window is closed as a person closes it, which writes the copy for the next one.

    Raises
    ------
    NotMeasuredError
        Where a window does not come up.
    """
    command = child_command(_CHILD, "open", str(made.path))
    seconds_to_first_line(command, place.environment, kill=False)  # brings everything into the file cache
    usual = [seconds_to_first_line(command, place.environment, kill=False) for _ in range(effort.starts)]
    without = []
    for _ in range(effort.starts):
        place.forget_copy(made.path)
        without.append(seconds_to_first_line(command, place.environment, kill=False))
    return Measurement(
        {"open_s": statistics.median(usual)},
        {
            "open_without_copy_s": statistics.median(without),
            "opens_s": usual,
            "opens_without_copy_s": without,
            "made_in_s": made.seconds,
        },
        display_note(place.environment, "open_s"),
    )


def measure_review(place: Workplace, made: MadeLibrary, effort: LibraryEffort) -> Measurement:
    """Sort, filter, move the threshold and scroll in the program's window, in a process of its own.

    Raises
    ------
    NotMeasuredError
        Where the window does not come up or does not do it.
    """
    command = child_command(_CHILD, "review", str(made.path), str(effort.rounds), str(effort.pages))
    return summarised(answer_of(command, place.environment), place.environment)


def summarised(answer: Mapping[str, Any], settings: Mapping[str, str]) -> Measurement:
    """Give the figures of what the child wrote down; of several kinds of a thing the slowest counts.

    Raises
    ------
    NotMeasuredError
        When it is not whole.
    """
    if not all(answer.get(name) for name in ("sort_ms", "filter_ms", "threshold_ms", "scroll_ms")):
        raise NotMeasuredError("The window did not say how long it took.")
    filters = {name: statistics.median(each) for name, each in answer["filter_ms"].items()}
    back = {f"back from {name}": statistics.median(each) for name, each in answer["unfilter_ms"].items()}
    thresholds = {name: statistics.median(each) for name, each in answer["threshold_ms"].items()}
    pages = {name: _percentiles(each) for name, each in answer["scroll_ms"].items()}
    on_processor = {name: _percentiles(each) for name, each in answer["scroll_cpu_ms"].items()}
    values = {
        "sort_ms": statistics.median(answer["sort_ms"]),
        "filter_ms": max((filters | back).values()),
        "threshold_ms": max(thresholds.values()),
        "scroll_p99_ms": max(each["p99"] for each in pages.values()),
    }
    notes = display_note(settings, *values, "memory_mb")
    if answer["memory_mb"] is None:
        notes["memory_mb"] = _NO_PEAK
    else:
        values["memory_mb"] = float(answer["memory_mb"])
    raw = {
        "rows_shown": answer["rows"],
        "memory_open_mb": answer["memory_open_mb"],
        "sort_least_ms": min(answer["sort_ms"]),
        "sort_after_threshold_ms": statistics.median(answer["sort_again_ms"]),
        "filters_ms": filters | back,
        "filters_least_ms": {name: min(each) for name, each in answer["filter_ms"].items()},
        "thresholds_ms": thresholds,
        "thresholds_least_ms": {name: min(each) for name, each in answer["threshold_ms"].items()},
        "orders_first_ms": answer["orders_ms"],
        "pages_ms": pages,
        "pages_on_processor_ms": on_processor,
        "qt_platform": platform_name(settings),
    }
    return Measurement(values, raw, notes)


def _percentiles(values: list[float]) -> dict[str, float]:
    return {
        "pages": len(values),
        "median": statistics.median(values),
        "p99": float(np.percentile(values, 99)),
        "max": max(values),
    }

"""Runs benchmarks one after the other; one that cannot be made says why, and the others go on."""

import sys
from collections.abc import Callable, Container, Mapping
from typing import Final

from alpaca_gui.cli.benchmarks.promises import Measurement, NotMeasuredError
from alpaca_gui.cli.benchmarks.report import Report

NOT_ASKED: Final = "It was not asked for."


def run_benchmarks(
    report: Report,
    benchmarks: Mapping[str, tuple[str, ...]],
    measurements: Mapping[str, Callable[[], Measurement]],
    wanted: Container[str],
) -> None:
    """Put into ``report`` what the benchmarks found.

    Parameters
    ----------
    report
        Gets figures and reasons.
    benchmarks
        Names of all benchmarks, in order, and the promised figures that each finds.
    measurements
        How each is made.
    wanted
        Names of those that are asked for.
    """
    for name, keys in benchmarks.items():
        if name not in wanted:
            report.missing(keys, NOT_ASKED)
            continue
        print(f"Measuring {', '.join(keys)}…", file=sys.stderr)
        try:
            report.add(measurements[name]())
        except NotMeasuredError as error:
            report.missing(keys, str(error))

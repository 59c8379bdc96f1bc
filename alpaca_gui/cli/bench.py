"""``alpaca-gui bench``: measures on this machine what the program promises of its speed and memory.

``alpaca-gui bench library`` has promises of its own; see `alpaca_gui.cli.benchmarks.library.command`.
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from alpaca_gui.cli.benchmarks import explaining, gaps, machine, memory, prediction, starting, throughput
from alpaca_gui.cli.benchmarks.effort import FULL, QUICK, Effort
from alpaca_gui.cli.benchmarks.pictures import readable_pictures
from alpaca_gui.cli.benchmarks.promises import Measurement
from alpaca_gui.cli.benchmarks.report import Report
from alpaca_gui.cli.benchmarks.running import NOT_ASKED, run_benchmarks
from alpaca_gui.cli.main import OK
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.resources import shipped_model, shipped_samples

BENCHMARKS: Final[dict[str, tuple[str, ...]]] = {
    "prediction": ("predict_over_engine", "predict_over_pipeline"),
    "throughput": ("pipeline_efficiency",),
    "memory": ("memory_growth_mb",),
    "window": ("window_over_bare",),
    "first": ("first_logit_s",),
    "gaps": ("gap_max_ms", "gap_p999_ms"),
    "explaining": ("map_ms", "xray_ms", "firm_s", "flips_per_s", "map_over_estimate"),
}
"""Names of the benchmarks, and the promised figures that each finds."""

LIBRARY: Final = "library"
"""The word for the second set of promises; a folder of that name is given as ./library."""

__all__ = ["BENCHMARKS", "NOT_ASKED", "measure", "run"]


def run(arguments: list[str]) -> int:
    """Measure and print; a promise that is not kept is said, and is no failure of the command.

    Raises
    ------
    AlpacaError
        When there is no picture to measure with.
    """
    if LIBRARY in arguments:
        from alpaca_gui.cli.benchmarks.library import command  # noqa: PLC0415 - training is loaded for it

        return command.run([word for word in arguments if word != LIBRARY])
    options = _parser().parse_args(arguments)
    effort = QUICK if options.quick else FULL
    report = measure(Path(options.folder or shipped_samples()), effort, options.only or list(BENCHMARKS))
    if options.quick:
        report.notes["quick"] = f"Fewer pictures and repetitions than promised for: {effort}"
    print(report.to_json() if options.json else report.to_table())
    return OK


def measure(folder: Path, effort: Effort, names: list[str]) -> Report:
    """Run the benchmarks named, on the pictures below ``folder``.

    Raises
    ------
    AlpacaError
        When there is no picture to measure with.
    """
    bundle = load_bundle(shipped_model())
    paths = readable_pictures(folder, bundle)
    report = Report({**machine.facts(), "pictures": len(paths), "load_before": machine.load()})
    measurements: dict[str, Callable[[], Measurement]] = {
        "prediction": partial(prediction.measure, bundle, paths, effort.predicted),
        "throughput": partial(throughput.measure, bundle, paths, effort.folder, effort.rounds),
        "memory": partial(memory.measure, bundle.path, paths, effort.few, effort.many),
        "window": partial(starting.measure_window, effort.starts),
        "first": partial(starting.measure_first_logit, bundle.path, folder, effort.first_logits),
        "gaps": partial(gaps.measure, paths, effort.folder, effort.idle_s),
        "explaining": partial(explaining.measure, bundle, paths, effort.explained),
    }
    run_benchmarks(report, BENCHMARKS, measurements, names)
    report.facts = {**report.facts, "load_after": machine.load()}
    return report


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui bench",
        description="Measure speed and memory here, against what is promised (some minutes).",
        epilog="alpaca-gui bench library measures a library of a million records; a folder of that name is ./library.",
    )
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="pictures to measure with (default: the samples)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="fewer pictures and repetitions, for a first look")
    only = f"only this, may be repeated: {', '.join(BENCHMARKS)}"
    parser.add_argument("--only", action="append", choices=list(BENCHMARKS), metavar="NAME", help=only)
    return parser

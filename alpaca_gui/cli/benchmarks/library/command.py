"""``alpaca-gui bench library``: measures what is promised of a library of a million records."""

import argparse
from collections.abc import Callable
from functools import cache, partial

from alpaca_gui.cli.benchmarks import machine
from alpaca_gui.cli.benchmarks.library import adding, nearest, plain, retraining, window
from alpaca_gui.cli.benchmarks.library.effort import FULL, QUICK, LibraryEffort
from alpaca_gui.cli.benchmarks.library.made import MadeLibrary, make_library
from alpaca_gui.cli.benchmarks.library.promises import BENCHMARKS, PROMISES
from alpaca_gui.cli.benchmarks.library.workplace import Workplace, workplace
from alpaca_gui.cli.benchmarks.pictures import readable_pictures
from alpaca_gui.cli.benchmarks.promises import Measurement
from alpaca_gui.cli.benchmarks.report import Report
from alpaca_gui.cli.benchmarks.running import run_benchmarks
from alpaca_gui.cli.main import OK
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.resources import shipped_model, shipped_samples


def run(arguments: list[str]) -> int:
    """Measure and print; a promise that is not kept is said, and is no failure of the command."""
    options = _parser().parse_args(arguments)
    effort = QUICK if options.quick else FULL
    report = measure(effort, options.only or list(BENCHMARKS))
    if options.quick:
        report.notes["quick"] = f"Fewer records and repetitions than promised for: {effort}"
    print(report.to_json() if options.json else report.to_table())
    return OK


def measure(effort: LibraryEffort, names: list[str]) -> Report:
    """Run the benchmarks named, on libraries that are made for it in a temporary folder."""
    bundle = load_bundle(shipped_model())
    samples = tuple(readable_pictures(shipped_samples(), bundle))
    report = Report({**machine.facts(), "records": effort.records, "load_before": machine.load()}, PROMISES)
    with workplace(bundle, samples) as place:
        made = cache(partial(_made, place, effort.records))
        measurements: dict[str, Callable[[], Measurement]] = {
            "open": lambda: window.measure_open(place, made(), effort),
            "review": lambda: window.measure_review(place, made(), effort),
            "add": partial(adding.measure, place, effort),
            "retrain": partial(retraining.measure, place, effort),
            "nearest": partial(nearest.measure, place, effort),
            "plain": lambda: plain.measure(place, made()),
        }
        run_benchmarks(report, BENCHMARKS, measurements, names)
        report.raw |= plain.ratios(report.values, report.raw)
        place.forget_all()
    report.facts = {**report.facts, "load_after": machine.load()}
    return report


def _made(place: Workplace, records: int) -> MadeLibrary:
    return make_library(place.folder, place.bundle, place.samples, records)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui bench library",
        description="Measure a library of a million records here, against what is promised (some minutes, and 4 GB of "
        "room for temporary files).",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="fewer records and repetitions, for a first look")
    only = f"only this, may be repeated: {', '.join(BENCHMARKS)}"
    parser.add_argument("--only", action="append", choices=list(BENCHMARKS), metavar="NAME", help=only)
    return parser

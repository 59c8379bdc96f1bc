"""``alpaca-gui classify``: one record a picture, in the order given, streamed."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.cli.output import FORMATS, open_output
from alpaca_gui.cli.rule_options import add_rule, rule_of, with_numbers
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.intake import Item, from_text, take_in
from alpaca_gui.jobs.pipeline import Pipeline, default_workers
from alpaca_gui.library.export.rows import PrintedRecord
from alpaca_gui.library.export.writers import Writer
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model

Advance = Callable[[Iterable[Record]], Iterable[Record]]


def run(arguments: list[str]) -> int:
    """Classify what ``arguments`` name; give 0 if every picture was read, 1 if some failed.

    Raises
    ------
    AlpacaError
        When the model cannot be opened or the output not be written; nothing has been printed then.
    """
    parser = _parser()
    options = parser.parse_args(with_numbers(arguments))
    bundle = load_bundle(Path(options.model) if options.model else shipped_model())
    rule = rule_of(parser, options, bundle.card.rule)
    cancel = threading.Event()
    items = [from_text(path) for path in options.paths]
    with (
        open_output(options.out) as stream,
        FORMATS[options.format](stream, rule) as writer,
        Pipeline(bundle, workers=options.workers) as pipeline,
        progress(items) as advance,
        interruptible(cancel),
        closing(pipeline.run(take_in(items, cancel), cancel)) as results,
    ):
        failed = _print(advance(result.record for result in results), rule, writer)
        if cancel.is_set():
            raise KeyboardInterrupt
    return SOME_FAILED if failed else OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui classify", description="Print logit, probability and decision of every picture, in the order given."
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a picture, a folder (deep), or an http(s) address")
    parser.add_argument("--model", metavar="FILE", help="the model bundle (default: the shipped one)")
    add_rule(parser)
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write here, whole or not at all, not to the terminal")
    threads = f"threads that decode and classify (default here: {default_workers()})"
    parser.add_argument("--workers", type=at_least_one, metavar="N", help=threads)
    return parser


def at_least_one(text: str) -> int:
    """Read a whole number that is at least 1, for `argparse`."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not at least 1")
    return number


def _print(records: Iterable[Record], rule: Rule, writer: Writer) -> int:
    failed = 0
    for record in records:
        failed += record.error is not None
        writer.write(PrintedRecord.of(record, rule))
        for note in record.notes:
            print(f"{printable(record.source.location)}: {note}", file=sys.stderr)
    return failed


@contextmanager
def interruptible(cancel: threading.Event) -> Iterator[None]:
    """Let Ctrl-C end the run in order, so that no half-written file and no thread is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: cancel.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def progress(items: list[Item]) -> AbstractContextManager[Advance]:
    """Show a bar where there is a terminal to show it on."""
    if not sys.stderr.isatty():
        return nullcontext(_unchanged)
    from alpaca_gui.cli.progress import progress_bar  # noqa: PLC0415 - only a terminal needs it

    return progress_bar(items)


def _unchanged(records: Iterable[Record]) -> Iterable[Record]:
    return records

"""``alpaca-gui library add``: pictures classified and kept; every record that is printed is in the library."""

import argparse
import io
import sys
import threading
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from alpaca_gui.cli.classify import at_least_one, interruptible, progress
from alpaca_gui.cli.library.options import model_path, parser_of, path_of
from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.cli.output import FORMATS, open_output
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.adding import Adding
from alpaca_gui.jobs.intake import from_text
from alpaca_gui.jobs.pipeline import default_workers
from alpaca_gui.library.export.rows import PrintedRecord
from alpaca_gui.library.export.writers import Writer
from alpaca_gui.library.library import Library
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Rule

_LEFT = "What is left goes on when the same command is given again, or a window opens the library."


def run(arguments: list[str]) -> int:
    """Add what ``arguments`` name; give 0 if every picture was read, 1 if some failed.

    Raises
    ------
    AlpacaError
        When the library cannot be written or the model not be opened. What was printed before is kept.
    """
    options = _parser().parse_args(arguments)
    cancel = threading.Event()
    items = [from_text(path) for path in options.paths]
    with Library(path_of(options)) as library, interruptible(cancel):
        bundle = load_bundle(options.model or model_path(library))
        adding = Adding(library, bundle, options.workers)
        rule = library.rule() or bundle.card.rule
        records = adding.run(items, cancel) if items else adding.go_on(cancel)
        with (
            open_output(options.out) as stream,
            FORMATS[options.format](io.StringIO() if options.quiet else stream, rule) as writer,
            progress(items) as advance,
            closing(records),
        ):
            failed = _print(advance(records), rule, writer, quiet=options.quiet)
            if cancel.is_set():
                print(_LEFT, file=sys.stderr)
                raise KeyboardInterrupt
    return SOME_FAILED if failed else OK


def _print(records: Iterable[Record], rule: Rule, writer: Writer, *, quiet: bool) -> int:
    failed = 0
    for record in records:
        failed += record.error is not None
        if quiet and record.error is not None:
            print(f"{printable(record.source.location)}: {printable(record.error)}", file=sys.stderr)
        if not quiet:
            writer.write(PrintedRecord.of(record, rule))
        for note in record.notes:
            print(f"{printable(record.source.location)}: {note}", file=sys.stderr)
    return failed


def _parser() -> argparse.ArgumentParser:
    parser = parser_of(
        "add",
        "Classify pictures and keep what comes of it. What the library knows already is printed and not classified "
        "again; what was left when a run ended goes on. Without PATH: go on with all that waits.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a picture, a folder (deep), or an http(s) address")
    model = "the model bundle that answers for these pictures (default: the one used last)"
    parser.add_argument("--model", metavar="FILE", type=Path, help=model)
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    parser.add_argument("--quiet", action="store_true", help="print only what failed")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write here, whole or not at all, not to the terminal")
    threads = f"threads that decode and classify (default here: {default_workers()})"
    parser.add_argument("--workers", type=at_least_one, metavar="N", help=threads)
    return parser

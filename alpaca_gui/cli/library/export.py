"""``alpaca-gui library export``: records to a file, or pictures sorted into folders by their decision."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

from alpaca_gui.cli.classify import interruptible
from alpaca_gui.cli.library.options import (
    Chosen,
    add_concept,
    add_filter,
    add_sort,
    chosen,
    concept_of,
    model_path,
    parse_with_filter,
    parser_of,
    path_of,
)
from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.cli.output import open_output
from alpaca_gui.cli.rule_options import add_rule
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.errors import AlpacaError, BundleError
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.export.carry_out import Outcome, carry_out
from alpaca_gui.library.export.contact_sheet import Heading, contact_sheet
from alpaca_gui.library.export.rows import ExportedRecord
from alpaca_gui.library.export.sorted_folders import plan
from alpaca_gui.library.export.sorting_plan import Mode, NotPlaced, Plan, dry_run, pictures_text
from alpaca_gui.library.export.to_file import FORMATS, export_rows, format_of, write_pieces
from alpaca_gui.library.library import Library
from alpaca_gui.library.rows import exported_rows

HTML = "html"
_SUFFIXES = {".html": HTML, ".htm": HTML}


def run(arguments: list[str]) -> int:
    """Export; give 0 if everything went where it should, 1 if some pictures could not be placed.

    Raises
    ------
    AlpacaError
        When the filter or the library cannot be read, or the output not be written.
    """
    parser = _parser()
    options = parse_with_filter(parser, arguments)
    if options.sort_into is None and options.dry_run:
        parser.error("--dry-run says what --sort-into would do")
    form = None if options.out is None else _format(parser, options)
    cancel = Event()
    with Library(path_of(options), write=False) as library, interruptible(cancel):
        found = chosen(parser, options, library, concept_of(options, library))
        records = exported_rows(library, found.columns, found.keys, found.rule)
        if form is None:
            return _sort(options, records, cancel)
        written = _write(options.out, form, library, found, cancel)
    print(f"{_records_text(written)} written to {printable(str(options.out))}.", file=sys.stderr)
    return OK


def _format(parser: argparse.ArgumentParser, options: argparse.Namespace) -> str:
    form = options.format or format_of(options.out) or _SUFFIXES.get(options.out.suffix.lower())
    if form is None:
        parser.error(f"which format? Say it with --format: {', '.join((*FORMATS, HTML))}")
    return str(form)


def _records_text(count: int) -> str:
    return f"{count:,} record{'' if count == 1 else 's'}"


def _write(out: Path, form: str, library: Library, found: Chosen, cancel: Event) -> int:
    """Write the file, whole or not at all; gives how many records are in it."""
    records = exported_rows(library, found.columns, found.keys, found.rule)
    if form == HTML:
        pieces = contact_sheet(list(records), _heading(library, found))
        for _ in _stopping(write_pieces(pieces, out), cancel):
            pass
        return int(found.keys.size)
    written = 0
    for written in _stopping(export_rows(records, out, form), cancel):  # noqa: B007 - the last one counts
        pass
    return written


def _stopping(steps: Iterator[int], cancel: Event) -> Iterator[int]:
    """Hand on the steps of what is being written; Ctrl-C ends it, and nothing is left."""
    with closing(steps) as going:  # type: ignore[type-var]
        for step in going:
            if cancel.is_set():
                raise KeyboardInterrupt
            yield step


def _heading(library: Library, found: Chosen) -> Heading:
    title = f"Pictures of {printable(library.path.stem)}"
    try:
        card = load_bundle(model_path(library)).card
    except BundleError:  # the model is gone: its words for the two answers are, too
        return Heading(title, found.rule)
    return Heading(title, found.rule, card.yes, card.no)


def _sort(options: argparse.Namespace, records: Iterator[ExportedRecord], cancel: Event) -> int:
    what = plan(records, options.sort_into, Mode(options.mode))
    if options.dry_run:
        with open_output(None) as stream:
            stream.writelines(f"{line}\n" for line in dry_run(what))
        return SOME_FAILED if what.left_out or what.shortage else OK
    outcome = _carried_out(what, cancel)
    _say(what.left_out)
    _say(outcome.failed)
    print(f"{pictures_text(outcome.placed)} {what.mode.done} into {printable(str(what.target))}.", file=sys.stderr)
    if cancel.is_set():
        print(outcome.ended, file=sys.stderr)
        raise KeyboardInterrupt
    if outcome.ended is not None:
        raise AlpacaError(outcome.ended)
    return SOME_FAILED if outcome.failed or what.left_out else OK


def _carried_out(what: Plan, cancel: Event) -> Outcome:
    steps = carry_out(what, cancel)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def _say(left: tuple[NotPlaced, ...]) -> None:
    for each in left:
        print(f"{printable(each.path)}: {each.sentence}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = parser_of("export", "Write records to a file, or put their pictures into folders yes, no and unsure.")
    add_filter(parser)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", metavar="FILE", type=Path, help="the file to write, whole or not at all")
    folders = "copy the pictures into the folders yes, no and unsure in this one; originals stay as they are"
    where.add_argument("--sort-into", metavar="FOLDER", type=Path, help=folders)
    forms = (*FORMATS, HTML)
    parser.add_argument("--format", choices=forms, help="of the file (default: what its suffix says)")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--copy", dest="mode", action="store_const", const="copy", default="copy", help="the default")
    mode.add_argument("--link", dest="mode", action="store_const", const="hardlink", help="hard links, not copies")
    mode.add_argument("--symlink", dest="mode", action="store_const", const="symlink", help="symbolic links")
    parser.add_argument("--dry-run", action="store_true", help="only say what --sort-into would do")
    add_sort(parser)
    add_rule(parser)
    add_concept(parser)
    return parser

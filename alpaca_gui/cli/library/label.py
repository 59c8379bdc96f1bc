"""``alpaca-gui library label``: which pictures are a yes and which are not, by a filter, by paths, or by a table."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from alpaca_gui.cli.library.label_table import read_labels
from alpaca_gui.cli.library.options import (
    add_concept,
    add_filter,
    chosen,
    concept_of,
    parse_with_filter,
    parser_of,
    path_of,
)
from alpaca_gui.cli.library.table import print_records, writer_of
from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.cli.output import open_output
from alpaca_gui.cli.rule_options import add_rule
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import FileSource, printable
from alpaca_gui.jobs.intake import from_text
from alpaca_gui.jobs.remembered import wholly_named
from alpaca_gui.library.edits import NO_LABEL, Edit, EditKind, label_edit
from alpaca_gui.library.library import Library
from alpaca_gui.library.rows import exported_rows
from alpaca_gui.logit.verdict import Rule

_WORDS: Final = {1: "yes", 0: "no", NO_LABEL: "none"}


def run(arguments: list[str]) -> int:
    """Label records; give 1 where paths that were named are not in the library, else 0.

    Raises
    ------
    AlpacaError
        When the filter or the table cannot be read or the library not be written; then no label has changed.
    """
    parser = _parser()
    options = parse_with_filter(parser, arguments)
    _check(parser, options)
    with Library(path_of(options), write=not options.dry_run) as library:
        if options.undo:
            return _undo(library)
        concept = concept_of(options, library)
        if options.table is not None:
            return _label(options, library, concept, read_labels(options.table, concept))
        if options.paths is not None:
            return _label(options, library, concept, ((path, options.label) for path in options.paths))
        keys = chosen(parser, options, library, concept).keys
        return _write(options, library, label_edit(keys, options.label, concept))


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    ways = sum((bool(options.filter), options.paths is not None, options.table is not None, options.undo))
    if ways > 1:
        parser.error("a FILTER, --paths, --from and --undo are different ways: give one of them")
    if not ways and not options.all:
        parser.error("which records? Give a FILTER, --paths, --from, or --all for every record")
    if options.all and (ways > 1 or (ways == 1 and not options.filter)):
        parser.error("--all stands for a filter that lets everything through")
    if (options.label is None) != (options.table is not None or options.undo):
        parser.error("say which label: --yes, --no or --none; --from and --undo know it already")


def _label(options: argparse.Namespace, library: Library, concept: str, wanted: Iterable[tuple[str, int]]) -> int:
    """Label the records of paths; the last word about a path counts."""
    labels: dict[int, int] = {}
    missing = 0
    for path, label in wanted:
        key = _key(library, path)
        if key is None:
            missing += 1
            print(f"{printable(path)}: It is not in the library.", file=sys.stderr)
        else:
            labels[key] = label
    keys = np.array(list(labels), np.int64)
    words = f"labelling {keys.size:,} pictures" if keys.size > 1 else "labelling a picture"
    values = np.array(list(labels.values()), np.int8)
    code = _write(options, library, Edit(EditKind.LABEL, words, keys, values, concept))
    return SOME_FAILED if missing else code


def _key(library: Library, path: str) -> int | None:
    item = wholly_named(from_text(path))
    place = library.place(item.source.location, link=not isinstance(item.source, FileSource))
    return None if place is None else place.key


def _write(options: argparse.Namespace, library: Library, edit: Edit) -> int:
    if options.dry_run:
        columns = library.load(edit.concept)
        with open_output(None) as stream, writer_of("table", stream) as writer:
            print_records(exported_rows(library, columns, edit.keys, library.rule() or Rule()), writer)
    elif edit.keys.size:
        library.apply(edit)
    counts = {word: int((edit.values == value).sum()) for value, word in _WORDS.items()}
    said = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count) or "none was found"
    would = "would get" if options.dry_run else "got"
    records = f"{edit.keys.size:,} record{'' if edit.keys.size == 1 else 's'}"
    print(f"{records} {would} a label about {printable(edit.concept)}: {said}.", file=sys.stderr)
    return OK


def _undo(library: Library) -> int:
    """Take the last labelling back; what is no labelling is left to the window, where it can be seen."""
    applied = library.undo()
    if applied is None:
        raise AlpacaError("There is nothing to undo.")
    if applied.edit.kind is not EditKind.LABEL:
        library.redo()
        raise AlpacaError(f"The last change was {applied.edit.words}, not labelling: it can be undone in the window.")
    print(f"Taken back: {applied.edit.words}, about {printable(applied.edit.concept)}.", file=sys.stderr)
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = parser_of("label", "Say which pictures are a yes and which are not. It can be undone, in the window too.")
    add_filter(parser)
    label = parser.add_mutually_exclusive_group()
    for name, value in (("--yes", 1), ("--no", 0), ("--none", NO_LABEL)):
        words = "take the label off" if value == NO_LABEL else f"label them {name[2:]}"
        label.add_argument(name, dest="label", action="store_const", const=value, help=words)
    parser.add_argument("--all", action="store_true", help="every record, where no filter is given")
    parser.add_argument("--paths", nargs="+", metavar="PATH", help="the records of these files or addresses")
    table = "labels of a CSV with the columns path and label (yes, no, none)"
    parser.add_argument("--from", dest="table", metavar="TABLE", type=Path, help=table)
    parser.add_argument("--undo", action="store_true", help="take the last labelling back")
    parser.add_argument("--dry-run", action="store_true", help="only print the records that would be labelled")
    add_rule(parser)
    add_concept(parser)
    return parser

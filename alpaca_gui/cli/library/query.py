"""``alpaca-gui library query``: the records that a filter lets through, or the pictures most like one."""

import argparse

from alpaca_gui.cli.classify import at_least_one
from alpaca_gui.cli.library.options import (
    add_concept,
    add_filter,
    add_sort,
    chosen,
    concept_of,
    parse_with_filter,
    parser_of,
    path_of,
)
from alpaca_gui.cli.library.table import FORMATS, print_records, writer_of
from alpaca_gui.cli.main import OK
from alpaca_gui.cli.output import open_output
from alpaca_gui.cli.rule_options import add_rule
from alpaca_gui.library.library import Library
from alpaca_gui.library.rows import exported_rows

_NEAREST = 10


def run(arguments: list[str]) -> int:
    """Print records; gives 0, also where none was found.

    Raises
    ------
    AlpacaError
        When the filter or the library cannot be read.
    """
    parser = _parser()
    options = parse_with_filter(parser, arguments)
    with Library(path_of(options), write=False) as library:
        found = chosen(parser, options, library, concept_of(options, library))
        if options.near is not None:
            from alpaca_gui.cli.library.near import print_nearest  # noqa: PLC0415 - only this compares embeddings

            print_nearest(options, library, found)
            return OK
        keys = found.keys if options.limit is None else found.keys[: options.limit]
        with open_output(None) as stream:
            if options.count:
                stream.write(f"{keys.size}\n")
            else:
                with writer_of(options.format, stream) as writer:
                    print_records(exported_rows(library, found.columns, keys, found.rule), writer)
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = parser_of(
        "query", "Print the records that a filter lets through, also while a window has the library open."
    )
    add_filter(parser)
    add_sort(parser)
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="print so many at most")
    parser.add_argument("--count", action="store_true", help="print only how many there are")
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    near = "print the pictures most like this one, with the cosine of their embeddings; a file, in the library or not"
    parser.add_argument("--near", metavar="PICTURE", help=near)
    parser.add_argument("--k", type=at_least_one, default=_NEAREST, metavar="N", help=f"so many (default: {_NEAREST})")
    add_rule(parser)
    add_concept(parser)
    return parser

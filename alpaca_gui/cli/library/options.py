"""What the commands of a library have in common: which library, which concept, which rule, which records."""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alpaca_gui.cli.rule_options import rule_of, with_numbers
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.library.columns import Columns, Order, Show
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.place import default_library
from alpaca_gui.library.query import Filter, parse
from alpaca_gui.library.sorting import Keys
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model

SORTS: Final = {
    "added": Order.ADDED,
    "name": Order.NAME,
    "logit": Order.LOGIT_UP,
    "-logit": Order.LOGIT_DOWN,
    "closeness": Order.CLOSENESS,
    "disagreement": Order.DISAGREEMENT,
    "time": Order.TIME,
    "duplicates": Order.GROUPS,
}

FILTER_HELP: Final = "words that must all hold, e.g. logit:-1..1 label:none folder:zoo -name:draft"

_NEGATED: Final = re.compile(r"-[^-\d.\s].+", re.DOTALL)


def parser_of(name: str, description: str) -> argparse.ArgumentParser:
    """Give a parser that knows ``--library``."""
    parser = argparse.ArgumentParser(f"alpaca-gui library {name}", description=description, allow_abbrev=False)
    add_library(parser)
    return parser


def add_library(parser: argparse.ArgumentParser) -> None:
    """Let ``--library`` name the file."""
    parser.add_argument("--library", metavar="FILE", type=Path, help="the library (default: your own)")


def path_of(options: argparse.Namespace) -> Path:
    """Path of the library that is meant."""
    return options.library or default_library()


def add_filter(parser: argparse.ArgumentParser) -> None:
    """Let words of a filter be given."""
    parser.add_argument("filter", nargs="*", metavar="FILTER", help=FILTER_HELP)


def parse_with_filter(parser: argparse.ArgumentParser, arguments: list[str]) -> argparse.Namespace:
    """Read arguments among which are words of a filter: ``-label:none`` is one of them and no option."""
    words: list[str] = []
    rest: list[str] = []
    values = iter(with_numbers(arguments))
    for argument in values:
        if argument == "--":
            words += values
        elif argument == "--sort":
            rest.append("=".join([argument, *(word for word in [next(values, None)] if word is not None)]))
        elif _NEGATED.fullmatch(argument):
            words.append(argument)
        else:
            rest.append(argument)
    options = parser.parse_intermixed_args(rest)
    options.filter = [*options.filter, *words]
    return options


def filter_of(options: argparse.Namespace) -> Filter:
    """Read the filter.

    Raises
    ------
    FilterError
        When a word cannot be read.
    """
    return parse(" ".join(options.filter))


def add_sort(parser: argparse.ArgumentParser) -> None:
    """Let ``--sort`` say which records come first."""
    first = "logit: the lowest first, -logit: the highest; closeness: nearest to the threshold; time: newest first"
    parser.add_argument("--sort", choices=SORTS, default="added", help=f"default: added; {first}")


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Records that a filter lets through.

    Attributes
    ----------
    columns
        All records.
    keys
        Of those that were chosen, in order.
    rule
        By which they were read.
    """

    columns: Columns
    keys: Keys
    rule: Rule


def chosen(parser: argparse.ArgumentParser, options: argparse.Namespace, library: Library, concept: str) -> Chosen:
    """Find the records that are asked for, with their labels about ``concept``."""
    wanted = filter_of(options)
    rule = rule_of(parser, options, library.rule() or Rule())
    columns = library.load(concept)
    order = SORTS[getattr(options, "sort", "added")]
    return Chosen(columns, columns.arranged(order, Show.ALL, rule, wanted), rule)


def last_model(library: Library) -> UsedModel | None:
    """Give the model that the library was last used with; None where there was none."""
    number, models = library.fact("model"), library.models()
    return models[number - 1] if number and number <= len(models) else None


def add_concept(parser: argparse.ArgumentParser) -> None:
    """Let ``--concept`` say what labels are about."""
    parser.add_argument("--concept", metavar="WORD", help="what labels are about (default: what the model's yes means)")


def concept_of(options: argparse.Namespace, library: Library) -> str:
    """Give what labels are about: as asked for, else of the model used last, else of the shipped one."""
    if options.concept is not None:
        return str(options.concept)
    last = last_model(library)
    return load_bundle(shipped_model()).card.concept if last is None else last.concept


def model_path(library: Library) -> Path:
    """Path of the bundle that the library was last used with, or of the shipped one."""
    last = last_model(library)
    return last.path if last is not None and last.path is not None and last.path.is_file() else shipped_model()

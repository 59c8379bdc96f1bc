"""``alpaca-gui verify``: is a verdict card true? It is computed again."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from alpaca_gui.cli.main import OK, SOME_FAILED, WRONG_USAGE
from alpaca_gui.cli.one_picture import add_model_and_rule, cancellable, one_source, opened
from alpaca_gui.cli.output import open_output
from alpaca_gui.cli.rule_options import rule_of, with_numbers
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.card_file import read_card
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.looked import look
from alpaca_gui.explain.verify import Verification, verify
from alpaca_gui.imaging.source import printable

NOT_READ: Final = "What is drawn on the card was not read: these are the numbers inside its file."


def run(arguments: list[str]) -> int:
    """Compute the card again; give 0 if it is the same, 1 if something differs, 2 if there is nothing to compare.

    Raises
    ------
    AlpacaError
        When the file is no card, or the model cannot be opened.
    """
    parser = _parser()
    options = parser.parse_args(with_numbers(arguments))
    card = read_card(options.card)
    bundle = opened(options)
    asked = options.threshold is not None or options.band is not None
    rule = rule_of(parser, options, bundle.card.rule) if asked else None
    try:
        with cancellable() as cancel:
            looked = look(Lens(bundle), one_source(options.picture, cancel))
            found = verify(card, looked, bundle, rule)
    except PictureError as error:
        print(f"alpaca-gui: {printable(options.picture)}: {printable(str(error))}", file=sys.stderr)
        return WRONG_USAGE
    with open_output(None) as stream:
        stream.writelines(f"{printable(line)}\n" for line in _lines(found))
    return OK if found.same else SOME_FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui verify",
        description="Compute a verdict card again, and say that it is the same or what differs. What is written "
        "inside the file is held against the picture; what is drawn on it is not read.",
        epilog="Exit code: 0 the same, 1 something differs, 2 no card, no picture or no model to compare.",
    )
    parser.add_argument("card", metavar="CARD", type=Path, help="a verdict card, PNG or PDF")
    parser.add_argument("picture", metavar="PICTURE", help="the picture, or its http(s) address")
    add_model_and_rule(parser)
    return parser


def _lines(found: Verification) -> Iterator[str]:
    yield found.sentence
    for check in found.checks:
        yield f"  {check.what:14} {check.outcome.value:18}  {check.words}"
    yield NOT_READ

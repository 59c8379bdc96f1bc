"""``alpaca-gui library import``: logits that were made elsewhere, as records; their pictures are found when shown."""

import argparse
import sys
from pathlib import Path
from threading import Event

from alpaca_gui.cli.classify import interruptible
from alpaca_gui.cli.library.options import add_concept, concept_of, parser_of, path_of
from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.bringing_in import Cancelled, bring_in
from alpaca_gui.library.imported import read_logits
from alpaca_gui.library.library import Library


def run(arguments: list[str]) -> int:
    """Bring a table in, whole or not at all; give 1 where rows of it were refused, else 0.

    Raises
    ------
    AlpacaError
        When the table cannot be read or the library not be written; then nothing was entered.
    """
    options = _parser().parse_args(arguments)
    cancel = Event()
    with Library(path_of(options)) as library, interruptible(cancel):
        concept = concept_of(options, library)
        imported = read_logits(options.table, {concept: 1})
        try:
            for _ in bring_in(library, imported, options.table, concept, cancel):
                pass
        except Cancelled:
            raise KeyboardInterrupt from None
    for sentence in imported.sentences:
        print(f"{printable(options.table.name)}: {sentence}", file=sys.stderr)
    labelled = int((imported.label >= 0).sum())
    print(
        f"{len(imported):,} record{'' if len(imported) == 1 else 's'} brought in, {labelled:,} with a label about "
        f"{printable(concept)}; {imported.refused:,} refused."
    )
    return SOME_FAILED if imported.refused else OK


def _parser() -> argparse.ArgumentParser:
    parser = parser_of(
        "import",
        "Bring in logits that were made elsewhere: CSV or Parquet with the columns path, logit and perhaps label.",
    )
    parser.add_argument("table", metavar="TABLE", type=Path, help="the table; relative paths are taken from its folder")
    add_concept(parser)
    return parser

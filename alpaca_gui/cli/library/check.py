"""``alpaca-gui library check``: whether a library is whole, and what can be saved of one that is not."""

import argparse
import sys
from pathlib import Path

from alpaca_gui.cli.library.options import parser_of, path_of
from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.cli.output import open_output
from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.checking import problems_of
from alpaca_gui.library.rescue import save_what_can_be_read

_ADVICE = "--save-into FILE writes what can be read of it into a new library."


def run(arguments: list[str]) -> int:
    """Look a library through; give 0 where it is whole, 1 where something is wrong with it.

    Raises
    ------
    AlpacaError
        When there is no such file, or nothing can be saved of it.
    """
    options = _parser().parse_args(arguments)
    path = path_of(options)
    if not path.is_file():
        raise LibraryError(f"There is no library at {printable(str(path))}.")
    wrong = problems_of(path)
    with open_output(None) as stream:
        stream.writelines(f"{sentence}\n" for sentence in wrong)
        if not wrong:
            stream.write(f"The library {printable(path.name)} is whole.\n")
        if options.save_into is not None:
            for saved in save_what_can_be_read(path, options.save_into):
                damage = ", and some of it cannot be read" if saved.damaged else ""
                stream.write(f"{saved.table}: {saved.rows:,} rows saved{damage}\n")
            stream.write(f"Saved into {printable(str(options.save_into))}.\n")
    if wrong and options.save_into is None:
        print(_ADVICE, file=sys.stderr)
    return SOME_FAILED if wrong else OK


def _parser() -> argparse.ArgumentParser:
    parser = parser_of("check", "Look a library through: whether its file is whole and its parts fit together.")
    save = "write everything that can be read into a new library; the old one is not touched"
    parser.add_argument("--save-into", metavar="FILE", type=Path, help=save)
    return parser

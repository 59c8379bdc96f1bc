"""``alpaca-gui library COMMAND``: hands over to the module of the command."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Final, NoReturn

COMMANDS: Final = {
    "list": "libraries there are, and what is in them",
    "add": "classify pictures and keep what comes of it",
    "query": "print the records that a filter lets through, or the pictures most like one",
    "export": "write records to a file, or sort pictures into folders",
    "import": "bring in logits that were made elsewhere",
    "label": "say which pictures are a yes and which are not",
    "models": "models that have spoken, and of how many records",
    "retrain": "teach the model by the labels",
    "check": "look a library through, and save what can be read of a damaged one",
}
"""What the second word may be, with its help; each lives in this package as ``run(arguments)``."""

_MODULES: Final = {"list": "listing", "import": "bring_in"}
"""Commands whose module has another name, since Python has the word already."""


def run(arguments: list[str]) -> int:
    """Run a command of the library; gives its exit code."""
    if arguments and arguments[0] in COMMANDS:
        name = _MODULES.get(arguments[0], arguments[0])
        command: Callable[[list[str]], int] = import_module(f"alpaca_gui.cli.library.{name}").run
        return command(arguments[1:])
    return _refuse(arguments)


def _refuse(arguments: list[str]) -> NoReturn:
    parser = _parser()
    options = parser.parse_args(arguments)
    parser.error(f"there is no command {options.command!r}: choose one of {', '.join(COMMANDS)}")


def _parser() -> argparse.ArgumentParser:
    commands = "\n".join(f"  alpaca-gui library {name:8} {text}" for name, text in COMMANDS.items())
    parser = argparse.ArgumentParser(
        "alpaca-gui library",
        description="Records of pictures that outlive the window. Each command has --help of its own.",
        epilog=f"commands:\n{commands}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", metavar="COMMAND", help="one of those below")
    return parser

"""The command ``alpaca-gui``: opens the window, or runs one of the commands of the terminal."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import alpaca_gui
from alpaca_gui.cli.display import why_no_display
from alpaca_gui.errors import AlpacaError
from alpaca_gui.resources import shipped_samples

OK = 0
SOME_FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130

COMMANDS = {
    "classify": "print logit, probability and decision of pictures",
    "explain": "show why a picture has its logit, as a picture, a page or JSON",
    "verify": "compute a verdict card again and say whether it is true",
    "train": "train a model on two folders of pictures",
    "evaluate": "judge a model on labelled pictures",
    "compare": "compare two models on the same labelled pictures",
    "import": "bring in a model of another program",
    "export": "write a model for other programs",
    "library": "keep pictures, find them again, label them, take them out",
    "card": "print what is written about a model",
    "bench": "measure speed and memory on this machine",
}
"""What the first word may be, with its help; each lives in ``alpaca_gui.cli.NAME`` as ``run(arguments)``."""

_MODULES = {"import": "import_model", "library": "library.command"}
"""Commands whose module has another name: Python keeps the word for itself, or there are many modules."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``alpaca-gui`` with ``arguments`` (those of the process where None) and give the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if sys.stderr is None:  # closed by whoever started this; what is said there is then said to nobody
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - needed to the very end
    try:
        if given and given[0] in COMMANDS:
            run: Callable[[list[str]], int] = import_module(f"alpaca_gui.cli.{_MODULES.get(given[0], given[0])}").run
            return run(given[1:])
        return _window(_parser().parse_args(given))
    except AlpacaError as error:
        print(f"alpaca-gui: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return SOME_FAILED


def _parser() -> argparse.ArgumentParser:
    commands = "\n".join(f"  alpaca-gui {name:10} {text}" for name, text in COMMANDS.items())
    parser = argparse.ArgumentParser(
        "alpaca-gui",
        description="Open the window, with the pictures and folders named.",
        epilog=f"other commands:\n{commands}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a picture, a folder, or an http(s) address")
    parser.add_argument("--model", metavar="FILE", help="the model bundle to answer with (default: the last one)")
    parser.add_argument("--library", metavar="FILE", help="the library to open (default: your own)")
    parser.add_argument("--version", action="version", version=f"alpaca-gui {alpaca_gui.__version__}")
    return parser


def _window(options: argparse.Namespace) -> int:
    problem = why_no_display()
    if problem is None:
        from alpaca_gui.gui.app import run_window  # noqa: PLC0415 - only the window needs Qt

        return run_window(options.paths, options.model, options.library)
    print(f"{problem} No window can be shown, so the pictures are classified here instead.", file=sys.stderr)
    from alpaca_gui.cli import classify  # noqa: PLC0415

    model = ["--model", options.model] if options.model else []
    return classify.run([*model, "--", *(options.paths or [str(shipped_samples())])])


if __name__ == "__main__":
    sys.exit(main())

"""What the commands that judge share: their arguments, and how they say what goes on."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from alpaca_gui.cli.classify import interruptible
from alpaca_gui.errors import AlpacaError
from alpaca_gui.jobs.judge import JudgeRequest, judge_dataset
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.messages import Message, Note, Step, Tell


def add_dataset(parser: argparse.ArgumentParser) -> None:
    """Let a command take the pictures to judge with."""
    parser.add_argument(
        "dataset", nargs="+", metavar="DATASET", type=Path, help="a folder with two folders of pictures, or these two"
    )
    parser.add_argument("--yes", metavar="NAME", help="the folder that means yes (default: what the model's card says)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def judged(request: JudgeRequest) -> Judgement:
    """Judge, with a bar on a terminal and what is left out on standard error; Ctrl-C ends it in order.

    Raises
    ------
    AlpacaError
        When the model or the dataset cannot be used.
    """
    cancel = Event()
    with _telling() as tell, interruptible(cancel):
        try:
            return judge_dataset(request, tell, cancel)
        except AlpacaError:
            if cancel.is_set():
                raise KeyboardInterrupt from None
            raise


@contextmanager
def _telling() -> Iterator[Tell]:
    """Give what prints notes, and draws steps as a bar where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield _print_note
        return
    from tqdm import tqdm  # noqa: PLC0415 - only a terminal needs it

    tqdm.monitor_interval = 0  # no thread of its own that outlives the bar
    with tqdm(unit=" pictures", dynamic_ncols=True, leave=False, file=sys.stderr) as bar:

        def tell(message: Message) -> None:
            if isinstance(message, Step):
                bar.total = message.of
                bar.update(message.done - bar.n)
            elif isinstance(message, Note):
                bar.write(message.text, file=sys.stderr)

        yield tell


def _print_note(message: Message) -> None:
    if isinstance(message, Note):
        print(message.text, file=sys.stderr)

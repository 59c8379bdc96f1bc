"""Commands about one picture: a file or an address, through the one intake, looked at with a model."""

import argparse
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alpaca_gui.cli.classify import interruptible
from alpaca_gui.cli.rule_options import add_rule
from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.source import FileSource, LinkSource, Source
from alpaca_gui.jobs.fetch import fetch
from alpaca_gui.jobs.intake import from_text
from alpaca_gui.resources import shipped_model

_FOLDER: Final = "It is a folder. Name one picture."


def add_model_and_rule(parser: argparse.ArgumentParser) -> None:
    """Take ``--model``, ``--threshold`` and ``--band``."""
    parser.add_argument("--model", metavar="FILE", type=Path, help="the model bundle (default: the shipped one)")
    add_rule(parser)


def opened(options: argparse.Namespace) -> ModelBundle:
    """Open the model that was named.

    Raises
    ------
    BundleError
        When it cannot be opened.
    """
    return load_bundle(options.model or shipped_model())


@contextmanager
def cancellable() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C sets; the block then ends with a `KeyboardInterrupt`."""
    cancel = threading.Event()
    with interruptible(cancel):
        try:
            yield cancel
        except PictureError:
            if not cancel.is_set():  # to be interrupted is no fault of the picture
                raise
        if cancel.is_set():
            raise KeyboardInterrupt


def one_source(text: str, cancel: threading.Event) -> Source:
    """Read a path or an address; what is on the web is fetched.

    Raises
    ------
    PictureError
        With the sentence to show, when it names no picture or cannot be fetched.
    """
    item = from_text(text)
    if item.refusal is not None:
        raise PictureError(item.refusal)
    if isinstance(item.source, LinkSource):
        return fetch(item.source, cancel.is_set)
    if isinstance(item.source, FileSource) and _is_folder(item.source.path):
        raise PictureError(_FOLDER)
    return item.source


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # the decoder has the sentence for it
        return False

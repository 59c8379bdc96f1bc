"""A taught model that waits for a person to take it or to throw it away."""

import contextlib
import os
import re
import secrets
import time
from datetime import datetime
from pathlib import Path
from typing import Final

from alpaca_gui.errors import OutputError, reason
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.export.free_names import FreeNames
from alpaca_gui.library.place import taught_models

_FOLDER: Final = "candidates"
_FORGOTTEN_S: Final = 24 * 3600.0
"""A candidate this old belongs to a window that was killed before anybody decided."""

_LONGEST: Final = 160
"""Bytes of the taught model's own name, which has to leave room for the date."""

_TAUGHT: Final = re.compile(r"( taught \d{4}-\d\d-\d\d \d\d\.\d\d|-taught-\d+)( \(\d+\))?$")


class Candidate:
    """Two files beside the taught models: the bundle, and what it would change. Neither is made here.

    Those that a killed window has left behind long ago are removed.
    """

    def __init__(self) -> None:
        folder = taught_models() / _FOLDER
        _clear_forgotten(folder)
        name = secrets.token_hex(8)
        self.path = folder / f"{name}.model"
        self.preview = folder / f"{name}.npy"

    def keep(self, taught_from: str, now: datetime) -> Path:
        """Move the bundle among the taught models, under a name that a person can read; gives where it is now.

        Parameters
        ----------
        taught_from
            Name of the model that was taught.
        now
            Local time, for the name.

        Raises
        ------
        OutputError
            When it cannot be moved; it stays a candidate.
        """
        path = None
        try:
            path = _reserved(f"{stem_of(taught_from)} taught {now:%Y-%m-%d %H.%M}.model")
            self.path.replace(path)
        except OSError as error:
            if path is not None:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
            raise OutputError(
                f"The new model cannot be kept in {printable(str(taught_models()))}: {reason(error)}."
            ) from error
        self.throw_away()
        return path

    def throw_away(self) -> None:
        """Remove what is left of it."""
        for path in (self.path, self.preview):
            with contextlib.suppress(OSError):  # it is removed another day, as one that was forgotten
                path.unlink(missing_ok=True)


def stem_of(name: str) -> str:
    """Give the name of a model without the words of an earlier lesson, shortened where it must be."""
    stem = _TAUGHT.sub("", name) or name
    while len(os.fsencode(stem)) > _LONGEST:
        stem = stem[:-1]
    return stem


def _reserved(name: str) -> Path:
    """Make an empty file of a name that nothing has, so that nobody else gets it, and no file is ever overwritten."""
    folder = taught_models()
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        path = folder / FreeNames(one.name for one in folder.iterdir()).give(name)
        try:
            path.open("xb").close()
        except FileExistsError:  # somebody was quicker
            continue
        return path


def _clear_forgotten(folder: Path) -> None:
    """Remove old candidates; a folder that is not there or not ours is let be."""
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            if path.stat().st_mtime < time.time() - _FORGOTTEN_S:
                path.unlink()

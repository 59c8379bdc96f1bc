"""Where the new model is written: a place that can be written to, and a name from the concept."""

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths

from alpaca_gui.errors import reason

SUFFIX: Final = ".model"
_MOST_LETTERS: Final = 60
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*\ud800-\udfff]+')


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a place for the model's file.

    Attributes
    ----------
    text
        The place, as it was typed.
    hindrance
        Why a model cannot be written there; empty when it can, as far as can be told.
    taken
        Whether there is a file already.
    """

    text: str
    hindrance: str = ""
    taken: bool = False


def suggestion(concept: str) -> Path:
    """Give a path that holds nothing yet; looks for it on the disk."""
    folder = _folder()
    words = _NOT_IN_A_NAME.sub(" ", concept).split()
    stem = " ".join(words).strip(" .")[:_MOST_LETTERS].strip(" .") or "my"
    path, number = folder / f"{stem}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{stem} {number}{SUFFIX}", number + 1
    return path


def _folder() -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    for folder in filter(None, (documents, str(Path.home()))):
        if os.access(folder, os.W_OK | os.X_OK):
            return Path(folder)
    return Path(tempfile.gettempdir())


def misspelt(text: str) -> str:
    """Say what makes ``text`` no place for a file, whatever the disk holds; empty where it is one."""
    if not text.strip():
        return "Say where to write the model."
    return "" if as_path(text).is_absolute() else "Give the whole path of the model's file."


def look_at(text: str) -> Place:
    """Look on the disk at the place that ``text`` names. On a slow disk it takes its time: not for the GUI thread."""
    if wrong := misspelt(text):
        return Place(text, wrong)
    path = as_path(text)
    try:
        hindrance = _hindrance(path)
        return Place(text, hindrance, not hindrance and path.exists())
    except OSError as error:
        return Place(text, f"Nothing can be written there: {reason(error)}.")


def as_path(text: str) -> Path:
    """Give what a person has typed as a path; ``~`` is the home folder."""
    return Path.home() / text[2:] if text.startswith("~/") else Path(text)


def _hindrance(path: Path) -> str:
    if path.is_dir():
        return "That is a folder; add a name for the model's file."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent}."
    return "" if os.access(path.parent, os.W_OK | os.X_OK) else f"Nothing can be written into {path.parent}."

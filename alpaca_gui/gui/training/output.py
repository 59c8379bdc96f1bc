"""Where the new model is written: a place that can be written to, and a name from the concept."""

import os
import re
import tempfile
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths

from alpaca_gui.errors import reason

SUFFIX: Final = ".model"
_MOST_LETTERS: Final = 60
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*\ud800-\udfff]+')


def suggestion(concept: str) -> Path:
    """Give a path that holds nothing yet."""
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


def hindrance(text: str) -> str:
    """Say why a model cannot be written where ``text`` names; empty when it can, as far as can be told."""
    if not text.strip():
        return "Say where to write the model."
    try:
        return _hindrance(as_path(text))
    except OSError as error:
        return f"Nothing can be written there: {reason(error)}."


def as_path(text: str) -> Path:
    """Give what a person has typed as a path; ``~`` is the home folder."""
    return Path.home() / text[2:] if text.startswith("~/") else Path(text)


def _hindrance(path: Path) -> str:
    if not path.is_absolute():
        return "Give the whole path of the model's file."
    if path.is_dir():
        return "That is a folder; add a name for the model's file."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent}."
    return "" if os.access(path.parent, os.W_OK | os.X_OK) else f"Nothing can be written into {path.parent}."

"""Where libraries and what belongs to them stand on this machine, by the platform's own rules."""

from pathlib import Path
from typing import Final

from platformdirs import user_cache_path, user_data_path

APPLICATION: Final = "alpaca-gui"

SUFFIX: Final = ".library"
"""What a library's file ends with."""


def default_library() -> Path:
    """Path of the library that is opened where none is named."""
    return user_data_path(APPLICATION, appauthor=False) / f"default{SUFFIX}"


def taught_models() -> Path:
    """Folder of the models that were taught by labels."""
    return user_data_path(APPLICATION, appauthor=False) / "models"


def derived_folder(library_id: str) -> Path:
    """Folder of what is made from a library to find things fast, and can be made again: columns, embeddings."""
    return user_cache_path(APPLICATION, appauthor=False) / "libraries" / library_id

"""What records can be taken out as, in words and in suffixes."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from alpaca_gui.library.export.sorting_plan import Mode


class Form(StrEnum):
    """What is made."""

    CSV = "csv"
    JSON = "json"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    SHEET = "html"
    FOLDERS = "folders"

    @property
    def words(self) -> str:
        """What to call it in a list."""
        return _WORDS[self]

    @property
    def about(self) -> str:
        """What it is good for, in a sentence."""
        return _ABOUT[self]


_WORDS: Final = {
    Form.CSV: "Table: CSV",
    Form.JSON: "Table: JSON",
    Form.JSON_LINES: "Table: JSON lines",
    Form.PARQUET: "Table: Parquet",
    Form.SHEET: "Contact sheet: one page of HTML",
    Form.FOLDERS: "Pictures, sorted into folders",
}
_ABOUT: Final = {
    Form.CSV: "A row a picture, for a spreadsheet. Names that look like formulas are made harmless.",
    Form.JSON: "One list with an object a picture.",
    Form.JSON_LINES: "One object a line and picture, for programs.",
    Form.PARQUET: "Typed columns, small and quick to read, for data frames.",
    Form.SHEET: "Every picture small, with its reading, in one file that needs nothing else.",
    Form.FOLDERS: "Into folders called yes, no and unsure. The originals stay as they are.",
}

MODE_WORDS: Final = {
    Mode.COPY: "Copies",
    Mode.HARDLINK: "Hard links",
    Mode.SYMLINK: "Symbolic links",
}

VERBS: Final = {Mode.COPY: "Copy", Mode.HARDLINK: "Hard-link", Mode.SYMLINK: "Link"}
"""What the button does to a picture."""


def suggested(place: Path, stem: str, form: Form) -> Path:
    """Give a place for a form: beside ``place``, called as it is, or ``stem`` where it has no name of its own."""
    known = {f".{each.value}" for each in Form if each is not Form.FOLDERS}
    own = place.suffix.lower() in known
    if form is Form.FOLDERS:
        return place.with_suffix("") if own else place
    return place.with_suffix(f".{form.value}") if own else place.with_name(f"{place.name or stem}.{form.value}")

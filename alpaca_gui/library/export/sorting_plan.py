"""Pictures sorted into folders: what would go where, as data and as text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from alpaca_gui.imaging.source import StoredSource, printable

FOLDERS: Final = ("yes", "no", "unsure")


class Mode(StrEnum):
    """What is put into the folders."""

    COPY = "copy"
    HARDLINK = "hardlink"
    SYMLINK = "symlink"

    @property
    def done(self) -> str:
        """What was done to a picture, in a word."""
        return {Mode.COPY: "copied", Mode.HARDLINK: "hard-linked", Mode.SYMLINK: "linked"}[self]


@dataclass(frozen=True, slots=True)
class Placement:
    """One picture and where it goes: ``folder`` (of `FOLDERS`) / ``name``, inside the plan's target.

    Attributes
    ----------
    source
        Its path; of a picture that is no file, what it is called.
    folder, name
        Where it goes.
    size
        In bytes.
    held
        Where its bytes come from if it is no file, else None.
    """

    source: str
    folder: str
    name: str
    size: int
    held: StoredSource | None = None

    @property
    def renamed(self) -> bool:
        """Whether its own name was taken."""
        return self.held is None and Path(self.source).name != self.name


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A picture that goes nowhere, and the sentence that says why."""

    path: str
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What will be done; nothing of it is done yet.

    Attributes
    ----------
    target
        The folder that the three folders lie in, absolute.
    mode
        What is put there.
    placements
        Everything that goes somewhere, in the order of the records.
    left_out
        Everything that does not.
    free
        Bytes that are free where the target is; None where nobody knows.
    """

    target: Path
    mode: Mode
    placements: tuple[Placement, ...]
    left_out: tuple[NotPlaced, ...]
    free: int | None

    @property
    def total_bytes(self) -> int:
        """What is written: the sizes of the pictures where they are copied, else 0."""
        return sum(each.size for each in self.placements) if self.mode is Mode.COPY else 0

    @property
    def shortage(self) -> str | None:
        """The sentence that says that there is not enough room, or None."""
        if self.free is None or self.total_bytes <= self.free:
            return None
        return (
            f"The pictures take {size_text(self.total_bytes)}, and only {size_text(self.free)} are free "
            f"where {printable(str(self.target))} is."
        )

    def destination(self, placement: Placement) -> Path:
        """Where a picture goes."""
        return self.target / placement.folder / placement.name

    def count(self, folder: str) -> int:
        """How many go to a folder."""
        return sum(each.folder == folder for each in self.placements)


def dry_run(plan: Plan) -> Iterator[str]:
    """The plan as lines of text: what will be done, where everything goes, what is left out and why."""
    counts = ", ".join(f"{plan.count(folder):,} {folder}" for folder in FOLDERS)
    written = f" ({size_text(plan.total_bytes)})" if plan.mode is Mode.COPY else ""
    pictures = pictures_text(len(plan.placements))
    yield f"{pictures}{written} will be {plan.mode.done} into {printable(str(plan.target))}: {counts}."
    if plan.shortage:
        yield plan.shortage
    for each in plan.placements:
        yield f"{printable(each.source)} -> {each.folder}/{printable(each.name)}"
    if plan.left_out:
        yield f"{pictures_text(len(plan.left_out))} left out:"
    for left in plan.left_out:
        yield f"{printable(left.path)}: {left.sentence}"


def pictures_text(count: int) -> str:
    """``1 picture``, ``2,000 pictures``."""
    return f"{count:,} picture{'' if count == 1 else 's'}"


def size_text(size: int) -> str:
    """Bytes for people, in powers of 1000: ``812 bytes``, ``3.4 MB``."""
    if size < 1000:
        return f"{size} bytes"
    number = float(size)
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 999.5:
            return f"{number:.1f} {unit}" if number < 99.95 else f"{number:.0f} {unit}"
    return f"{number / 1000:,.1f} TB"

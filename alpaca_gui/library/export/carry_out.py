"""Does what a plan says, one picture after the other."""

import contextlib
import errno
import os
import secrets
import shutil
import stat
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from alpaca_gui.errors import LibraryError, OutputError, reason
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.export.sorting_plan import Mode, NotPlaced, Placement, Plan, pictures_text

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: pictures looked at, of how many, and bytes written."""

    done: int
    total: int
    written: int


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came of a plan.

    Attributes
    ----------
    placed
        How many pictures are where they should be.
    failed
        Those that are not, with the sentence why; nothing is left of them in the target.
    ended
        Why it ended before the last picture, or None.
    """

    placed: int
    failed: tuple[NotPlaced, ...]
    ended: str | None = None


def carry_out(plan: Plan, cancel: threading.Event) -> Generator[Progress, None, Outcome]:
    """Place the pictures; gives the progress after each, and returns the outcome.

    Nothing that is there is ever overwritten, followed or removed, and originals are only read. A picture appears
    under its name when it is whole.

    Raises
    ------
    OutputError
        Before the first picture: when there is not enough room or the folders cannot be made.
    """
    if plan.shortage:
        raise OutputError(plan.shortage)
    _make_folders(plan)
    placed, written = 0, 0
    failed: list[NotPlaced] = []
    for number, each in enumerate(plan.placements, start=1):
        if cancel.is_set():
            return Outcome(placed, tuple(failed), _ended("It was cancelled", placed, plan))
        try:
            _place(each, plan.destination(each), plan.mode)
            placed += 1
            written += each.size if plan.mode is Mode.COPY else 0
        except OSError as error:
            if error.errno in _NO_ROOM:
                return Outcome(placed, tuple(failed), _ended("The disk is full", placed, plan))
            failed.append(NotPlaced(each.source, _failed(error, each)))
        except LibraryError as error:
            failed.append(NotPlaced(each.source, str(error)))
        yield Progress(number, len(plan.placements), written)
    return Outcome(placed, tuple(failed))


def _ended(why: str, placed: int, plan: Plan) -> str:
    return (
        f"{why}: {placed:,} of {pictures_text(len(plan.placements))} were {plan.mode.done}; the others are not there."
    )


def _failed(error: OSError, placement: Placement) -> str:
    if isinstance(error, FileExistsError):
        return f"By now there is something else called {printable(placement.name)}; it was left as it is."
    return f"It could not be placed: {reason(error)}."


def _make_folders(plan: Plan) -> None:
    for name in sorted({each.folder for each in plan.placements}):
        folder = plan.target / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            linked = not stat.S_ISDIR(folder.lstat().st_mode)
        except OSError as error:
            raise OutputError(f"{printable(str(folder))} cannot be made: {reason(error)}.") from error
        if linked:
            raise OutputError(f"{printable(str(folder))} is not a folder: nothing can be sorted into it.")


def _place(placement: Placement, destination: Path, mode: Mode) -> None:
    """Raises FileExistsError where something is there already: no call here writes over anything."""
    source = Path(placement.source)
    if placement.held is not None:
        data = placement.held.read(placement.held.number)
        with _appearing(destination) as write:
            write.write(data)
        return
    match mode:
        case Mode.COPY:
            _copy(source, destination)
        case Mode.HARDLINK:  # to the picture itself, where the source is a link
            destination.hardlink_to(source.resolve())
        case Mode.SYMLINK:
            destination.symlink_to(source)


def _copy(source: Path, destination: Path) -> None:
    with source.open("rb") as read, _appearing(destination) as write:
        shutil.copyfileobj(read, write, _CHUNK)
        write.flush()
        status = os.fstat(read.fileno())
        with contextlib.suppress(OSError):  # not every file system keeps dates
            os.utime(write.name, ns=(status.st_atime_ns, status.st_mtime_ns))


@contextlib.contextmanager
def _appearing(destination: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content gets its name when the block has ended well, if nothing else has it by then."""
    part = destination.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as write:
            yield write
        destination.open("xb").close()  # the name is ours from here on, or it was somebody's
        try:
            part.replace(destination)
        except OSError:
            destination.unlink(missing_ok=True)
            raise
    finally:
        part.unlink(missing_ok=True)

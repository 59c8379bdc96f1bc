"""Pictures sorted into ``yes``, ``no`` and ``unsure``: what would go where, before anything is touched."""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from alpaca_gui.errors import AlpacaError, OutputError, PictureError, reason
from alpaca_gui.imaging.formats import SIGNATURE_LENGTH, suffix_of
from alpaca_gui.imaging.source import StoredSource, printable
from alpaca_gui.library.export.free_names import FreeNames, file_name
from alpaca_gui.library.export.rows import ExportedRecord, HeldRecord
from alpaca_gui.library.export.sorting_plan import FOLDERS, Mode, NotPlaced, Placement, Plan


def plan(records: Iterable[ExportedRecord], target: Path, mode: Mode = Mode.COPY) -> Plan:
    """Look where every record's picture would go. Reads the disk, writes nothing.

    Names that clash get a number, capitals or not; what has no decision, is gone, is no file, stands in the list twice
    or lies in one of the three folders already is left out with a sentence.

    Raises
    ------
    OutputError
        When the target cannot be a folder, or one of the three in it is a link or a file.
    """
    target = target.absolute()
    planner = _Planner(target, mode)
    placements, left_out = [], []
    for record in records:
        try:
            placements.append(planner.place(record))
        except PictureError as error:
            left_out.append(NotPlaced(record.path, str(error)))
    return Plan(target, mode, tuple(placements), tuple(left_out), planner.free)


class _Planner:
    def __init__(self, target: Path, mode: Mode) -> None:
        self._target, self._mode = target, mode
        try:
            ground = _ground(target)
            self._device = ground.stat().st_dev
            self.free = _free(ground)
            self._names = {folder: FreeNames(_inside(target / folder)) for folder in FOLDERS}
        except OSError as error:
            raise OutputError(f"{printable(str(target))} cannot be used: {reason(error)}.") from error
        self._ours = {os.path.realpath(target / folder) for folder in FOLDERS}
        self._seen: set[str] = set()
        self._real: dict[str, str] = {}

    def place(self, record: ExportedRecord) -> Placement:
        """Where one record's picture goes; a `PictureError` says why nowhere."""
        if record.decision not in FOLDERS:
            raise PictureError("It has no decision: it was not classified.")
        if isinstance(record, HeldRecord) and record.held is not None:
            return self._place_held(record.held, record.decision)
        source = Path(record.path).absolute()
        status = _status(source)
        self._check_place(source)
        if self._mode is Mode.HARDLINK and status.st_dev != self._device:
            raise PictureError("It is on another disk than the target: a hard link cannot reach it.")
        names = self._names[record.decision]
        earlier = self._target / record.decision / source.name
        if self._mode is not Mode.COPY and names.has(source.name) and _same(source, earlier):
            raise PictureError("It is there already, linked by an earlier run.")
        return Placement(str(source), record.decision, names.give(source.name), status.st_size)

    def _place_held(self, held: StoredSource, folder: str) -> Placement:
        """Give a picture that is no file the name that it has in the list, with the suffix of what it is."""
        if self._mode is not Mode.COPY:
            raise PictureError("It came without a file: it can be copied, and there is nothing to link to.")
        try:
            data = held.read(held.number)
        except AlpacaError as error:
            raise PictureError(str(error)) from error
        name = self._names[folder].give(file_name(held.label, suffix_of(data[:SIGNATURE_LENGTH])))
        return Placement(held.label, folder, name, len(data), held)

    def _check_place(self, source: Path) -> None:
        folder = str(source.parent)
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder)
        real = self._real[folder]
        if any(real == ours or real.startswith(ours + os.sep) for ours in self._ours):
            raise PictureError("It lies in one of the target's own folders already.")
        whole = f"{real}{os.sep}{source.name}"
        if whole in self._seen:
            raise PictureError("It stands in the list twice.")
        self._seen.add(whole)


def _ground(target: Path) -> Path:
    """The nearest folder above that is there."""
    return next(folder for folder in (target, *target.parents) if os.path.lexists(folder))


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:  # some network drives do not say
        return None


def _inside(folder: Path) -> Iterator[str]:
    """Names in one of the three folders. A link there would lead the pictures to where nobody looks for them."""
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(status.st_mode):
        raise OutputError(f"{printable(str(folder))} is not a folder: nothing can be sorted into it.")
    yield from (each.name for each in folder.iterdir())


def _status(source: Path) -> os.stat_result:
    try:
        status = source.stat()
    except FileNotFoundError:
        raise PictureError("The file is gone: nothing is at this path any more.") from None
    except ValueError as error:  # a NUL byte, a lone surrogate
        raise PictureError(f"The path cannot be used: {printable(str(error))}.") from error
    except OSError as error:
        raise PictureError(f"The file cannot be reached: {reason(error)}.") from error
    if not stat.S_ISREG(status.st_mode):
        raise PictureError("It is not a file.")
    return status


def _same(source: Path, destination: Path) -> bool:
    try:
        return destination.samefile(source)
    except OSError:
        return False

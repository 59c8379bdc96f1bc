"""Archives of strangers, unpacked within bounds: no way out of the folder, no more bytes than a model has."""

import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.foreign.limits import FILE_LIMIT

_MOST_MEMBERS: Final = 1000
_PIECE: Final = 1 << 20


def unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    """Unpack a zip into ``folder``.

    Raises
    ------
    AlpacaError
        When a member would land elsewhere, or there are too many of them or too many bytes.
    zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError
        When it is damaged, or locked with a password.
    """
    check(archive)
    for member in archive.infolist():
        target = folder.joinpath(*PurePosixPath(member.filename).parts)
        if member.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as source, target.open("wb") as stream:
            while piece := source.read(_PIECE):
                stream.write(piece)


def check(archive: zipfile.ZipFile) -> None:
    """Look at the list of members only.

    Raises
    ------
    AlpacaError
        See `unpack`.
    """
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise AlpacaError(f"The archive holds {len(members):,} files; one with a model has a few.")
    size = sum(member.file_size for member in members)
    if size > FILE_LIMIT:
        raise AlpacaError(f"The archive would unpack to {size:,} bytes; the limit is {FILE_LIMIT:,}.")
    for member in members:
        if not _stays_inside(member):
            raise AlpacaError(f"The archive holds a file that would land outside of it: {member.filename!r}.")
    if len({member.filename for member in members}) < len(members):
        raise AlpacaError("The archive holds two files of the same name, so that nobody can tell which one counts.")


def _stays_inside(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    link = (member.external_attr >> 16) & 0o170000 == 0o120000
    return not (link or name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts)

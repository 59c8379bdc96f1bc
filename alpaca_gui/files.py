"""Writing files whole or not at all, and archives without their dates."""

import errno
import os
import secrets
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip archive can hold."""


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content appears at ``path`` when the block ends well, and nowhere when it does not.

    The file is on the disk before it gets its name; a link at ``path`` keeps pointing where it did; a file that is
    replaced keeps its permissions.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    target = _where_links_lead(path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    part = target.with_name(f".{target.name[:32]}.{secrets.token_hex(4)}.part")
    stream = part.open("xb")
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _where_links_lead(path: Path) -> Path:
    try:
        target = path.resolve()
    except RuntimeError:  # links in a circle, on Python 3.12 and older; later ones leave them as they are
        target = path
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return target


def write_timeless_zip(stream: BinaryIO, members: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> None:
    """Write a zip archive of ``members`` in their order, without the date: the same members give the same bytes."""
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, compression)

"""Writing files whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


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
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:32]}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(_usual_mode(target))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _where_links_lead(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError as error:  # Python 3.12 and older, for links in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error


def _usual_mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask

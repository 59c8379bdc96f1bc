"""Writing files whole or not at all."""

import errno
import os
import secrets
import stat
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

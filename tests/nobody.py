"""Lets a test act as a person without rights: for root no file is unreadable."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_NOBODY = 65534


@contextlib.contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Obey permissions inside the block, also as root; the way to ``folder`` stays open.

    Skips the test where this process may not become somebody else.
    """
    if os.geteuid():
        yield
        return
    ours = [path for path in folder.parents if path.stat().st_uid == 0]
    before = {path: path.stat().st_mode for path in ours if path.stat().st_mode & 0o011 != 0o011}
    for path, mode in before.items():
        path.chmod(mode | 0o011)
    try:
        try:
            os.seteuid(_NOBODY)
        except OSError as error:
            pytest.skip(f"root may not become nobody here: {error.strerror}")
        try:
            yield
        finally:
            os.seteuid(0)
    finally:
        for path, mode in before.items():
            path.chmod(mode)

"""Reads and writes NumPy's ``npz`` archives without trust: nothing is unpickled, and sizes are bounded."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.files import write_timeless_zip

SIZE_LIMIT: Final = 1 << 30
"""Bytes that the arrays may take once they are inflated."""

_TROUBLE: Final = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)


def to_npz(arrays: Mapping[str, NDArray[Any]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of ``arrays``, the same bytes for the same values."""
    held = io.BytesIO()
    write_timeless_zip(held, {f"{name}.npy": _npy(array) for name, array in arrays.items()}, compression)
    return held.getvalue()


def from_npz(data: bytes | IO[bytes], *names: str) -> tuple[NDArray[Any], ...]:
    """Give the arrays called ``names``; of a file that is opened, no more is held at once than these take.

    Raises
    ------
    ValueError
        When it is no such archive, one is not there or is an array of objects, or they are too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as archive:
            size = sum(archive.getinfo(f"{name}.npy").file_size for name in names)
            if size > SIZE_LIMIT:
                raise ValueError(f"its arrays take {size:,} bytes, the limit is {SIZE_LIMIT:,}")
            return tuple(_array(archive, f"{name}.npy") for name in names)
    except _TROUBLE as error:
        raise ValueError(" ".join(str(error).split()) or type(error).__name__) from error


def _array(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with archive.open(name) as member:
        array: NDArray[Any] = np.lib.format.read_array(member, allow_pickle=False)
    return array


def _npy(array: NDArray[Any]) -> bytes:
    held = io.BytesIO()
    np.lib.format.write_array(held, np.ascontiguousarray(array), allow_pickle=False)
    return held.getvalue()

"""The two files of the mapped embeddings: what makes them whole, and how they grow."""

import hashlib
import os
import secrets
import struct
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Rows = NDArray[np.float16]

_MAGIC: Final = b"ALPACAEM"
_VERSION: Final = 1
_TOKEN: Final = 16
_HEADER: Final = struct.Struct(f"<8sII32s{_TOKEN}s")
_FIRST: Final = 4096
"""Where the values begin: behind the header, at a page of memory."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What embeddings a file holds; another kind makes it start anew.

    Attributes
    ----------
    library
        Identity of the library that they are from.
    backbone
        Identity of what computed them: backbone and preprocessing.
    features
        Numbers in one embedding.
    """

    library: str
    backbone: str
    features: int

    def digest(self) -> bytes:
        """32 bytes that differ where anything differs."""
        names = (name.encode("utf-8", "surrogateescape") for name in (self.library, self.backbone))
        return hashlib.sha256(b"".join(hashlib.sha256(name).digest() for name in names)).digest()


class MappedFiles:
    """``path.rows`` and ``path.numbers``, each a page of header and then the plain values, little-endian.

    The rows are on the disk before their numbers are written, and a row without a number does not count. Every method
    raises OSError where the system does.
    """

    def __init__(self, path: Path, kind: Kind) -> None:
        self.rows_path, self.numbers_path = (path.with_name(f"{path.name}.{end}") for end in ("rows", "numbers"))
        self._kind = kind
        self._width = 2 * kind.features

    def numbers(self) -> Numbers | None:
        """Give the numbers whose rows are there; None where the files are not of this kind and of one another."""
        try:
            with self.rows_path.open("rb") as row_file, self.numbers_path.open("rb") as file:
                headers = [stream.read(_FIRST) for stream in (row_file, file)]
                data = file.read()
                n = min(len(data) // 8, (os.fstat(row_file.fileno()).st_size - _FIRST) // self._width)
        except FileNotFoundError:
            return None
        token = headers[0][_HEADER.size - _TOKEN : _HEADER.size]
        if headers != [self._header(token)] * 2:
            return None
        numbers = np.frombuffer(data, "<i8", max(n, 0)).astype(np.int64)
        return numbers if rising(numbers) else None

    def map(self, n: int) -> Rows:
        """Map the first ``n`` rows, to read.

        Raises
        ------
        ValueError
            When the file is shorter.
        """
        return np.memmap(self.rows_path, "<f2", "r", _FIRST, (n, self._kind.features))

    def write(self, n: int, numbers: Numbers, rows: Rows) -> None:
        """Put ``rows`` and their ``numbers`` behind the first ``n``, in the place of what may be there."""
        with self.rows_path.open("r+b", buffering=0) as row_file, self.numbers_path.open("r+b", buffering=0) as file:
            file.truncate(_FIRST + 8 * n)  # numbers of an append that failed must not vouch for the rows of this one
            _write_at(row_file, _FIRST + self._width * n, rows)
            os.fsync(row_file.fileno())
            _write_at(file, _FIRST + 8 * n, numbers)

    def start_anew(self) -> None:
        """Put two empty files in the place of what there is; who has mapped the old one keeps it."""
        header = self._header(secrets.token_bytes(_TOKEN))
        for path in (self.numbers_path, self.rows_path):
            path.unlink(missing_ok=True)
        for path in (self.rows_path, self.numbers_path):
            with path.open("xb") as file:
                file.write(header)

    def _header(self, token: bytes) -> bytes:
        """A page that says what is held; ``token`` ties two files to one another."""
        head = _HEADER.pack(_MAGIC, _VERSION, self._kind.features, self._kind.digest(), token)
        return head.ljust(_FIRST, b"\0")


def rising(numbers: Numbers) -> bool:
    """Whether each number is higher than the one before."""
    return bool((np.diff(numbers) > 0).all())


def _write_at(file: FileIO, offset: int, values: NDArray[Any]) -> None:
    """Write all of ``values``; a disk that is nearly full takes a part first, and says so at the next."""
    file.seek(offset)
    left = values.reshape(-1).view(np.uint8).data
    while left:
        left = left[file.write(left) :]

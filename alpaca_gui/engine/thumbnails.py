"""Small pictures of what a model was trained on: an optional part of a bundle, there only where somebody wanted it."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, Self

import numpy as np

from alpaca_gui.engine.npz import from_npz, to_npz
from alpaca_gui.errors import BundleError

SIDE: Final = 96
"""Longest side of a thumbnail, in pixels."""

MOST: Final = 20_000
"""Thumbnails that a bundle holds at most."""

BYTES_EACH: Final = 32_768
"""Bytes that one takes at most; noise of the largest size takes about 8,000."""

BYTES_IN_ALL: Final = 1 << 28
"""Bytes that all take at most."""

_ARRAYS: Final = ("hashes", "ends", "data")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_JPEG_HEAD: Final = b"\xff\xd8\xff"


class Thumbnails(Mapping[str, bytes]):
    """JPEG bytes by the SHA-256, in hexadecimal, of the file that they are a small picture of; in the hashes' order.

    Nothing else of a picture is in it: no name, no date, no place.

    Parameters
    ----------
    pictures
        The thumbnails.

    Raises
    ------
    BundleError
        When there are too many, or one is too large, is no JPEG, or is of no content: a bundle is handed around, and
        this may be a stranger's.
    """

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        if len(pictures) > MOST:
            raise _refused(f"there are {len(pictures):,} of them, the limit is {MOST:,}")
        self._pictures = {digest: _checked(digest, pictures[digest]) for digest in sorted(pictures)}
        if (size := sum(map(len, self._pictures.values()))) > BYTES_IN_ALL:
            raise _refused(f"they take {size:,} bytes, the limit is {BYTES_IN_ALL:,}")

    def __getitem__(self, digest: str) -> bytes:
        return self._pictures[digest]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pictures)

    def __len__(self) -> int:
        return len(self._pictures)

    def to_bytes(self) -> bytes:
        """Return an ``npz`` archive, the same bytes for the same thumbnails: hashes, where each ends, and the data."""
        ends = np.cumsum([len(data) for data in self.values()], dtype=np.int64)
        data = np.frombuffer(b"".join(self.values()), np.uint8)
        arrays = (np.array(list(self), "S64"), ends, data)
        return to_npz(dict(zip(_ARRAYS, arrays, strict=True)))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` gave.

        Raises
        ------
        BundleError
            When it is something else, or holds what a `Thumbnails` refuses.
        """
        try:
            hashes, ends, held = from_npz(data, *_ARRAYS)
        except ValueError as error:
            raise _refused(str(error)) from error
        shapes = (hashes.shape, held.ndim)
        kinds = (hashes.dtype.kind, ends.dtype.str, held.dtype.str)
        if shapes != (ends.shape, 1) or ends.ndim != 1 or kinds != ("S", "<i8", "|u1"):
            raise _refused("its arrays do not fit together")
        bounds = np.concatenate(([0], ends))
        if hashes.size > MOST:
            raise _refused(f"there are {hashes.size:,} of them, the limit is {MOST:,}")
        if (bounds[1:] <= bounds[:-1]).any() or bounds[-1] != held.size:
            raise _refused("its arrays do not fit together")
        names = [one.decode("ascii", "replace") for one in hashes.tolist()]
        if len(set(names)) != len(names):
            raise _refused("one picture is in it twice")
        parts = (held[start:end].tobytes() for start, end in pairwise(bounds.tolist()))
        return cls(dict(zip(names, parts, strict=True)))


def _checked(digest: str, data: bytes) -> bytes:
    if not _DIGEST.fullmatch(digest):
        raise _refused("one of them is named by no SHA-256")
    if len(data) > BYTES_EACH:
        raise _refused(f"one of them takes {len(data):,} bytes, the limit is {BYTES_EACH:,}")
    if not data.startswith(_JPEG_HEAD):
        raise _refused("one of them is not a JPEG")
    return data


def _refused(why: str) -> BundleError:
    return BundleError(f"The small pictures in the model cannot be used: {why}.")

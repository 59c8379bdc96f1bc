"""Many texts as bytes in one buffer, with the offsets where each begins: half the memory of objects, and searchable."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]

_Array = TypeVar("_Array", bound=NDArray[Any])

_FIRST_BYTES: Final = 4096
_FIRST_TEXTS: Final = 256
_GROWTH: Final = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class PackedTexts:
    """Some texts, as they were at one moment; they never change.

    Attributes
    ----------
    data
        uint8: the bytes of all texts, one after the other.
    offsets
        int64 (n + 1,): text i is ``data[offsets[i] : offsets[i + 1]]``.
    """

    data: Bytes
    offsets: Offsets

    def __len__(self) -> int:
        """Count the texts."""
        return self.offsets.size - 1

    def __getitem__(self, place: int) -> bytes:
        """Give one text."""
        return self.data[self.offsets[place] : self.offsets[place + 1]].tobytes()

    def first(self, n: int) -> "PackedTexts":
        """Give the first ``n`` texts, nothing copied."""
        return PackedTexts(self.data[: self.offsets[n]], self.offsets[: n + 1])

    def part(self, start: int, end: int) -> "PackedTexts":
        """Give the texts from ``start`` to before ``end``; only the offsets are copied."""
        offsets = self.offsets[start : end + 1]
        return PackedTexts(self.data[offsets[0] : offsets[-1]], offsets - offsets[0])


def packed(texts: Sequence[bytes]) -> PackedTexts:
    """Pack texts that are at hand one by one."""
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=offsets[1:])
    return PackedTexts(np.frombuffer(b"".join(texts), np.uint8), offsets)


def checked(data: Bytes, offsets: Offsets) -> PackedTexts:
    """Take a buffer and its offsets as they are.

    Raises
    ------
    ValueError
        When the offsets do not rise from 0 to the buffer's length.
    """
    fits = offsets.ndim == 1 and offsets.size > 0 and offsets[0] == 0 and offsets[-1] == data.size
    if not (fits and bool((offsets[1:] >= offsets[:-1]).all())):
        raise ValueError("the offsets of packed texts must rise from 0 to the length of their buffer")
    return PackedTexts(data, offsets)


class GrowingTexts:
    """Packed texts that more can be appended to.

    One thread appends, any number of them read ``texts``: what stands in the buffers is never written again, new bytes
    go behind it, and ``texts`` is replaced when they are all there.

    Parameters
    ----------
    texts
        What it begins with; not copied before something is appended.
    """

    def __init__(self, texts: PackedTexts | None = None) -> None:
        if texts is None:
            texts = PackedTexts(np.empty(0, np.uint8), np.zeros(1, np.int64))
        self._data, self._offsets = texts.data, texts.offsets
        self.texts = texts

    def append(self, more: PackedTexts) -> None:
        """Append texts; the buffers grow by half when they are full."""
        if not len(more):
            return
        n, end = len(self.texts), self.texts.data.size
        self._data = _with_room(self._data, end, end + more.data.size, _FIRST_BYTES)
        self._offsets = _with_room(self._offsets, n + 1, n + 1 + len(more), _FIRST_TEXTS)
        self._data[end : end + more.data.size] = more.data
        np.add(more.offsets[1:], end, out=self._offsets[n + 1 : n + 1 + len(more)])
        self.texts = PackedTexts(self._data[: end + more.data.size], self._offsets[: n + 1 + len(more)])


def _with_room(held: _Array, used: int, needed: int, least: int) -> _Array:
    if needed <= held.size and held.flags.writeable:
        return held
    larger = np.empty(max(needed, int(held.size * _GROWTH), least), held.dtype)
    larger[:used] = held[:used]
    return larger  # type: ignore[return-value]

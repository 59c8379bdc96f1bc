"""Arrays that grow: the columns of numbers, all of one length."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

_FIRST_CAPACITY: Final = 1024


class GrownArrays:
    """Arrays by name, of one common length, that are lengthened together without being copied each time.

    Parameters
    ----------
    fields
        Of each array its kind of number, and the value that new places get.
    """

    def __init__(self, fields: Mapping[str, tuple[DTypeLike, Any]]) -> None:
        self._fields = fields
        self._n = 0
        self._held = {name: np.empty(_FIRST_CAPACITY, kind) for name, (kind, _) in fields.items()}

    def __len__(self) -> int:
        """Count the places."""
        return self._n

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Give one array, (n,), to read and to write in."""
        return self._held[name][: self._n]

    def lengthen(self, by: int) -> slice:
        """Add ``by`` places with their first values; gives where they are."""
        start, self._n = self._n, self._n + by
        for name, (kind, first) in self._fields.items():
            held = self._held[name]
            if self._n > held.size:
                larger = np.empty(max(self._n, 2 * held.size), kind)
                larger[:start] = held[:start]
                self._held[name] = held = larger
            held[start : self._n] = first
        return slice(start, self._n)

    def take(self, values: Mapping[str, NDArray[Any]]) -> None:
        """Hold other values instead, all of one length; an array that is not given gets its first value.

        Arrays that are whole and may be written in are taken over as they are: a million rows are not held twice.
        """
        (length,) = {array.size for array in values.values()} or {0}
        for name, (kind, first) in self._fields.items():
            given = values.get(name)
            self._held[name] = (
                np.full(length, first, kind) if given is None else np.require(given, kind, ["C", "WRITEABLE"])
            )
        self._n = length

    def items(self) -> dict[str, NDArray[Any]]:
        """Give all arrays by name."""
        return {name: self[name] for name in self._fields}

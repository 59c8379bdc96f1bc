"""Looks through an HDF5 file before Keras does: nothing in it may lead to another file, or declare absurd sizes."""

from pathlib import Path
from typing import Any, Final

import h5py

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.foreign.limits import FILE_LIMIT

_MOST_OBJECTS: Final = 50_000
_DEPTH_LIMIT: Final = 60


def check_hdf5(path: Path) -> None:
    """Walk through all groups and datasets without reading one.

    Raises
    ------
    AlpacaError
        When something in it points out of the file, is not numbers, or is too large.
    OSError, RuntimeError, ValueError, KeyError
        When it is damaged.
    """
    with h5py.File(path, "r") as file:
        waiting: list[tuple[Any, int]] = [(file, 0)]
        objects = size = 0
        while waiting:
            group, depth = waiting.pop()
            for name in group:
                entry = _entry(group, name)
                objects += 1
                if isinstance(entry, h5py.Dataset):
                    size += _size(entry)
                else:
                    waiting.append((entry, depth + 1))
            if objects > _MOST_OBJECTS or depth > _DEPTH_LIMIT:
                raise AlpacaError("The file holds more, or deeper nested, groups than any model.")
        if size > FILE_LIMIT:
            raise AlpacaError(f"The file declares {size:,} bytes of weights; the limit is {FILE_LIMIT:,}.")


def _entry(group: Any, name: str) -> Any:
    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
        raise AlpacaError("The file holds a link to another place or file, which no model needs. It is refused.")
    return group[name]


def _size(dataset: Any) -> int:
    if dataset.external or dataset.is_virtual:
        raise AlpacaError("The file takes weights from another file, which is refused.")
    if dataset.dtype.kind not in "fiuSO" or (dataset.dtype.kind == "O" and dataset.size > 1000):
        raise AlpacaError(f"The file holds values of a kind that no weights have: {dataset.dtype}.")
    return int(dataset.size) * int(dataset.dtype.itemsize)

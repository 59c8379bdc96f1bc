"""Reads files of weights that PyTorch wrote, without PyTorch and without running anything in them.

The published files are of the format before PyTorch 1.6: five pickles, one after the other, and then the numbers as
they stood in memory. The pickles are read by an unpickler that knows four names and refuses all others.
"""

import io
import pickle
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError

Arrays = dict[str, NDArray[Any]]

_MAGIC: Final = 0x1950A86A20F9469CFC6C
_PROTOCOL: Final = 1001
_TROUBLE: Final = (
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    TypeError,
    ValueError,
    pickle.UnpicklingError,
)


@dataclass(frozen=True, slots=True)
class _Storage:
    """A run of numbers in the file, before they are read."""

    key: str
    kind: "np.dtype[Any]"
    length: int


@dataclass(frozen=True, slots=True)
class _View:
    """A tensor as the pickle describes it: a shape laid over a storage."""

    storage: _Storage
    start: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_arrays(path: Path) -> Arrays:
    """Read the named arrays of a file that ``torch.save`` wrote in the format it used before version 1.6.

    Raises
    ------
    AlpacaError
        When the file is not of that format, or holds anything but arrays.
    """
    try:
        return _read(io.BytesIO(path.read_bytes()))
    except _TROUBLE as error:
        raise AlpacaError(f"{path.name} is not a file of weights as PyTorch used to write it: {error}.") from error


def _view(storage: _Storage, start: int, shape: tuple[int, ...], strides: tuple[int, ...], *_rest: object) -> _View:
    """Stand-in for ``torch._utils._rebuild_tensor_v2``; gradients and hooks, the rest, are of no use here."""
    return _View(storage, start, tuple(shape), tuple(strides))


class _Unpickler(pickle.Unpickler):
    """Knows the four names that a file of weights needs; any other is refused, so no code of a file can run."""

    _KNOWN: Final = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _view,
        ("torch", "FloatStorage"): np.dtype("<f4"),
        ("torch", "LongStorage"): np.dtype("<i8"),
    }

    def find_class(self, module: str, name: str) -> Any:
        """Give what stands for a name."""
        try:
            return self._KNOWN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights") from None

    def persistent_load(self, reference: Any) -> _Storage:
        """Note a storage; its numbers follow after the pickles."""
        _word, kind, key, _device, length, _parent = reference
        return _Storage(key, kind, length)


def _read(file: io.BytesIO) -> Arrays:
    magic, protocol, _machine, views, keys = (_Unpickler(file).load() for _ in range(5))
    if (magic, protocol) != (_MAGIC, _PROTOCOL):
        raise ValueError("its first numbers are others")
    storages = {view.storage.key: view.storage for view in views.values()}
    numbers = {key: _numbers(file, storages[key]) for key in keys}
    return {name: _array(view, numbers[view.storage.key]) for name, view in views.items()}


def _numbers(file: io.BytesIO, storage: _Storage) -> NDArray[Any]:
    length = int.from_bytes(file.read(8), "little")
    if length != storage.length:
        raise ValueError(f"a run of {length} numbers should have {storage.length}")
    return np.frombuffer(file.read(length * storage.kind.itemsize), storage.kind, length)


def _array(view: _View, numbers: NDArray[Any]) -> NDArray[Any]:
    last = view.start + sum((size - 1) * stride for size, stride in zip(view.shape, view.strides, strict=True))
    if min(view.start, *view.strides, 0) < 0 or min(view.shape, default=1) < 1 or last >= numbers.size:
        raise ValueError("an array reaches outside its numbers")
    steps = [stride * numbers.itemsize for stride in view.strides]
    return np.array(np.lib.stride_tricks.as_strided(numbers[view.start :], view.shape, steps))

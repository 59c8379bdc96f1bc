"""Files of weights are read as numbers; nothing in them is ever run."""

import io
import pickle
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.torch_file import read_arrays

_MAGIC = 0x1950A86A20F9469CFC6C


def _written(arrays: dict[str, "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"]) -> bytes:
    """The format of ``torch.save`` before version 1.6, written by hand, opcode by opcode where a name is needed."""
    out = io.BytesIO()
    for value in (_MAGIC, 1001, {"little_endian": True}):
        pickle.dump(value, out, protocol=2)
    out.write(b"\x80\x02ccollections\nOrderedDict\n)R(")
    for key, (name, array) in enumerate(arrays.items()):
        strides = [stride // 4 for stride in array.strides]
        out.write(_text(name) + b"ctorch._utils\n_rebuild_tensor_v2\n((")
        out.write(_text("storage") + b"ctorch\nFloatStorage\n" + _text(str(key)) + _text("cpu") + _number(array.size))
        out.write(b"Nt" + b"Q" + _number(0) + _numbers(array.shape) + _numbers(strides) + b"\x89")
        out.write(b"ccollections\nOrderedDict\n)RtR")
    out.write(b"u.")
    pickle.dump([str(key) for key in range(len(arrays))], out, protocol=2)
    for array in arrays.values():
        out.write(array.size.to_bytes(8, "little") + array.tobytes())
    return out.getvalue()


def _text(text: str) -> bytes:
    return b"X" + len(text).to_bytes(4, "little") + text.encode()


def _number(number: int) -> bytes:
    return b"J" + number.to_bytes(4, "little")


def _numbers(numbers: object) -> bytes:
    assert isinstance(numbers, tuple | list)
    return b"(" + b"".join(_number(int(one)) for one in numbers) + b"t"


ARRAYS = {
    "first.weight": np.arange(24, dtype=np.float32).reshape(2, 3, 4),
    "second.bias": np.array([1.5, -2.5], dtype=np.float32),
}


def test_the_arrays_come_back_by_name(tmp_path: Path) -> None:
    (tmp_path / "weights.pth").write_bytes(_written(ARRAYS))
    found = read_arrays(tmp_path / "weights.pth")
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name], array)


def test_a_file_that_would_run_something_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (str(tmp_path / "it ran"),)

    out = io.BytesIO()
    values: tuple[object, ...] = (_MAGIC, 1001, {}, OrderedDict(trap=Trap()), [])
    for value in values:
        pickle.dump(value, out, protocol=2)
    (tmp_path / "trap.pth").write_bytes(out.getvalue())
    with pytest.raises(AlpacaError, match="has no place in a file of weights"):
        read_arrays(tmp_path / "trap.pth")
    assert not (tmp_path / "it ran").exists()


@given(cut=st.integers(0, len(_written(ARRAYS)) - 1))
def test_a_file_that_is_cut_off_is_refused(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "weights.pth"
    path.write_bytes(_written(ARRAYS)[:cut])
    with pytest.raises(AlpacaError, match=r"weights\.pth is not a file of weights"):
        read_arrays(path)


def test_an_array_that_reaches_outside_its_numbers_is_refused(tmp_path: Path) -> None:
    data = _written(ARRAYS).replace(_numbers((2, 3, 4)), _numbers((2, 3, 5)))
    (tmp_path / "weights.pth").write_bytes(data)
    with pytest.raises(AlpacaError, match="reaches outside"):
        read_arrays(tmp_path / "weights.pth")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AlpacaError, match=r"gone\.pth"):
        read_arrays(tmp_path / "gone.pth")

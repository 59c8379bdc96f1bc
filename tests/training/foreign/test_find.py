"""What a person chose is recognised by its content, within bounds, or refused with a sentence. No TensorFlow."""

import struct
import zipfile
from pathlib import Path

import pytest

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.foreign import find, unpack
from alpaca_gui.training.foreign.find import Found, found_in
from alpaca_gui.training.foreign.labels import read_labels
from alpaca_gui.training.foreign.model import Kind

LITERT = b"\x1c\0\0\0TFL3" + b"\0" * 100
HDF5 = b"\x89HDF\r\n\x1a\n" + b"\0" * 100


def _found(path: Path) -> Found:
    with found_in(path) as found:
        return found


def _zip(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return path


def test_content_decides_not_the_suffix(tmp_path: Path) -> None:
    for data, kind in ((LITERT, Kind.LITERT), (HDF5, Kind.H5)):
        path = tmp_path / "model.keras"
        path.write_bytes(data)
        assert _found(path).kind is kind
    assert _found(_zip(tmp_path / "model.h5", config_dot_json=b"{}")).kind is Kind.KERAS


def test_a_folder_of_teachable_machine_is_known_by_its_numbered_labels(tmp_path: Path) -> None:
    (tmp_path / "model_unquant.tflite").write_bytes(LITERT)
    (tmp_path / "labels.txt").write_text("0 Alpaca\n1 Not alpaca\n")
    found = _found(tmp_path)
    assert (found.kind, found.labels, found.teachable) == (Kind.LITERT, ("Alpaca", "Not alpaca"), True)
    (tmp_path / "labels.txt").write_text("Alpaca\nNot alpaca\n")
    assert (_found(tmp_path).labels, _found(tmp_path).teachable) == (("Alpaca", "Not alpaca"), False)


def test_an_archive_is_looked_into_and_nothing_of_it_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    path = _zip(tmp_path / "export.zip", inner__keras_model_dot_h5=HDF5, inner__labels_dot_txt=b"0 A\n1 B\n")
    with found_in(path) as found:
        assert (found.name, found.kind, found.labels) == ("export.zip", Kind.H5, ("A", "B"))
        assert found.path.read_bytes() == HDF5
    assert list(spare.iterdir()) == []


def test_the_hash_of_a_saved_model_is_that_of_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pb").write_bytes(b"graph")
    first = _found(tmp_path)
    assert first.kind is Kind.SAVED_MODEL
    assert _found(tmp_path / "saved_model.pb").path == tmp_path
    before = first.sha256()
    (tmp_path / "variables").mkdir()
    (tmp_path / "variables" / "one").write_bytes(b"1")
    assert first.sha256() != before


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("notes.keras", b"my model, honestly", "is not a model that can be brought in"),
        ("empty.h5", b"", "This file is empty"),
        ("torch.pt", b"\x80\x04\x95", "is a pickle"),
        ("array.npy", b"\x93NUMPY\x01\0", "is a pickle"),
        ("cut.zip", b"PK\x03\x04" + b"\0" * 50, "cannot be read"),
    ],
)
def test_what_is_no_model_is_said(name: str, data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(AlpacaError, match=words):
        _found(path)


def test_what_is_not_there_or_not_clear_is_said(tmp_path: Path) -> None:
    with pytest.raises(AlpacaError, match="There is no model at"):
        _found(tmp_path / "gone.keras")
    with pytest.raises(AlpacaError, match="holds no model"):
        _found(tmp_path)
    for name in ("one.tflite", "two.tflite"):
        (tmp_path / name).write_bytes(LITERT)
    with pytest.raises(AlpacaError, match=r"holds 2 models: one\.tflite, two\.tflite\. Choose one"):
        _found(tmp_path)
    bundle = _zip(tmp_path / "alpaca.model", model_dot_json=b"{}", model_dot_tflite=LITERT)
    with pytest.raises(AlpacaError, match="is a model bundle already"):
        _found(bundle)


@pytest.mark.parametrize("name", ["../escape.h5", "/etc/escape.h5", "a/../../escape.h5", "C:\\escape.h5"])
def test_a_member_that_would_land_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, HDF5)
    with pytest.raises(AlpacaError, match="would land outside of it"):
        _found(path)
    assert [entry.name for entry in tmp_path.rglob("escape.h5")] == []


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("keras_model.h5")
    member.external_attr = 0o120777 << 16
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    with pytest.raises(AlpacaError, match="outside of it"):
        _found(path)


def test_a_bomb_is_refused_by_its_list_of_members_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "FILE_LIMIT", 1 << 20)
    path = _zip(tmp_path / "bomb.zip", keras_model_dot_h5=b"\0" * (2 << 20))
    assert path.stat().st_size < 10_000
    with pytest.raises(AlpacaError, match="would unpack to 2,097,152 bytes"):
        _found(path)
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(1001):
            archive.writestr(str(number), b"")
    with pytest.raises(AlpacaError, match="holds 1,001 files"):
        _found(many)


def test_a_bomb_that_lies_about_its_size_unpacks_no_further(tmp_path: Path) -> None:
    path = _zip(tmp_path / "liar.zip", keras_model_dot_h5=b"\0" * (2 << 20))
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 100)
    path.write_bytes(data)
    with pytest.raises(AlpacaError, match=r"liar\.zip"):
        _found(path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "FILE_LIMIT", 50)
    path = tmp_path / "large.h5"
    path.write_bytes(HDF5)
    with pytest.raises(AlpacaError, match="too large to be brought in: 108 bytes, the limit is 50"):
        _found(path)


def test_labels_that_are_no_text_are_said(tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_bytes(b"\xff\xfe\0")
    with pytest.raises(AlpacaError, match="it is not text"):
        read_labels(tmp_path)
    (tmp_path / "labels.txt").write_text("0 0\n1 1 of 2\n")
    assert read_labels(tmp_path) == ("0", "1 of 2")
    (tmp_path / "labels.txt").write_text("1 Alpaca\n0 Llama\n")
    assert read_labels(tmp_path) == ("1 Alpaca", "0 Llama")

"""Finds the model in what a person has chosen: a file, a folder, or an archive. Content decides, never the suffix."""

import contextlib
import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alpaca_gui.errors import AlpacaError, reason
from alpaca_gui.imaging.source import printable
from alpaca_gui.training.foreign.labels import numbered, read_labels
from alpaca_gui.training.foreign.limits import FILE_LIMIT
from alpaca_gui.training.foreign.model import Kind
from alpaca_gui.training.foreign.unpack import check, unpack

READ_HERE: Final = "Keras (.keras, .h5), SavedModel folders, LiteRT (.tflite) and the exports of Teachable Machine"
PICKLED: Final = (
    "{name} is a pickle, or holds one. Opening a pickle runs whatever program its author has put into it, so it is "
    "never opened here. Save the model with Keras (.keras) or convert it to LiteRT (.tflite)."
)

_SAVED: Final = "saved_model.pb"
_SUFFIXES: Final = (".keras", ".h5", ".hdf5", ".tflite")
_TEACHABLE_FILES: Final = ("keras_model.h5", "model_unquant.tflite", "model.tflite", "model.savedmodel")
_HEAD: Final = 16
_PICKLES: Final = (".pkl", ".pickle", ".pt", ".pth", ".joblib", ".npy", ".npz", ".ckpt", ".bin")


@dataclass(frozen=True, slots=True)
class Found:
    """A model file.

    Attributes
    ----------
    name
        Name of what the person chose, printable.
    kind
        What sort of file it is.
    path
        The file; for a SavedModel its folder.
    labels
        Names of the answers, from the ``labels.txt`` beside it.
    teachable
        Whether it looks like an export of Teachable Machine.
    """

    name: str
    kind: Kind
    path: Path
    labels: tuple[str, ...]
    teachable: bool

    def sha256(self) -> str:
        """SHA-256 of the file in hexadecimal; for a SavedModel of its files' names and hashes, in order."""
        if self.path.is_file():
            return _sha256(self.path)
        files = sorted(path for path in self.path.rglob("*") if path.is_file())
        lines = [f"{_sha256(path)}  {path.relative_to(self.path).as_posix()}\n" for path in files]
        return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


@contextlib.contextmanager
def found_in(path: Path) -> Iterator[Found]:
    """Find the model; what is unpacked for it is gone again after the block.

    Raises
    ------
    AlpacaError
        When there is none, more than one, or one that is never opened.
    """
    with tempfile.TemporaryDirectory(prefix="alpaca-import-") as folder:
        yield _find_or_say_why_not(path, Path(folder))


def _find_or_say_why_not(path: Path, spare: Path) -> Found:
    name = printable(path.name or str(path))
    try:
        return _find(path, name, spare)
    except FileNotFoundError:
        raise AlpacaError(f"There is no model at {printable(str(path))}.") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise AlpacaError(f"{name} cannot be read: {printable(str(error))}.") from error
    except OSError as error:
        raise AlpacaError(f"{name} cannot be read: {reason(error)}.") from error


def _find(path: Path, name: str, spare: Path) -> Found:
    if path.name == _SAVED:
        return _found(name, Kind.SAVED_MODEL, path.parent)
    if path.is_dir():
        return _in_folder(path, name)
    if not path.is_file() and path.exists():
        raise AlpacaError(f"{name} is not a file that holds a model.")
    size = path.stat().st_size
    if size > FILE_LIMIT:
        raise AlpacaError(f"{name} is too large to be brought in: {size:,} bytes, the limit is {FILE_LIMIT:,}.")
    kind = _kind(path, name)
    return _found(name, kind, path) if kind is not None else _in_archive(path, name, spare)


def _kind(path: Path, name: str) -> Kind | None:
    """Tell a file's kind by its content; None for an archive that has to be looked into."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"\x89HDF\r\n\x1a\n"):
        return Kind.H5
    if head[4:8] == b"TFL3":
        return Kind.LITERT
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path, name)
    if (head[:1] == b"\x80" and head[1:2] in b"\2\3\4\5") or head[:6] == b"\x93NUMPY":
        raise AlpacaError(PICKLED.format(name=name))
    if path.suffix.lower() in _PICKLES:
        raise AlpacaError(PICKLED.format(name=name))
    what = "empty" if not head else "none of these by its content, or it is damaged at its beginning"
    raise AlpacaError(f"{name} is not a model that can be brought in. These can: {READ_HERE}. This file is {what}.")


def _kind_of_zip(path: Path, name: str) -> Kind | None:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    if any(member.rpartition("/")[2] == "data.pkl" or member.endswith((".pkl", ".npy")) for member in names):
        raise AlpacaError(PICKLED.format(name=name))
    if {"model.json", "model.tflite"} <= names:
        raise AlpacaError(f"{name} is a model bundle already: open it as it is.")
    return Kind.KERAS if "config.json" in names else None


def _in_archive(path: Path, name: str, spare: Path) -> Found:
    with zipfile.ZipFile(path) as archive:
        check(archive)
        unpack(archive, spare)
    entries = list(spare.iterdir())
    lone = entries[0] if len(entries) == 1 and entries[0].is_dir() and not (spare / _SAVED).exists() else spare
    return _in_folder(lone, name)


def _in_folder(folder: Path, name: str) -> Found:
    if (folder / _SAVED).is_file():
        return _found(name, Kind.SAVED_MODEL, folder)
    saved = [each for each in sorted(folder.iterdir()) if (each / _SAVED).is_file()]
    files = [each for each in sorted(folder.iterdir()) if each.suffix.lower() in _SUFFIXES and each.is_file()]
    models = saved + files
    if not models:
        raise AlpacaError(f"{name} holds no model that can be brought in. These can: {READ_HERE}.")
    if len(models) > 1:
        names = ", ".join(printable(each.name) for each in models[:5])
        raise AlpacaError(f"{name} holds {len(models)} models: {names}. Choose one of them.")
    model = models[0]
    if model.is_dir():
        return _found(name, Kind.SAVED_MODEL, model)
    return _find(model, name, folder)


def _found(name: str, kind: Kind, path: Path) -> Found:
    beside = path.parent
    labels = read_labels(beside) or (read_labels(path) if path.is_dir() else ())
    teachable = path.name in _TEACHABLE_FILES and numbered(beside)
    if path.is_dir():
        size = sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
        if size > FILE_LIMIT:
            raise AlpacaError(f"{name} is too large to be brought in: {size:,} bytes, the limit is {FILE_LIMIT:,}.")
    return Found(name, kind, path, labels, teachable)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

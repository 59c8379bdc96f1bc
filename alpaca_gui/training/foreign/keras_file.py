"""Opens a stranger's Keras file: looked through first, then loaded from a copy that holds only what was looked at."""

import json
import tempfile
import zipfile
from pathlib import Path
from typing import Final

import h5py
import keras

from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import printable
from alpaca_gui.training.foreign.find import Found
from alpaca_gui.training.foreign.hdf5 import check_hdf5
from alpaca_gui.training.foreign.keras2 import modernised
from alpaca_gui.training.foreign.model import Kind
from alpaca_gui.training.foreign.scan import CONFIG_LIMIT, Config, parse, refuse_strangers, without_compilation
from alpaca_gui.training.foreign.unpack import check

_CONFIG: Final = "config.json"
_METADATA: Final = "metadata.json"
_WEIGHTS: Final = "model.weights.h5"
_ATTRIBUTE: Final = "model_config"
_VERSION: Final = "keras_version"


def load_keras(found: Found) -> tuple[keras.Model, str]:
    """Load the model, with Keras' safe mode on and without what was set for training, and the Keras that wrote it.

    Raises
    ------
    AlpacaError
        When it is refused or cannot be loaded, with the reason.
    """
    with tempfile.TemporaryDirectory(prefix="alpaca-import-") as folder:
        try:
            copy, version = (_copy_archive if found.kind is Kind.KERAS else _copy_hdf5)(found.path, Path(folder))
            model = keras.models.load_model(copy, compile=False, safe_mode=True)
        except AlpacaError as error:
            raise AlpacaError(f"{found.name} is not brought in. {error}") from error
        except Exception as error:  # whatever a damaged file makes h5py or Keras stumble over
            why = printable(" ".join(str(error).split()))[:300] or type(error).__name__
            raise AlpacaError(f"{found.name} is damaged, or not a model that Keras can load: {why}") from error
    if not isinstance(model, keras.Model):
        raise AlpacaError(f"{found.name} holds a Keras layer, not a whole model.")
    return model, version


def _copy_archive(path: Path, folder: Path) -> tuple[Path, str]:
    copy = folder / "copy.keras"
    with zipfile.ZipFile(path) as archive:
        check(archive)
        members = set(archive.namelist())
        if strangers := sorted(members - {_CONFIG, _METADATA, _WEIGHTS}):
            raise AlpacaError(f"The archive holds a file that no model of pictures needs: {strangers[0]!r}.")
        config = _checked(_read(archive, _CONFIG))
        metadata = _read(archive, _METADATA)
        archive.extract(_WEIGHTS, folder)
    check_hdf5(folder / _WEIGHTS)
    with zipfile.ZipFile(copy, "w") as archive:
        archive.writestr(_CONFIG, json.dumps(config))
        archive.writestr(_METADATA, metadata)
        archive.write(folder / _WEIGHTS, _WEIGHTS)
    return copy, _text(json.loads(metadata).get(_VERSION))


def _copy_hdf5(path: Path, folder: Path) -> tuple[Path, str]:
    copy = folder / "copy.h5"
    check_hdf5(path)
    with h5py.File(path, "r") as file, h5py.File(copy, "w") as cleaned:
        if _ATTRIBUTE not in file.attrs:
            raise AlpacaError("The file holds weights without the model that they belong to. Save the whole model.")
        config = parse(file.attrs[_ATTRIBUTE])
        version = _text(file.attrs.get(_VERSION, file["model_weights"].attrs.get(_VERSION)))
        if not version.startswith("3"):
            config = modernised(config)
        refuse_strangers(config)
        file.copy("model_weights", cleaned)
        cleaned.attrs[_ATTRIBUTE] = json.dumps(without_compilation(config))
        cleaned.attrs[_VERSION] = version
        cleaned.attrs["backend"] = "tensorflow"
    return copy, version


def _checked(data: bytes) -> Config:
    config = parse(data)
    refuse_strangers(config)
    cleaned: Config = without_compilation(config)
    return cleaned


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        raise AlpacaError(f"The archive has no {name} in it.")
    if archive.getinfo(name).file_size > CONFIG_LIMIT:
        raise AlpacaError(f"The archive's {name} is too long.")
    return archive.read(name)


def _text(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return printable(text)[:20] if isinstance(text, str) else "unknown"

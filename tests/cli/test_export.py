"""``alpaca-gui export`` writes what is asked for and says what it wrote."""

from pathlib import Path

import pytest

from alpaca_gui.cli.main import main
from alpaca_gui.resources import shipped_model

MODEL = str(shipped_model())


def test_a_folder_gets_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", MODEL, "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert sorted(said) == sorted(str(path) for path in (tmp_path / "out").iterdir())
    assert len(said) == 4


def test_single_files_get_their_preprocessing_beside_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", MODEL, "--tflite", str(tmp_path / "a.tflite"), "--keras", str(tmp_path / "b.keras")]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["a.tflite", "b.keras", "example.py", "preprocessing.json"]
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_without_a_place_it_is_asked_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["export", MODEL])
    assert end.value.code == 2
    assert "--out FOLDER" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["export", MODEL, "--out", str(tmp_path / "file")]) == 2
    assert "cannot be made" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "in the way"

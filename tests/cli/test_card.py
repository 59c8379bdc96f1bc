"""``alpaca-gui card`` prints what is written about a model."""

import json
from pathlib import Path

import pytest

from alpaca_gui.cli.main import main
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.engine.card_markdown import card_markdown
from alpaca_gui.engine.familiar_words import familiarity_facts
from alpaca_gui.resources import shipped_model


def test_it_is_markdown_of_the_shipped_model_unless_another_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card"]) == 0
    first = capsys.readouterr().out
    assert first == card_markdown(load_bundle(shipped_model()))
    assert main(["card", str(shipped_model())]) == 0
    assert capsys.readouterr().out == first


def test_it_is_json_where_that_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["answers"] == {"yes": "alpaca", "no": "not alpaca"}
    assert said["model_id"] == load_bundle(shipped_model()).model_id
    assert said["unlike_training_pictures"] == familiarity_facts(load_bundle(shipped_model()))
    assert said["unlike_training_pictures"]["false_alarms"]["all"] == {"marked": 16, "of": 327}


def test_it_goes_to_a_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "card.md"
    assert main(["card", "--out", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == card_markdown(load_bundle(shipped_model()))


def test_a_model_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card", str(tmp_path / "gone.model")]) == 2
    assert "There is no model at" in capsys.readouterr().err

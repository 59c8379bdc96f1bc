"""A bundle comes back as it was saved, or is refused with a sentence that says why."""

import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alpaca_gui.engine.bundle import CARD, KERAS, LITERT, load_bundle, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.errors import BundleError

PARTS = {LITERT: b"tensors", KERAS: b"layers"}


@pytest.fixture
def saved(tmp_path: Path, card: ModelCard) -> Path:
    path = tmp_path / "red.model"
    save_bundle(path, card, PARTS)
    return path


def _rewrite(path: Path, **members: bytes | None) -> None:
    """Put other bytes in place of members (``model_json`` for model.json), or take them out."""
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    for name, data in members.items():
        key = name.replace("_", ".")
        kept.pop(key, None)
        if data is not None:
            kept[key] = data
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in kept.items():
            archive.writestr(name, data)


def _change_card(path: Path, **values: Any) -> None:
    with zipfile.ZipFile(path) as archive:
        card = json.loads(archive.read(CARD))
    _rewrite(path, model_json=json.dumps(card | values).encode())


def test_it_comes_back_as_it_was_saved(saved: Path, card: ModelCard) -> None:
    bundle = load_bundle(saved)
    assert bundle.parts == PARTS
    assert bundle.litert == b"tensors"
    assert replace(bundle.card, parts={}) == card
    assert bundle.card.concept == "red"
    assert bundle.name == "red"


def test_the_same_content_gives_the_same_bytes_and_name(saved: Path, card: ModelCard) -> None:
    other = saved.with_name("other.model")
    save_bundle(other, card, dict(reversed(PARTS.items())))
    assert other.read_bytes() == saved.read_bytes()
    save_bundle(other, card, PARTS | {LITERT: b"other"})
    assert load_bundle(other).model_id != load_bundle(saved).model_id


def test_it_is_written_whole_or_not_at_all(saved: Path, card: ModelCard) -> None:
    before = saved.read_bytes()
    with pytest.raises(ValueError, match="JSON"):
        save_bundle(saved, replace(card, head={"loss": float("nan")}), PARTS)
    with pytest.raises(TypeError):
        save_bundle(saved, card, PARTS | {KERAS: None})  # type: ignore[arg-type]
    assert saved.read_bytes() == before
    assert [entry.name for entry in saved.parent.iterdir()] == ["red.model"]


def test_a_part_that_was_changed_is_refused(saved: Path) -> None:
    _rewrite(saved, model_tflite=b"Tensors")
    with pytest.raises(BundleError, match=r"changed after it was made: model\.tflite"):
        load_bundle(saved)


def test_a_part_that_the_card_does_not_name_is_refused(saved: Path) -> None:
    _rewrite(saved, model_pkl=b"stranger")
    with pytest.raises(BundleError, match=r"does not name: model\.pkl"):
        load_bundle(saved)


def test_a_part_of_another_kind_is_refused_before_it_is_read(saved: Path) -> None:
    _change_card(saved, parts={"../escape.py": "0" * 64})
    with pytest.raises(BundleError, match=r"a part that no bundle has: '\.\./escape\.py'"):
        load_bundle(saved)


def test_a_missing_part_is_named(saved: Path) -> None:
    _rewrite(saved, model_keras=None)
    with pytest.raises(BundleError, match=r"it has no model\.keras"):
        load_bundle(saved)


def test_a_bundle_without_a_litert_model_is_refused(saved: Path, card: ModelCard) -> None:
    save_bundle(saved, card, {KERAS: b"layers"})
    with pytest.raises(BundleError, match=r"has no model\.tflite in it"):
        load_bundle(saved)


def test_a_newer_format_is_refused(saved: Path) -> None:
    _change_card(saved, format=2)
    with pytest.raises(BundleError, match="has format 2; this program reads format 1"):
        load_bundle(saved)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"answers": {"yes": "red"}}, "lacks 'no'"),
        ({"answers": {"yes": "", "no": "x"}}, "a text was expected"),
        ({"answers": {"yes": "\ud800", "no": "x"}}, "cannot be read"),
        ({"threshold": "high"}, "cannot be read"),
        ({"temperature": 0}, "temperature must be a finite number above 0"),
        ({"preprocessing": {"width": 8, "height": 8, "version": 2}}, "preprocessing version 2 is not known"),
        ({"preprocessing": {"width": 8, "height": 8, "blur": 1}}, "blur"),
        ({"parts": ["model.tflite"]}, "cannot be read"),
    ],
)
def test_a_card_that_cannot_be_followed_is_refused(saved: Path, values: dict[str, Any], sentence: str) -> None:
    _change_card(saved, **values)
    with pytest.raises(BundleError, match=sentence):
        load_bundle(saved)


def test_a_card_that_is_not_json_is_refused(saved: Path) -> None:
    _rewrite(saved, model_json=b"\xff{")
    with pytest.raises(BundleError, match="card cannot be read"):
        load_bundle(saved)


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.model"
    path.write_text("a model, honestly")
    with pytest.raises(BundleError, match=r"text\.model is not a model bundle"):
        load_bundle(path)


def test_a_zip_that_is_cut_off_or_damaged_is_refused(saved: Path) -> None:
    data = saved.read_bytes()
    saved.write_bytes(data[: len(data) // 2])
    with pytest.raises(BundleError, match="is not a model bundle"):
        load_bundle(saved)
    saved.write_bytes(data.replace(b"tensors", b"Tensors"))
    with pytest.raises(BundleError):
        load_bundle(saved)


def test_a_file_that_is_not_there_is_said_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"There is no model at .*gone\.model"):
        load_bundle(tmp_path / "gone.model")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="cannot be read"):
        load_bundle(tmp_path)


def test_what_has_no_end_is_refused_before_it_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.model")
    for path in (tmp_path / "pipe.model", Path("/dev/zero")):
        with pytest.raises(BundleError, match=r"is not a model bundle: it is no file\.$"):
            load_bundle(path)

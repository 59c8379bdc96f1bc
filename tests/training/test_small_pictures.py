"""Small pictures go into a model only where somebody asks for them, and then nothing but the pixels."""

import hashlib
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.cli.main import main
from alpaca_gui.engine.bundle import THUMBNAILS, load_bundle
from alpaca_gui.engine.thumbnails import SIDE
from alpaca_gui.explain.nearest import nearest_training
from alpaca_gui.explain.training_index import TrainingIndex, thumbnail_picture
from alpaca_gui.messages import Message, Note, Step
from alpaca_gui.training import small_pictures as module
from alpaca_gui.training.dataset import Example
from alpaca_gui.training.examine import Examined
from alpaca_gui.training.small_pictures import STAGE, small_pictures
from alpaca_gui.training.train import train
from tests.training.folders import NO, YES, draw, request_for, two_folders


def examined(*paths: Path) -> Examined:
    """What an examination of these files finds."""
    hashes = tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return Examined(tuple(Example(path, 1) for path in paths), hashes, np.zeros((len(paths), 4), np.float32), ())


def test_a_training_puts_them_into_the_bundle_when_asked_and_never_else(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    heard: list[Message] = []
    values = request_for(root, tmp_path / "with.model").as_dict()
    train({**values, "thumbnails": True}, heard.append)
    train(request_for(root, tmp_path / "without.model").as_dict(), heard.append)
    bundle, without = load_bundle(tmp_path / "with.model"), load_bundle(tmp_path / "without.model")
    assert THUMBNAILS not in without.parts
    assert {name: bundle.parts[name] for name in without.parts} == dict(without.parts), "the model itself is the same"
    assert bundle.card.recipe["command"] == f"{without.card.recipe['command']} --thumbnails"
    steps = [message for message in heard if isinstance(message, Step) and message.stage == STAGE]
    assert [message.done for message in steps] == list(range(1, 25))
    found, known = bundle.thumbnails(), bundle.trained_on()
    assert found is not None
    assert known is not None
    assert set(found) == set(known.hashes)
    for path in (root / YES).iterdir():
        shown = thumbnail_picture(found[hashlib.sha256(path.read_bytes()).hexdigest()])
        small = Image.open(path).convert("RGB").resize((8, 8))
        differences = [
            abs(a - b) for a, b in zip(shown.image.resize((8, 8)).tobytes(), small.tobytes(), strict=True)
        ]  # fmt: skip
        assert sum(differences) / len(differences) < 12, "it is that picture"
    index = TrainingIndex.of(bundle)
    assert index is not None
    nearest = nearest_training(index, known.embeddings[0].astype("f4"), 4, known.hashes[0])
    assert all(one.thumbnail == found[one.digest] for one in (*nearest.yes, *nearest.no))


def test_the_terminal_asks_for_them_by_an_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, out = two_folders(tmp_path / "shapes", 10, 10), tmp_path / "out.model"
    arguments = ["train", str(root), "--yes", YES, "--out", str(out), "--recipe", "head", "--json"]
    assert main([*arguments, "--thumbnails"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"]["n"] == 20
    assert len(load_bundle(out).thumbnails() or ()) == 20
    assert (root / NO).is_dir()


def test_nothing_of_a_file_but_its_pixels_goes_in(tmp_path: Path) -> None:
    path = tmp_path / "at home, secret.jpg"
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), "teal").save(path, exif=exif, comment=b"SECRET WORDS")
    (data,) = small_pictures(examined(path), lambda _message: None).values()
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (SIDE // 2, SIDE), "upright"
        assert not image.getexif()
        assert "comment" not in image.info
    assert b"SECRET" not in data
    assert b"secret" not in data


def test_a_file_that_is_gone_or_was_changed_since_gets_none_and_that_is_told(tmp_path: Path) -> None:
    paths = [draw(tmp_path / f"{number}.png", True, number) for number in range(4)]
    known = examined(*paths)
    paths[0].unlink()
    draw(paths[1], True, 99)
    paths[3].write_bytes(paths[2].read_bytes())
    heard: list[Message] = []
    assert set(small_pictures(known, heard.append)) == {known.hashes[2]}
    assert heard[-1] == Note("The model holds small pictures of 1 of its 4 training pictures.")


def test_one_content_gets_one_and_of_too_many_those_with_the_smallest_hashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [draw(tmp_path / f"{number}.png", True, number) for number in range(5)]
    copy = tmp_path / "copy.png"
    copy.write_bytes(paths[0].read_bytes())
    known = examined(*paths, copy)
    heard: list[Message] = []
    assert set(small_pictures(known, heard.append)) == set(known.hashes)
    assert not [message for message in heard if isinstance(message, Note)]
    monkeypatch.setattr(module, "MOST", 3)
    assert list(small_pictures(known, heard.append)) == sorted(set(known.hashes))[:3]
    assert isinstance(heard[-1], Note)
    assert "3 of its 5" in heard[-1].text

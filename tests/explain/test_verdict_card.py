"""A verdict card says what was said, to the last bit, and nothing that is no card passes for one."""

import contextlib
import hashlib
import json
import math
import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.errors import CardError, OutputError, PictureError
from alpaca_gui.explain import card_file, looked
from alpaca_gui.explain.card_file import read_card, write_card
from alpaca_gui.explain.card_json import card_from_json
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.looked import Looked, look
from alpaca_gui.explain.verdict_card import VerdictCard, float32_bits
from alpaca_gui.imaging import embedded
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, StoredSource, printable
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.resources import shipped_samples
from tests.imaging.pictures import encoded, quarters

SHEEP = shipped_samples() / "sheep.png"
HASH = "0123456789abcdef" * 4


def made_up(logit: float = 2.5, rule: Rule | None = None, **more: Any) -> VerdictCard:
    rule = rule or Rule(0.5, 1.0, 2.0)
    p = float(sigmoid(logit / rule.temperature))
    values = {"picture": "a.jpg", "model": "alpaca", **more}
    return VerdictCard(
        values["picture"], HASH, 64, 48, values["model"], HASH, HASH, logit, p, decide_one(logit, rule), rule
    )  # fmt: skip


FLOAT32 = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(FLOAT32, st.floats(-1e300, 1e300), st.floats(0, 1e300), st.floats(1e-300, 1e300), st.text(max_size=300))
def test_a_card_leads_back_to_itself(
    logit: float, threshold: float, band: float, temperature: float, name: str
) -> None:
    card = made_up(logit, Rule(threshold, band, temperature), picture=printable(name)[:1000])
    text = card.to_json()
    assert text.isascii()
    assert card_from_json(text) == card
    assert math.copysign(1, card_from_json(text).logit) == math.copysign(1, logit)


@given(FLOAT32)
def test_the_bits_are_those_of_the_float32(logit: float) -> None:
    bits = float32_bits(logit)
    assert int(bits, 16) == int(np.float32(logit).view(np.uint32))
    assert struct.unpack(">f", bytes.fromhex(bits[2:]))[0] == logit


def test_a_card_of_a_sample_says_what_the_program_says(sheep: Looked, bundle: ModelBundle) -> None:
    card = VerdictCard.of(sheep, bundle, bundle.card.rule)
    assert card.picture == "sheep.png"
    assert card.picture_hash == hashlib.sha256(SHEEP.read_bytes()).hexdigest()
    assert (card.width, card.height) == (200, 166)
    assert card.logit == sheep.seen.logit
    assert card.decision is Decision.YES
    assert card.model_id == bundle.model_id
    settings = json.dumps(bundle.card.preprocessing.as_dict(), sort_keys=True, separators=(",", ":"))
    assert card.preprocessing_hash == hashlib.sha256(settings.encode()).hexdigest()


@pytest.mark.parametrize("suffix", [".png", ".pdf", ".PDF"])
def test_a_card_that_was_written_is_read_again(sheep: Looked, bundle: ModelBundle, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"card{suffix}"
    card = write_card(file, sheep, bundle, Rule(0.25, 0.5, 1.5))
    assert read_card(file) == card
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_the_card_is_drawn_three_to_two(sheep: Looked, bundle: ModelBundle, tmp_path: Path) -> None:
    write_card(tmp_path / "card.png", sheep, bundle, Rule())
    with Image.open(tmp_path / "card.png") as image:
        assert image.size == (2400, 1600)
        colours = image.getcolors(1 << 24) or []
    assert len(colours) > 1000  # a photograph and a map are on it


def test_pictures_from_memory_and_from_a_library_have_cards_with_the_same_hash(lens: Lens, sheep: Looked) -> None:
    data = SHEEP.read_bytes()
    for source in (MemorySource(data, "pasted"), StoredSource(7, lambda _: data, "kept")):
        found = look(lens, source)
        assert (found.digest, found.seen.logit) == (sheep.digest, sheep.seen.logit)


def test_names_that_are_odd_are_spelt_out(lens: Lens, bundle: ModelBundle, tmp_path: Path) -> None:
    for name in ('two\nlines "quoted" <b>&amp;.png', "\udcff.png", "羊駝" * 40 + ".png", "\u202egnp.x.png"):
        path = tmp_path / os.fsdecode(os.fsencode(name))
        path.write_bytes(encoded(quarters(), "PNG"))
        card = write_card(tmp_path / "card.png", look(lens, FileSource(path)), bundle, Rule())
        assert card.picture.isprintable()
        assert read_card(tmp_path / "card.png") == card


@pytest.mark.parametrize("size", [(3000, 2), (2, 3000), (1, 1)])
def test_pictures_of_odd_shapes_have_cards(
    lens: Lens, bundle: ModelBundle, tmp_path: Path, size: tuple[int, int]
) -> None:
    source = MemorySource(encoded(quarters(*size), "PNG"), "odd.png")
    card = write_card(tmp_path / "card.png", look(lens, source), bundle, Rule())
    assert (card.width, card.height) == size


def test_a_link_and_a_broken_picture_are_sentences(lens: Lens, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_text("no picture")
    for source in (LinkSource("http://example.org/a.png"), FileSource(tmp_path / "bad.png"), FileSource(tmp_path)):
        with pytest.raises(PictureError, match=r"\.$"):
            look(lens, source)


def test_a_file_that_does_not_stop_changing_has_no_card(lens: Lens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looked, "has_changed", lambda *_: True)
    with pytest.raises(PictureError, match="is being written"):
        look(lens, FileSource(SHEEP))


def test_a_card_is_never_written_over_a_picture_but_over_a_card(
    sheep: Looked, bundle: ModelBundle, tmp_path: Path
) -> None:
    photograph = tmp_path / "mine.png"
    photograph.write_bytes(encoded(quarters(), "PNG"))
    with pytest.raises(OutputError, match=r"mine\.png is a picture"):
        write_card(photograph, sheep, bundle, Rule())
    assert photograph.read_bytes() == encoded(quarters(), "PNG")
    first = write_card(tmp_path / "card.png", sheep, bundle, Rule())
    assert write_card(tmp_path / "card.png", sheep, bundle, Rule(3.0)) != first
    assert read_card(tmp_path / "card.png").rule.threshold == 3.0


def test_what_cannot_be_written_is_a_sentence_and_leaves_nothing(
    sheep: Looked, bundle: ModelBundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (tmp_path / "card.jpg", tmp_path / "card", tmp_path / "gone" / "card.png", tmp_path / "\0.png"):
        with pytest.raises(OutputError, match=r"\.$"):
            write_card(path, sheep, bundle, Rule())
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OutputError, match="directory"):
        write_card(tmp_path / "folder.png", sheep, bundle, Rule())

    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("alpaca_gui.files.os.fsync", no_room)
    with pytest.raises(OutputError, match="No space left on device"):
        write_card(tmp_path / "card.png", sheep, bundle, Rule())
    assert [path.name for path in tmp_path.iterdir()] == ["folder.png"]


def changed(**values: Any) -> str:
    return json.dumps({**made_up().as_dict(), **values})


def without(*keys: str) -> str:
    values = made_up().as_dict()
    inner = values
    for key in keys[:-1]:
        inner = inner[key]
    del inner[keys[-1]]
    return json.dumps(values)


HOSTILE = {
    "": "cannot be read",
    "no JSON": "cannot be read",
    "[]": "not a verdict card",
    "null": "not a verdict card",
    '{"kind": 3}': "not a verdict card",
    "[" * 60_000: "cannot be read",
    changed(format=2): "format 2; this program reads format 1",
    changed(logit=math.nan): "NaN is no number",
    changed(logit=math.inf): "Infinity is no number",
    changed(logit=1e300): "larger than any float32",
    changed(logit=2.5 + 1e-9): "which is no float32",
    changed(logit="2.5"): "cannot be read",
    changed(logit=True): "cannot be read",
    changed(logit=10**400): "cannot be read",
    changed(logit=2.25): "its bits say",
    changed(float32="0x00000000"): "its bits say",
    changed(decision="maybe"): "the decision is yes, no or unsure",
    changed(temperature=0): "above 0",
    changed(band=-1): "at least 0",
    changed(picture=None): "cannot be read",
    changed(picture=[]): "what it says of the picture has another shape",
    changed(model="a"): "what it says of the model has another shape",
    changed(program="x" * 2000): "at most 1,000 characters",
    changed(model={"name": "a", "id": "short", "preprocessing": HASH}): "64 hexadecimal digits",
    changed(picture={"name": "a", "sha256": HASH, "width": -1, "height": 1}): "whole number of pixels",
    without("logit"): "lacks 'logit'",
    without("picture", "sha256"): "lacks 'sha256'",
    without("model", "id"): "lacks 'id'",
    without("threshold"): "lacks 'threshold'",
}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: str(text)[:40])
def test_what_is_no_card_is_one_sentence(text: str) -> None:
    with pytest.raises(CardError, match=HOSTILE[text]) as caught:
        card_from_json(text)
    assert str(caught.value).endswith(".")
    assert str(caught.value).isprintable()


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda c: st.lists(c, max_size=3)))
def test_no_value_in_no_place_raises_anything_else(value: Any) -> None:
    for key in made_up().as_dict():
        with contextlib.suppress(CardError):
            card_from_json(changed(**{key: value}))


def test_a_card_that_another_program_saved_again_has_lost_its_text(
    sheep: Looked, bundle: ModelBundle, tmp_path: Path
) -> None:
    write_card(tmp_path / "card.png", sheep, bundle, Rule())
    with Image.open(tmp_path / "card.png") as image:
        Image.fromarray(np.asarray(image)).save(tmp_path / "again.png")
    with pytest.raises(CardError, match=r"again\.png: There is no verdict card in it; a program that saved it again"):
        read_card(tmp_path / "again.png")


def test_a_file_that_holds_some_other_text_is_no_card(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(embedded.png_with_text(encoded(quarters(), "PNG"), "poem"))
    with pytest.raises(CardError, match=r"^a\.png: The card cannot be read"):
        read_card(tmp_path / "a.png")
    with pytest.raises(CardError, match=r"^gone\.png: The file is gone"):
        read_card(tmp_path / "gone.png")
    assert card_file.SUFFIXES == (".png", ".pdf")

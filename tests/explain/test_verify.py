"""A card is computed again: it is the same, or each thing that differs is named."""

import dataclasses
import io
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.engine.bundle import ModelBundle, load_bundle, save_bundle
from alpaca_gui.explain.card_file import read_card, write_card
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.looked import Looked, look
from alpaca_gui.explain.verdict_card import VerdictCard
from alpaca_gui.explain.verify import TOLERANCE, Outcome, ulps, verify
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource, MemorySource
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule, decide_one
from alpaca_gui.resources import shipped_samples

SAMPLES = sorted(path for path in shipped_samples().iterdir() if path.suffix in {".png", ".jpg", ".webp"})
SHEEP = shipped_samples() / "sheep.png"


@pytest.fixture
def card(sheep: Looked, bundle: ModelBundle) -> VerdictCard:
    return VerdictCard.of(sheep, bundle, bundle.card.rule)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_cards_of_all_samples_are_the_same_to_the_last_bit(
    lens: Lens, bundle: ModelBundle, path: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"card{'.pdf' if path.suffix == '.jpg' else '.png'}"
    write_card(file, look(lens, FileSource(path)), bundle, bundle.card.rule)
    found = verify(read_card(file), look(Lens(bundle, threads=1), FileSource(path)), bundle)
    assert (found.same, found.exact, found.differing) == (True, True, ())
    assert found.sentence == "The same, to the last bit."


def test_one_changed_byte_of_the_picture_is_named_also_where_no_pixel_changes(
    lens: Lens, bundle: ModelBundle, card: VerdictCard
) -> None:
    found = verify(card, look(lens, MemorySource(SHEEP.read_bytes() + b"\0", "sheep.png")), bundle)
    assert found.differing == ("picture",)
    assert not found.same


def test_the_same_pixels_in_other_bytes_differ_and_are_said_to_be_likely_the_same(
    lens: Lens, bundle: ModelBundle, card: VerdictCard
) -> None:
    stream = io.BytesIO()
    decode(FileSource(SHEEP)).image.save(stream, "BMP")
    found = verify(card, look(lens, MemorySource(stream.getvalue(), "sheep.bmp")), bundle)
    assert found.differing == ("picture",)
    assert "it may be the same pixels in other bytes" in found.checks[0].words
    other = verify(card, look(lens, FileSource(shipped_samples() / "lamb.png")), bundle)
    assert "other bytes" not in other.checks[0].words


def test_a_name_that_is_another_one_is_told_and_makes_no_difference(
    sheep: Looked, bundle: ModelBundle, card: VerdictCard
) -> None:
    found = verify(dataclasses.replace(card, picture="old.png", model="older"), sheep, bundle)
    assert found.exact
    assert "called old.png on the card" in found.checks[0].words
    assert "called older on the card" in found.checks[1].words
    assert all("called" not in check.words for check in verify(card, sheep, bundle).checks)


def test_another_picture_is_another_picture_logit_probability_and_decision(
    lens: Lens, bundle: ModelBundle, card: VerdictCard
) -> None:
    found = verify(card, look(lens, FileSource(shipped_samples() / "lamb.png")), bundle)
    assert found.differing == ("picture", "logit", "probability", "decision")
    assert found.sentence == "Not the same. What differs: picture, logit, probability, decision."
    assert "the card is of sheep.png, 200 x 166" in found.checks[0].words


def test_another_model_is_named_with_what_to_do(bundle: ModelBundle, card: VerdictCard, tmp_path: Path) -> None:
    step = dataclasses.replace(bundle.card.preprocessing, resampling="bilinear")
    save_bundle(
        tmp_path / "other.model", dataclasses.replace(bundle.card, preprocessing=step), {"model.tflite": bundle.litert}
    )
    other = load_bundle(tmp_path / "other.model")
    found = verify(card, look(Lens(other), FileSource(SHEEP)), other)
    assert found.differing == ("model", "preprocessing", "logit", "probability")
    assert "--model names the model to ask" in found.checks[1].words
    assert "this is other" in found.checks[1].words


def test_a_threshold_that_a_person_chose_is_noted_and_the_card_read_with_it(sheep: Looked, bundle: ModelBundle) -> None:
    chosen = Rule(5.0, 0.25, bundle.card.rule.temperature)
    found = verify(VerdictCard.of(sheep, bundle, chosen), sheep, bundle)
    assert found.same
    noted = {check.what for check in found.checks if check.outcome is Outcome.NOTED}
    assert noted == {"threshold", "band"}
    assert "read with 5.0" in next(check.words for check in found.checks if check.what == "threshold")
    assert found.sentence == "The same, to the last bit. Read with another threshold and band than the model's own."
    every = verify(VerdictCard.of(sheep, bundle, Rule(5.0, 0.25, bundle.card.rule.temperature + 1)), sheep, bundle)
    assert every.sentence.endswith("Read with another threshold, band and temperature than the model's own.")


def test_another_threshold_than_the_one_asked_for_differs(
    sheep: Looked, bundle: ModelBundle, card: VerdictCard
) -> None:
    found = verify(card, sheep, bundle, dataclasses.replace(bundle.card.rule, threshold=5.0))
    assert found.differing == ("decision", "threshold")


@pytest.mark.parametrize(
    ("forged", "differing"),
    [
        ({"probability": 0.99}, ("probability",)),
        ({"decision": decide_one(-9.0, Rule())}, ("decision",)),
        ({"picture_hash": "0" * 64}, ("picture",)),
        ({"width": 5}, ("picture",)),
        ({"height": 201}, ("picture",)),
        ({"model_id": "0" * 64}, ("model",)),
        ({"preprocessing_hash": "0" * 64}, ("preprocessing",)),
        ({"logit": 9.0}, ("logit",)),
    ],
)
def test_whatever_is_forged_is_named(
    sheep: Looked, bundle: ModelBundle, card: VerdictCard, forged: dict[str, object], differing: tuple[str, ...]
) -> None:
    found = verify(dataclasses.replace(card, **forged), sheep, bundle)  # type: ignore[arg-type]
    assert found.differing == differing


@pytest.mark.parametrize("steps", [1, 3, -40])
def test_last_bits_of_another_processor_are_told_apart_from_another_logit(
    sheep: Looked, bundle: ModelBundle, card: VerdictCard, steps: int
) -> None:
    bits = np.float32(card.logit).view(np.int32) + np.int32(steps)
    logit = float(bits.view(np.float32))
    p = float(sigmoid(logit / card.rule.temperature))
    found = verify(dataclasses.replace(card, logit=logit, probability=p), sheep, bundle)
    assert (found.same, found.exact) == (True, False)
    assert found.sentence.startswith("The same to 0.0001")
    (logits,) = (check for check in found.checks if check.what == "logit")
    assert logits.outcome is Outcome.CLOSE
    assert f"{abs(steps)} float32 number" in logits.words


def test_more_than_the_tolerance_is_another_logit(sheep: Looked, bundle: ModelBundle, card: VerdictCard) -> None:
    logit = float(np.float32(card.logit + 1.01 * TOLERANCE))
    assert "logit" in verify(dataclasses.replace(card, logit=logit), sheep, bundle).differing


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_neighbours_are_one_ulp_apart_across_zero_too(value: float) -> None:
    after = float(np.nextafter(np.float32(value), np.float32(math.inf)))
    if math.isfinite(after):
        assert ulps(value, after) == 1
    assert ulps(value, value) == 0

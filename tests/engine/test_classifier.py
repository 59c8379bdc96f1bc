"""The classifier gives the evidence of a model that keeps its card's promises, and refuses any other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.engine.bundle import LITERT, ModelBundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.errors import BundleError, PictureError
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import Preprocessing


def _bundle(card: ModelCard, model: bytes) -> ModelBundle:
    return ModelBundle(Path("red.model"), card, "", {LITERT: model})


def _picture(red: int, blue: int) -> Picture:
    """Left half plain, right half black."""
    image = Image.new("RGB", (8, 8))
    image.paste((red, 0, blue), (0, 0, 4, 8))
    return Picture(image, 8, 8)


@pytest.mark.tensorflow
def test_it_gives_logit_map_and_embedding(tiny: Path, card: ModelCard) -> None:
    classifier = Classifier(_bundle(card, (tiny / "three.tflite").read_bytes()))
    evidence = classifier.classify(_picture(red=200, blue=40))
    assert evidence.logit == pytest.approx(80.0)
    assert evidence.logit_map is not None
    assert evidence.embedding is not None
    np.testing.assert_allclose(evidence.logit_map, [[160, 0], [160, 0]])
    np.testing.assert_allclose(evidence.embedding, [100, 0, 20])
    assert evidence.logit_map.dtype == evidence.embedding.dtype == np.float32


@pytest.mark.tensorflow
def test_evidence_stays_when_the_next_picture_comes(tiny: Path, card: ModelCard) -> None:
    classifier = Classifier(_bundle(card, (tiny / "three.tflite").read_bytes()))
    first = classifier.classify(_picture(red=200, blue=40))
    second = classifier.classify(_picture(red=0, blue=40))
    assert first.logit_map is not None
    assert (float(first.logit_map[0, 0]), second.logit) == (160.0, -20.0)


@pytest.mark.tensorflow
def test_a_model_that_gives_only_a_logit_has_neither_map_nor_embedding(tiny: Path, card: ModelCard) -> None:
    evidence = Classifier(_bundle(card, (tiny / "logit_alone.tflite").read_bytes())).classify(_picture(10, 0))
    assert (evidence.logit, evidence.logit_map, evidence.embedding) == (5.0, None, None)


@pytest.mark.tensorflow
def test_a_logit_that_is_not_finite_is_an_error_of_that_picture(tiny: Path, card: ModelCard) -> None:
    classifier = Classifier(_bundle(card, (tiny / "root.tflite").read_bytes()))
    with pytest.raises(PictureError, match="no finite logit for it, but nan"):
        classifier.classify(_picture(red=0, blue=40))
    assert classifier.classify(_picture(red=32, blue=0)).logit == pytest.approx(4.0)


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("model", "sentence"),
    [("misnamed", r"an output named 'logit'; it has \['picture'\] and \['score'\]"), ("two_numbers", "ends in 2")],
)
def test_a_model_without_one_logit_is_refused(tiny: Path, card: ModelCard, model: str, sentence: str) -> None:
    with pytest.raises(BundleError, match=sentence):
        Classifier(_bundle(card, (tiny / f"{model}.tflite").read_bytes()))


@pytest.mark.tensorflow
def test_a_model_of_another_input_size_than_its_card_says_is_refused(tiny: Path, card: ModelCard) -> None:
    other = replace(card, preprocessing=Preprocessing(16, 8))
    with pytest.raises(BundleError, match=r"takes \(1, 8, 8, 3\), its card says \(1, 8, 16, 3\)"):
        Classifier(_bundle(other, (tiny / "three.tflite").read_bytes()))


@pytest.mark.parametrize("model", [b"", b"not a model at all", b"\x1c\0\0\0TFL3" + bytes(200)])
def test_bytes_that_are_no_model_are_refused(card: ModelCard, model: bytes) -> None:
    with pytest.raises(BundleError, match=r"LiteRT cannot run the model of red\.model"):
        Classifier(_bundle(card, model))

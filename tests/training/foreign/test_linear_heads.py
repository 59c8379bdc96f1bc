"""A model whose way from the last feature map to the logit is linear has an exact map, whatever layers that way has."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alpaca_gui.engine.bundle import LITERT, load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.exactness import EXACT_TO
from alpaca_gui.engine.head_weights import head_weights, with_head
from alpaca_gui.engine.linear_way import IN_PLACES, PLAIN
from alpaca_gui.errors import AlpacaError, BundleError
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.lens import DEEPER, Lens
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.training.foreign.bring_in import bring_in
from alpaca_gui.training.foreign.model import Scale
from alpaca_gui.training.foreign.parity import samples
from alpaca_gui.training.foreign.request import ImportRequest
from alpaca_gui.training.foreign.words import MAP_NOT_KEPT, NO_EXACT_MAP
from alpaca_gui.training.teach import teach, write
from alpaca_gui.training.teach_labels import Labelled
from tests.training.foreign.conftest import run_module
from tests.training.foreign.noise import pictures
from tests.training.teaching import hashes

pytestmark = [pytest.mark.tensorflow, pytest.mark.slow]

IN_EACH_CELL = ("flat", "flat_sigmoid", "flat_two", "whole_window", "flat_normalised", "weighed_answers")
ALIKE = (
    *("normalised_pool", "deep_linear", "conv_mean", "conv_two", "bottleneck", "average", "mean_by_operation"),
    "kept_dimensions",
)
OLDER = ("flat_sigmoid.h5", "deep_linear.h5", "conv_two.h5", "kept_dimensions.h5")
HALVED = ("flat_two.16.tflite", "normalised_pool.16.tflite", "kept_dimensions.16.tflite")
OTHER = (
    *("hidden_relu", "layer_normalised", "largest", "bent", "squared", "hidden_cells", "turned"),
    "channels_in_front",
)


def _files(*names: str) -> list[str]:
    return [f"{name}{suffix}" for name in names for suffix in (".keras", "_saved", ".tflite")]


FILES = [*_files(*IN_EACH_CELL, *ALIKE), *OLDER]


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the models of ``linear_heads.py``, their bundles, and what Keras says of each."""
    folder = tmp_path_factory.mktemp("heads")
    run_module("tests.training.foreign.linear_heads", folder)
    return folder


@pytest.fixture(scope="module")
def told(heads: Path) -> dict[str, Any]:
    """What became of each."""
    values: dict[str, Any] = json.loads((heads / "told.json").read_text())
    return values


def _facts(heads: Path, file: str) -> Any:
    return np.load(heads / f"{_name(file)}.npz")


def _name(file: str) -> str:
    return file.removesuffix("_saved").partition(".")[0]


def _mixture(made: dict[str, Any]) -> Any:
    """How the writer's process answered: a sigmoid's positive means no, a softmax's output 0 yes, else output 1."""
    if made["model"]["outputs"] == 1:
        return np.array([-1.0 if made["model"]["ending"] == "sigmoid" else 1.0])
    return np.array([1.0, -1.0])


def _seen(heads: Path, file: str, litert: bytes | None = None) -> list[Evidence]:
    bundle = load_bundle(heads / f"{file}.model")
    if litert is not None:
        bundle = replace(bundle, parts={**bundle.parts, LITERT: litert})
    classifier = Classifier(bundle)
    return [classifier.run(picture[np.newaxis]) for picture in pictures()]


@pytest.mark.parametrize("file", FILES)
def test_its_logits_are_the_originals(file: str, heads: Path, told: dict[str, Any]) -> None:
    assert "refused" not in told[file], told[file]
    wanted = _facts(heads, file)["raw"] @ _mixture(told[file])
    assert np.ptp(wanted) > 0.1
    np.testing.assert_allclose([one.logit for one in _seen(heads, file)], wanted, atol=1e-5)


@pytest.mark.parametrize("file", FILES)
def test_a_cell_adds_what_the_originals_own_layers_make_of_it_alone(
    file: str, heads: Path, told: dict[str, Any]
) -> None:
    facts, mixture = _facts(heads, file), _mixture(told[file])
    bias = head_weights(load_bundle(heads / f"{file}.model").litert)[1]
    assert bias == pytest.approx(float(facts["bias"] @ mixture), abs=1e-5)
    for evidence, features, cells in zip(_seen(heads, file), facts["features"], facts["cells"] @ mixture, strict=True):
        found = Contributions.of(evidence, bias)
        assert found.cells.shape == (8, 10)
        assert np.ptp(cells) > 1e-3
        np.testing.assert_allclose(found.cells, cells, atol=1e-5)
        by_weights = np.einsum("rcf,rcfo,o->rc", features, facts["jacobian"], mixture)
        np.testing.assert_allclose(found.cells, by_weights, atol=1e-5)
        assert abs(found.total - evidence.logit) <= EXACT_TO


@pytest.mark.parametrize("file", [*FILES, *HALVED])
def test_bias_and_cells_of_every_sample_sum_to_its_logit_in_an_explanation(
    file: str, heads: Path, told: dict[str, Any]
) -> None:
    made, bundle = told[file]["made"], load_bundle(heads / f"{file}.model")
    assert (told[file]["model"]["exact_map"], made["exact_map"], bundle.card.exact_map) == (True, True, True)
    assert not any("exact map" in note for note in made["notes"])
    assert bundle.card.head["layer"] == (IN_PLACES if _name(file) in IN_EACH_CELL else PLAIN)
    lens = Lens(bundle)
    for path in samples():
        seen = lens.look(FileSource(path))
        assert seen.contributions is not None, seen.no_map
        assert seen.contributions.bias_known
        assert abs(seen.contributions.total - seen.logit) <= EXACT_TO


@pytest.mark.parametrize("file", FILES)
def test_it_can_be_given_another_head_on_its_embedding(file: str, heads: Path, told: dict[str, Any]) -> None:
    litert = load_bundle(heads / f"{file}.model").litert
    old, bias = head_weights(litert)
    weights = np.arange(1, old.size + 1) / 10
    before, after = _seen(heads, file), _seen(heads, file, with_head(litert, weights, 5.0))
    for first, second in zip(before, after, strict=True):
        assert first.embedding is not None
        assert first.logit == pytest.approx(float(first.embedding @ old) + bias, abs=1e-5)
        np.testing.assert_array_equal(second.embedding, first.embedding)
        assert second.logit == pytest.approx(float(first.embedding @ weights) + 5.0, abs=1e-5)
        assert abs(Contributions.of(second, 5.0).total - second.logit) <= EXACT_TO
    if told[file].get("another_head"):
        np.testing.assert_allclose([one.logit for one in after], told[file]["another_head"], atol=1e-5)


def test_the_keras_models_were_given_another_head_too(told: dict[str, Any]) -> None:
    followed = {_name(file) for file in told if told[file].get("another_head")}
    assert followed == {*IN_EACH_CELL, *ALIKE} - {"bottleneck"}


@pytest.mark.parametrize("file", HALVED)
def test_weights_of_16_bits_are_taken_as_they_are(file: str, heads: Path, told: dict[str, Any]) -> None:
    wanted = _facts(heads, file)["cells"] @ _mixture(told[file])
    for evidence, cells in zip(_seen(heads, file), wanted, strict=True):
        bias = head_weights(load_bundle(heads / f"{file}.model").litert)[1]
        np.testing.assert_allclose(Contributions.of(evidence, bias).cells, cells, atol=3e-3 * np.abs(cells).max())


@pytest.mark.parametrize("file", _files(*OTHER))
def test_a_way_that_is_not_linear_from_the_pictures_parts_gives_no_exact_map_and_it_is_said(
    file: str, heads: Path, told: dict[str, Any]
) -> None:
    assert "refused" not in told[file], told[file]
    made, bundle = told[file]["made"], load_bundle(heads / f"{file}.model")
    assert (told[file]["model"]["exact_map"], made["exact_map"], bundle.card.exact_map) == (False, False, False)
    assert any(note == NO_EXACT_MAP for note in made["notes"])
    seen = Lens(bundle).look(FileSource(samples()[0]))
    assert seen.contributions is None
    assert seen.no_map == DEEPER


@pytest.mark.parametrize("file", ["flat.keras", "flat_two_saved", "flat_normalised.tflite", "deep_linear.h5"])
def test_it_can_be_taught_and_the_taught_model_has_its_exact_map(file: str, heads: Path, tmp_path: Path) -> None:
    bundle, labels = load_bundle(heads / f"{file}.model"), np.arange(40) % 2
    embeddings = np.random.default_rng(4).normal(size=(40, head_weights(bundle.litert)[0].size)) + labels[:, np.newaxis]
    made = teach(bundle, Labelled(hashes(40), labels, embeddings.astype(np.float16)), lambda _: None)
    write(made, tmp_path / "taught.model")
    seen = Lens(load_bundle(tmp_path / "taught.model")).look(FileSource(samples()[0]))
    assert seen.evidence.embedding is not None
    assert seen.logit == pytest.approx(float(made.logits(seen.evidence.embedding[np.newaxis])[0]), abs=1e-4)
    assert seen.contributions is not None
    assert seen.contributions.bias == pytest.approx(made.head.bias, abs=1e-6)
    assert abs(seen.contributions.total - seen.logit) <= EXACT_TO


@pytest.mark.parametrize("file", ["hidden_relu.keras", "layer_normalised_saved", "bent.tflite"])
def test_a_head_that_is_not_linear_cannot_be_taught_and_it_is_said(file: str, heads: Path) -> None:
    labelled = Labelled(hashes(4), np.arange(4) % 2, np.zeros((4, 6), np.float16))
    with pytest.raises(BundleError, match="cannot be taught: it does not end in one linear neuron"):
        teach(load_bundle(heads / f"{file}.model"), labelled, lambda _: None)


@pytest.mark.parametrize("wrong", [0.01, float("nan")])
def test_a_map_that_does_not_sum_to_the_logit_is_not_promised_and_the_model_is_brought_in(
    wrong: float, heads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Classifier.run

    def run(self: Classifier, tensor: Tensor) -> Evidence:
        evidence = whole(self, tensor)
        changed = None if evidence.logit_map is None else evidence.logit_map + np.float32(wrong)
        return replace(evidence, logit_map=changed)

    monkeypatch.setattr(Classifier, "run", run)
    asked = ImportRequest(
        *(heads / "flat.tflite", tmp_path / "flat.model", "alpaca", "none", "yes"),
        scale=Scale.SIGNED,
        fit="squash",
        resampling="bilinear",
    )
    made = bring_in(asked, lambda _: None)
    assert (made.exact_map, made.notes[-1]) == (False, MAP_NOT_KEPT)
    bundle = load_bundle(tmp_path / "flat.model")
    assert not bundle.card.exact_map
    assert bundle.card.brought_in["changes"][-1] == MAP_NOT_KEPT
    assert bundle.card.head["layer"] == "several layers, the last one linear"
    seen = Lens(bundle).look(FileSource(samples()[0]))
    assert (seen.contributions, seen.evidence.logit_map, seen.no_map) == (None, None, DEEPER)


def test_a_models_other_faults_are_refused_with_and_without_its_map(heads: Path, tmp_path: Path) -> None:
    asked = ImportRequest(
        *(heads / "flat.tflite", tmp_path / "flat.model", "alpaca", "none", "yes"),
        scale=Scale.SIGNED,
        fit="squash",
        resampling="bilinear",
        pictures=(tmp_path / "nothing.png",),
    )
    with pytest.raises(AlpacaError, match=r"nothing\.png"):
        bring_in(asked, lambda _: None)
    assert not (tmp_path / "flat.model").exists()

"""A logit taken apart sums to itself: for what is made up, for the samples, and for every photograph."""

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from alpaca_gui.engine.bundle import KERAS, load_bundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.exactness import EXACT_TO
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.lens import Lens
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.resources import shipped_model, shipped_samples

maps = arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.floats(-200, 200, width=32))
biases = st.floats(-20, 20)
SAMPLES = sorted(path for path in shipped_samples().iterdir() if path.suffix in {".png", ".jpg", ".webp"})


def evidence_of(logit_map: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Evidence:
    """What a model gives whose logit is, in float32, the mean of its map."""
    return Evidence(float(np.mean(logit_map, dtype=np.float32)), logit_map, None)


def check_all(paths: Sequence[Path]) -> set[bool]:
    """Check the sum of each picture's map; give the sides of 0 on which their logits are."""
    lens, sides = Lens(load_bundle(shipped_model())), set()
    for path in paths:
        seen = lens.look(FileSource(path))
        found = seen.contributions
        assert found is not None
        assert found.logit == seen.logit
        assert abs(found.bias + math.fsum(found.cells.ravel()) - seen.logit) <= EXACT_TO, path.name
        assert abs(found.bias + found.yes + found.no - seen.logit) <= EXACT_TO, path.name
        sides.add(seen.logit > 0)
    return sides


def test_bias_and_cells_sum_to_the_logit_of_every_sample() -> None:
    assert check_all(SAMPLES) == {True, False}


@pytest.mark.slow
def test_bias_and_cells_sum_to_the_logit_of_every_photograph(photographs: Path) -> None:
    paths = sorted(photographs.rglob("*.jpg"))
    assert len(paths) == 327
    assert check_all(paths) == {True, False}


@pytest.mark.slow
@pytest.mark.tensorflow
def test_a_cell_is_what_the_neuron_makes_of_its_features_in_keras() -> None:
    import keras

    bundle = load_bundle(shipped_model())
    seen = Lens(bundle).look(FileSource(SAMPLES[0]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        path.write_bytes(bundle.parts[KERAS])
        model = keras.saving.load_model(path, compile=False)
    pooling = next(layer for layer in reversed(model.layers) if layer.name == "logit")
    neuron = pooling.input._keras_history.operation
    weights, bias = (np.asarray(value, dtype=np.float64) for value in neuron.get_weights())
    features = np.asarray(keras.Model(model.input, neuron.input)(seen.tensor), dtype=np.float64)[0]
    cells = features @ weights.reshape(features.shape[-1]) / (features.shape[0] * features.shape[1])
    found = seen.contributions
    assert found is not None
    np.testing.assert_allclose(found.cells, cells, atol=1e-4)
    assert found.bias == pytest.approx(float(bias[0]), abs=1e-6)


@given(maps, biases)
def test_whatever_the_map_bias_and_cells_are_the_logit(
    logit_map: np.ndarray[tuple[int, ...], np.dtype[np.float32]], bias: float
) -> None:
    found = Contributions.of(evidence_of(logit_map), bias)
    assert found.exact
    plain = [(float(value) - bias) / logit_map.size for value in logit_map.ravel()]
    assert found.yes == pytest.approx(math.fsum(value for value in plain if value > 0), abs=1e-9)
    assert found.no == pytest.approx(math.fsum(value for value in plain if value < 0), abs=1e-9)
    assert found.total == pytest.approx(found.logit, abs=EXACT_TO)
    assert found.residue == found.total - found.logit


@given(maps, biases)
def test_the_shares_of_a_side_are_the_whole_of_it(
    logit_map: np.ndarray[tuple[int, ...], np.dtype[np.float32]], bias: float
) -> None:
    found = Contributions.of(evidence_of(logit_map), bias)
    shares: dict[bool, list[float]] = {True: [], False: []}
    for row, column in np.ndindex(found.cells.shape):
        share = found.share(row, column)
        assert 0 <= share <= 1 + 1e-12
        if found.cells[row, column]:
            shares[bool(found.cells[row, column] > 0)].append(share)
    for side in shares.values():
        assert not side or math.fsum(side) == pytest.approx(1)


@given(maps)
def test_without_a_known_bias_each_cell_holds_its_share_of_it(
    logit_map: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> None:
    found = Contributions.of(evidence_of(logit_map), None)
    assert (found.bias, found.bias_known) == (0.0, False)
    assert found.exact


def test_a_no_is_taken_apart_with_its_sign() -> None:
    found = Contributions.of(Evidence(-2.0, np.array([[-8.0, 2.0], [-4.0, 2.0]], np.float32), None), -1.0)
    np.testing.assert_array_equal(found.cells, [[-1.75, 0.75], [-0.75, 0.75]])
    assert (found.yes, found.no, found.total) == (1.5, -2.5, -2.0)
    assert found.largest == 1.75
    assert found.share(0, 0) == pytest.approx(0.7)
    assert found.share(0, 1) == pytest.approx(0.5)
    assert found.strongest() == (0, 0)


def test_a_cell_that_adds_nothing_has_no_share() -> None:
    found = Contributions.of(Evidence(0.0, np.zeros((2, 2), np.float32), None), 0.0)
    assert (found.share(0, 0), found.largest, found.yes, found.no) == (0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("wrong", [0.01, -0.01, float("nan"), float("inf")])
def test_a_map_that_does_not_sum_to_the_logit_is_not_exact(wrong: float) -> None:
    logit_map = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)
    logit_map[0, 0] += 4 * wrong
    assert not Contributions.of(Evidence(2.5, logit_map, None), 0.5).exact


def test_what_only_float32_rounds_is_exact_however_large_the_logit() -> None:
    logit_map = np.full((9, 9), 3.3e6, np.float32)
    found = Contributions.of(Evidence(float(np.nextafter(np.float32(3.3e6), np.float32(4e6))), logit_map, None), 1.0)
    assert abs(found.residue) > EXACT_TO
    assert found.exact


def test_evidence_without_a_map_cannot_be_taken_apart() -> None:
    with pytest.raises(ValueError, match="no logit map"):
        Contributions.of(Evidence(1.0, None, None), 0.0)

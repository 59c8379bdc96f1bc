"""The neuron's sum, feature by feature, is the logit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.weighing import Weighing
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.resources import shipped_model, shipped_samples

numbers = st.floats(-100, 100, width=32)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=50), numbers)
def test_the_sum_ends_at_weights_times_features_plus_bias(pairs: list[tuple[float, float]], bias: float) -> None:
    features, weights = (np.array(column) for column in zip(*pairs, strict=True))
    weighing = Weighing.of(features, weights, bias)
    assert weighing.sums[0] == bias
    assert weighing.sums.size == len(pairs) + 1
    assert weighing.sums[-1] == pytest.approx(float(features @ weights) + bias, abs=1e-6)
    assert np.all(np.diff(np.abs(weighing.products)) <= 0)


@given(st.lists(numbers, min_size=1, max_size=30), numbers)
def test_once_settled_the_sum_stays_on_its_side(products: list[float], bias: float) -> None:
    weighing = Weighing(np.array(products), bias)
    side = weighing.sums > 0
    assert (side[weighing.settled :] == side[-1]).all()
    assert weighing.settled == 0 or side[weighing.settled - 1] != side[-1]


def test_the_sum_of_a_sample_is_its_logit() -> None:
    lens = Lens(load_bundle(shipped_model()))
    assert lens.weights is not None
    assert lens.bias is not None
    for name in ("drawn-alpaca.jpg", "lion.png"):
        seen = lens.look(FileSource(shipped_samples() / name))
        assert seen.evidence.embedding is not None
        weighing = Weighing.of(seen.evidence.embedding, lens.weights, lens.bias)
        assert float(weighing.sums[-1]) == pytest.approx(seen.logit, abs=1e-4)


def test_another_number_of_weights_is_refused() -> None:
    with pytest.raises(ValueError, match="one weight for each feature"):
        Weighing.of(np.zeros(3), np.zeros(4), 0.0)

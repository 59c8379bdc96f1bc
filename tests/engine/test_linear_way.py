"""A way is followed backwards, layer by layer; its weights give what the layers give when they are gone through."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.engine.linear_way import IN_PLACES, PLAIN, LinearWay, MapNeuron, followed

Forward = Callable[[Any], Any]
Backward = Callable[[LinearWay], LinearWay]
ROWS, COLUMNS, CHANNELS = 3, 4, 5


def neurons(rng: np.random.Generator, features: int, units: int) -> tuple[Forward, Backward]:
    kernel, bias = rng.normal(size=(features, units)), rng.normal(size=units)
    return lambda x: x @ kernel + bias, lambda way: way.through_neurons(kernel, bias)


def arithmetic(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[Forward, Backward]:
    scale, offset = rng.normal(size=shape), rng.normal(size=shape[-1:])
    return lambda x: x * scale + offset, lambda way: way.through_arithmetic(scale, offset[np.newaxis])


def layers(seed: int, pooled: bool, outputs: int) -> list[tuple[Forward, Backward]]:
    """Draw layers of every kind, from a map to raw numbers."""
    rng = np.random.default_rng(seed)
    shape = (ROWS, COLUMNS, CHANNELS)
    on_map = [
        neurons(rng, CHANNELS, CHANNELS),
        arithmetic(rng, (CHANNELS,) if pooled else shape),
    ]
    if pooled:
        together: tuple[Forward, Backward] = lambda x: x.mean(axis=(0, 1)), lambda way: way.through_mean()
        size = CHANNELS
    else:
        together = lambda x: x.reshape(-1), lambda way: way.through_shape(shape)
        size = ROWS * COLUMNS * CHANNELS
    return [*on_map, together, arithmetic(rng, (size,)), neurons(rng, size, 4), neurons(rng, 4, outputs)]


@given(st.integers(0, 999), st.booleans(), st.integers(1, 3))
def test_its_weights_and_bias_give_what_the_layers_give(seed: int, pooled: bool, outputs: int) -> None:
    drawn = layers(seed, pooled, outputs)
    way = LinearWay.end((outputs,))
    for _, back in reversed(drawn):
        way = back(way)
    features = np.random.default_rng(seed + 1).normal(size=(ROWS, COLUMNS, CHANNELS))
    raw = features
    for forward, _ in drawn:
        raw = forward(raw)
    assert way.pooled is pooled
    weighed = way.weights if not pooled else np.broadcast_to(way.weights / (ROWS * COLUMNS), (*features.shape, outputs))
    np.testing.assert_allclose(np.einsum("rcf,rcfo->o", features, weighed) + way.bias, raw, atol=1e-8)
    mixture = np.arange(1.0, outputs + 1)
    neuron = way.neuron(mixture)
    on_map = features if neuron.places is None else neuron.places * features
    logit_map = on_map @ neuron.weights + neuron.bias
    assert logit_map.mean() == pytest.approx(float(raw @ mixture), abs=1e-8)


def test_a_neuron_says_whether_its_cells_count_alike() -> None:
    assert LinearWay.end((1,)).through_neurons(np.ones((4, 1)), [0]).through_mean().neuron(np.ones(1)).words == PLAIN
    flat = LinearWay.end((1,)).through_neurons(np.ones((16, 1)), [0]).through_shape((2, 2, 4))
    assert flat.neuron(np.ones(1)).words == IN_PLACES
    single = LinearWay.end((1,)).through_neurons(np.ones((4, 1)), [0]).through_shape((1, 1, 4))
    assert single.neuron(np.ones(1)).words == PLAIN
    assert MapNeuron(None, np.ones(3), 0.0).words == PLAIN


@pytest.mark.parametrize(
    "wrong",
    [
        lambda way: way.through_neurons(np.ones((3, 7)), np.ones(7)),
        lambda way: way.through_neurons(np.ones((3, 4)), np.ones(3)),
        lambda way: way.through_neurons(np.ones(4), np.ones(4)),
        lambda way: way.through_arithmetic(np.ones((2, 4)), 0.0),
        lambda way: way.through_arithmetic(1.0, np.ones(3)),
        lambda way: way.through_shape((5,)),
        lambda way: way.through_shape((None, 4)),
        lambda way: way.through_mean().through_mean(),
        lambda way: way.through_mean().through_shape((4,)),
        lambda way: way.through_mean().through_arithmetic(np.ones((3, 2, 4)), 0.0),
    ],
)
def test_layers_that_do_not_fit_are_no_way(wrong: Backward) -> None:
    with pytest.raises(ValueError, match=r"."):
        wrong(LinearWay.end((4,)))


SHAPES = {"raw": (1,), "mean": (4,), "bottleneck": (3, 2, 4), "answers": (3, 2, 1), "features": (3, 2, 8)}


def steps(*names: str, fails: str = "") -> Any:
    """Give a step that leads from each name to the next without changing the weights, and raises at ``fails``."""

    def step(name: str, way: LinearWay) -> tuple[str, LinearWay] | None:
        if name == fails:
            raise ValueError(name)
        later = dict(pairwise(names)).get(name)
        return None if later is None else (later, way)

    return step


def found(*names: str, way: LinearWay, fails: str = "") -> str | None:
    reached = followed(names[0], way, SHAPES.__getitem__, steps(*names, fails=fails))
    return None if reached is None else reached[0]


def test_it_is_followed_to_the_last_map_of_features_and_no_farther() -> None:
    pooled = LinearWay(np.ones((4, 1)), np.zeros(1), pooled=True)
    assert found("raw", "mean", "bottleneck", "features", way=pooled) == "bottleneck"
    assert found("raw", "answers", "features", way=pooled) == "features"
    assert found("raw", "answers", "features", way=pooled, fails="answers") == "answers"
    assert found("raw", "mean", "features", way=pooled, fails="mean") is None


def test_weights_that_are_no_numbers_are_no_way() -> None:
    assert found("raw", "mean", "features", way=LinearWay(np.full((4, 1), np.inf), np.zeros(1), pooled=True)) is None


def test_a_circle_has_an_end() -> None:
    way = LinearWay(np.ones((4, 1)), np.zeros(1))
    assert followed("mean", way, SHAPES.__getitem__, lambda name, same: (name, same)) is None

"""Sketches bound the cosines of what they were made from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.library.sketch import Sketcher, at_least, at_most


@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 20), st.integers(1, 25))
def test_sketches_bound_every_cosine(seed: int, n: int, features: int, axes: int) -> None:
    rows = np.maximum(np.random.default_rng(seed).normal(size=(n, features)), -0.3).astype(np.float16)
    rows[n // 3] = rows[0] * np.float16(1.5)
    sketches = Sketcher(rows[: n // 2 + 1], axes).sketch(rows)
    upper = at_most(sketches, sketches)
    a, b = np.indices(upper.shape).reshape(2, -1)
    lower = at_least(upper.ravel(), sketches[a], sketches[b])
    values = rows.astype(np.float64)
    units = values / np.linalg.norm(values, axis=1, keepdims=True)
    truth = (units @ units.T).ravel()
    assert (upper.ravel() >= truth).all()
    assert (lower <= truth).all()
    if axes >= features:
        assert upper.ravel() == pytest.approx(truth, abs=1e-4)


def test_sketches_of_what_has_one_direction_settle_every_pair() -> None:
    rows = np.outer(np.arange(1, 5), np.arange(40)).astype(np.float16)
    sketches = Sketcher(rows, 3).sketch(rows)
    upper = at_most(sketches, sketches)
    assert upper == pytest.approx(np.ones((4, 4)), abs=1e-3)
    assert at_least(upper[0], sketches[[0] * 4], sketches) == pytest.approx(np.ones(4), abs=1e-3)


def test_nothing_can_be_sketched() -> None:
    rows = np.zeros((3, 5), np.float16)
    sketcher = Sketcher(rows, 2)
    assert sketcher.sketch(rows[:0]).shape == (0, sketcher.width)
    assert (at_most(sketcher.sketch(rows), sketcher.sketch(rows)) < 1e-3).all()

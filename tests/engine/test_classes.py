"""The classes of a backbone come back as they were, to 16 bits, or are refused."""

import numpy as np
import pytest

from alpaca_gui.engine.classes import Classes
from alpaca_gui.engine.npz import to_npz
from alpaca_gui.errors import BundleError


def test_they_come_back_to_sixteen_bits() -> None:
    rng = np.random.default_rng(0)
    classes = Classes(rng.normal(size=(7, 5)).astype(np.float32), rng.normal(size=5).astype(np.float32))
    back = Classes.from_bytes(classes.to_bytes())
    np.testing.assert_allclose(back.weights, classes.weights, rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(back.biases, classes.biases, rtol=1e-3, atol=1e-6)
    assert back.to_bytes() == classes.to_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"nothing",
        to_npz({"weights": np.zeros((2, 3), np.float16)}),
        to_npz({"weights": np.zeros((2, 3), np.float16), "biases": np.zeros(2, np.float16)}),
        to_npz({"weights": np.zeros((2, 3), np.float32), "biases": np.zeros(3, np.float32)}),
        to_npz({"weights": np.zeros(2, np.float16), "biases": np.zeros((), np.float16)}),
    ],
)
def test_anything_else_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(BundleError, match="classes of the model's backbone cannot be read"):
        Classes.from_bytes(data)

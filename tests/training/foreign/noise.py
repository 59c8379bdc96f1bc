"""Pictures of noise for the tests' small models, the same in every process."""

from typing import Any

import numpy as np

from tests.training.foreign.sides import SIDE


def pictures() -> np.ndarray[Any, np.dtype[np.float32]]:
    """Three pictures of noise, one of them nearly black."""
    noise = np.random.default_rng(2).uniform(-1, 1, (3, SIDE, SIDE, 3))
    noise[2] = noise[2] * 0.1 - 0.9
    return noise.astype(np.float32)

"""The neuron at work: each feature times its weight, added up until the logit stands there."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.exactness import most_missed
from alpaca_gui.logit.sigmoid import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """The neuron's sum, the weightiest products first: ``bias + products.sum() == logit``, but for rounding.

    Attributes
    ----------
    products
        float64 (features,): feature times weight, in logits, by falling size.
    bias
        What the sum begins with.
    """

    products: Floats
    bias: float

    @classmethod
    def of(cls, embedding: NDArray[Any], weights: NDArray[Any], bias: float) -> "Weighing":
        """Weigh the pooled features (features,) of a picture.

        Raises
        ------
        ValueError
            When there are not as many weights as features.
        """
        if embedding.shape != weights.shape:
            raise ValueError(f"one weight for each feature is needed, got {weights.shape} for {embedding.shape}")
        products = embedding.astype(np.float64) * weights.astype(np.float64)
        return cls(products[np.argsort(-np.abs(products), kind="stable")], bias)

    @property
    def sums(self) -> Floats:
        """float64 (features + 1,): the bias, and what the sum is after each further feature; the last is the logit."""
        return self.bias + np.concatenate(([0.0], np.cumsum(self.products)))

    def gives(self, logit: float) -> bool:
        """Whether the sum is the model's logit but for rounding; not where its file breaks what its card promises."""
        added = abs(self.bias) + float(np.abs(self.products).sum())
        return abs(float(self.sums[-1]) - logit) <= most_missed(added)

    @property
    def settled(self) -> int:
        """After how many features the sum stays on the side of 0 where it ends."""
        sums = self.sums
        elsewhere = np.flatnonzero((sums > 0) != (sums[-1] > 0))
        return int(elsewhere[-1]) + 1 if elsewhere.size else 0

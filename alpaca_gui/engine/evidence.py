"""What one forward pass gives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The three outputs of the model for one picture.

    Attributes
    ----------
    logit
        The raw output of the neuron.
    logit_map
        float32 (h, w): what each cell of the feature map says. Where the way from there to the logit is linear its mean
        is the logit; None for a model that has no such map.
    embedding
        float32 (features,): the pooled features that the neuron weighs; None for a model that does not give them.
    """

    logit: float
    logit_map: NDArray[np.float32] | None
    embedding: NDArray[np.float32] | None

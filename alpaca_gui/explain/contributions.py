"""The exact map: what each cell of the feature map adds to the logit, so that bias and cells sum to it."""

from dataclasses import dataclass

import numpy as np

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.exactness import most_missed
from alpaca_gui.explain.signed_cells import SignedCells


@dataclass(frozen=True, slots=True, eq=False)
class Contributions(SignedCells):
    """A logit taken apart: ``bias + cells.sum() == logit``, but for rounding in float32 (below 1e-4).

    Where the way from the last feature map to the logit is linear, the logit is a bias b and a weighed sum of the
    features of its n cells: behind global average pooling all cells share their weights, behind a flattened map each
    has its own. The model's logit map is ``n * weights[cell] . features[cell] + b``, whose mean is the logit, so that a
    cell adds ``(map[cell] - b) / n``. Nothing is estimated: it is the model's own sum in another order (the class
    activation map of Zhou et al., "Learning Deep Features for Discriminative Localization", CVPR 2016, with its sign
    and its unit kept).

    Attributes
    ----------
    cells
        float64 (h, w): what each cell adds, in logits; above 0 for yes, below for no.
    bias
        What the neuron says before it has seen anything.
    logit
        The model's own, as it stands in the list.
    bias_known
        False where the model's file does not show its bias: ``bias`` is 0 then, and each cell holds its share of it.
    """

    bias: float
    logit: float
    bias_known: bool = True

    @classmethod
    def of(cls, evidence: Evidence, bias: float | None) -> "Contributions":
        """Take apart what one forward pass gave, with the neuron's bias (None where it is not known).

        Raises
        ------
        ValueError
            When there is no logit map.
        """
        if evidence.logit_map is None:
            raise ValueError("this evidence has no logit map")
        cells = (evidence.logit_map.astype(np.float64) - (bias or 0.0)) / evidence.logit_map.size
        return cls(cells, bias or 0.0, evidence.logit, bias is not None)

    @property
    def total(self) -> float:
        """Bias, yes cells and no cells added up: the logit to 1e-4."""
        return self.bias + self.yes + self.no

    @property
    def residue(self) -> float:
        """By how much the sum misses the logit, above 0 where it is too large."""
        return self.total - self.logit

    @property
    def exact(self) -> bool:
        """Whether the sum is the logit but for rounding; false for the map of a model that breaks its promise."""
        added = abs(self.bias) + self.yes - self.no
        return bool(np.isfinite(self.cells).all()) and abs(self.residue) <= most_missed(added)

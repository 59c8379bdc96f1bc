"""The linear way from a feature map to the raw numbers, through whatever layers it goes: a weight for each feature.

What is linear (but for a constant) stays linear when it is done one after the other, so that pooling, flattening,
normalising at inference and neurons without activation fold into one set of weights. The way is followed backwards,
from the raw numbers to the map: each layer that is passed changes the weights by its transpose.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alpaca_gui.logit.sigmoid import Floats

Shape = Sequence[int | None]
Tensor = TypeVar("Tensor")

PLAIN: Final = "one linear neuron"
IN_PLACES: Final = "one linear neuron, whose weights are others in each cell of the feature map"

_MOST_STEPS: Final = 200
"""Layers that are followed: a damaged file may lead in a circle."""


@dataclass(frozen=True, slots=True, eq=False)
class MapNeuron:
    """One neuron on a feature map (h, w, c): ``logit = bias + mean over cells of weights . (places * features)``.

    Attributes
    ----------
    places
        (h, w, c): what each feature counts in each cell; None where all cells count alike.
    weights
        (c,): the neuron's; all 1 where the places say everything.
    bias
        What it says of nothing.
    """

    places: Floats | None
    weights: Floats
    bias: float

    @property
    def words(self) -> str:
        """What it is, for the card."""
        return PLAIN if self.places is None else IN_PLACES


@dataclass(frozen=True, slots=True, eq=False)
class LinearWay:
    """The raw numbers z of a picture as a linear function of a tensor x on its way: ``z = weights . x + bias``.

    Attributes
    ----------
    weights
        (*shape of x without the pictures, outputs).
    bias
        (outputs,).
    pooled
        True for an x (h, w, c) of which only the mean over its cells counts: the weights are (c, outputs) then, so
        that h and w need not be known.
    """

    weights: Floats
    bias: Floats
    pooled: bool = False

    @classmethod
    def end(cls, shape: Sequence[int]) -> Self:
        """Where the way ends: x is z itself, in whatever shape."""
        outputs = math.prod(shape)
        return cls(np.eye(outputs).reshape(*shape, outputs), np.zeros(outputs))

    @property
    def outputs(self) -> int:
        """How many raw numbers there are."""
        return int(self.bias.size)

    def through_neurons(self, kernel: ArrayLike, bias: ArrayLike) -> "LinearWay":
        """The way from before ``x @ kernel + bias``: neurons (features, units) on the last axis."""
        matrix, offset = np.asarray(kernel, dtype=np.float64), np.asarray(bias, dtype=np.float64)
        if matrix.ndim != 2 or matrix.shape[1] != self.weights.shape[-2] or offset.shape != matrix.shape[1:]:
            raise ValueError(f"neurons {matrix.shape} do not fit what they give, {self.weights.shape}")
        told = offset @ self.weights.reshape(-1, *self.weights.shape[-2:]).sum(axis=0)
        return LinearWay(matrix @ self.weights, self.bias + told, self.pooled)

    def through_arithmetic(self, scale: ArrayLike, offset: ArrayLike) -> "LinearWay":
        """The way from before ``x * scale + offset``, with constants that are broadcast to x."""
        factor, added = (_fitted(constant, self.weights.shape[:-1]) for constant in (scale, offset))
        told = (self.weights * added[..., np.newaxis]).reshape(-1, self.outputs).sum(axis=0)
        return LinearWay(self.weights * factor[..., np.newaxis], self.bias + told, self.pooled)

    def through_shape(self, shape: Shape) -> "LinearWay":
        """The way from before a reshaping of x, which had this shape (without the pictures)."""
        if self.pooled or any(side is None for side in shape):
            raise ValueError(f"what has the shape {shape} cannot be put in a row")
        return LinearWay(self.weights.reshape(*(side or 0 for side in shape), self.outputs), self.bias)

    def through_mean(self) -> "LinearWay":
        """The way from before a mean over height and width."""
        if self.pooled or self.weights.size != math.prod(self.weights.shape[-2:]):
            raise ValueError("the mean of a map is no map")
        return LinearWay(self.weights.reshape(self.weights.shape[-2:]), self.bias, pooled=True)

    def neuron(self, mixture: Floats) -> MapNeuron:
        """The way from a feature map as one neuron, for the logit ``z . mixture``."""
        weights, bias = self.weights @ mixture, float(self.bias @ mixture)
        cells = 1 if self.pooled else math.prod(weights.shape[:2])
        if cells == 1:
            return MapNeuron(None, weights.reshape(-1), bias)
        return MapNeuron(weights * cells, np.ones(weights.shape[-1]), bias)


def followed(
    tensor: Tensor,
    way: LinearWay,
    shape_of: Callable[[Tensor], Shape],
    step: Callable[[Tensor, LinearWay], tuple[Tensor, LinearWay] | None],
) -> tuple[Tensor, LinearWay] | None:
    """Follow the way back to the feature map; None where it is not linear from any.

    It ends at the last map of several cells and of more channels than there are raw numbers: a map of fewer is one of
    answers, and the features are what those were made of. Where the way leads to none, it ends at that of answers.

    Parameters
    ----------
    tensor, way
        Where to begin.
    shape_of
        The shape of a tensor without the pictures; None for sides that are not known.
    step
        Gives what goes into the layer that made a tensor, and the way from there; None, or a ValueError, where that
        layer is not linear.
    """
    found = None
    for _ in range(_MOST_STEPS):
        shape = tuple(shape_of(tensor))
        of_features = len(shape) == 3 and (shape[2] or 0) > way.outputs
        of_cells = len(shape) == 3 and (way.pooled or shape[:2] != (1, 1))
        if of_cells and (way.pooled or None not in shape) and np.isfinite(way.weights).all():
            found = tensor, way
            if of_features:
                break
        try:
            stepped = step(tensor, way)
        except ValueError:
            stepped = None
        if stepped is None:
            break
        tensor, way = stepped
    return found


def _fitted(constant: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Broadcast to a shape; axes of 1 before it, such as that of the pictures, are left out."""
    values = np.asarray(constant, dtype=np.float64)
    while values.ndim and values.shape[0] == 1:
        values = values[0]
    return np.broadcast_to(values, shape)

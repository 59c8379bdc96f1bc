"""What every kind of foreign model can do, once it is open: tell about itself, answer, and become a bundle's parts."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from alpaca_gui.engine.linear_way import MapNeuron
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.foreign.model import ForeignModel


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the original framework says of one picture.

    Attributes
    ----------
    raw
        float64 (outputs,): the numbers before a sigmoid or softmax.
    said
        float64 (outputs,): the numbers that the untouched model gives.
    """

    raw: Floats
    said: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What a bundle is made of.

    Attributes
    ----------
    members
        The members' bytes by name.
    neuron
        The neuron whose map is an output of the model, so that the map's mean is the logit; None where it has no map.
    facts
        Facts for its card.
    """

    members: dict[str, bytes]
    neuron: MapNeuron | None
    facts: dict[str, Any] = field(default_factory=dict)


class Original(ABC):
    """An opened foreign model."""

    @abstractmethod
    def look(self) -> ForeignModel:
        """Tell what is known of it."""

    @abstractmethod
    def fix_size(self, width: int, height: int) -> None:
        """Decide on an input size where it takes any, before `answer` and `parts`."""

    @abstractmethod
    def answer(self, tensor: Tensor) -> Answer:
        """Run the original framework on a preprocessed picture, float32 (1, height, width, 3)."""

    @abstractmethod
    def parts(self, mixture: Floats, with_map: bool = True) -> Parts:
        """Make a LiteRT model whose ``logit`` is ``raw . mixture``; ``mixture`` has shape (outputs,).

        It gives the exact map where the way from a feature map to the logit is linear, and ``with_map``.

        Raises
        ------
        AlpacaError
            When it cannot be converted.
        """

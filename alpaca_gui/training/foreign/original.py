"""What every kind of foreign model can do, once it is open: tell about itself, answer, and become a bundle's parts."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

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
    """What a bundle is made of: the members' bytes by name, whether it has the exact map, and facts for its card."""

    members: dict[str, bytes]
    exact_map: bool
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
    def parts(self, mixture: Floats) -> Parts:
        """Make a LiteRT model whose ``logit`` is ``raw . mixture``; ``mixture`` has shape (outputs,).

        Raises
        ------
        AlpacaError
            When it cannot be converted.
        """

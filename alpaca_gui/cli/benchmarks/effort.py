"""How much is measured: the whole, or a quick look."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Effort:
    """Sizes and repetitions of the benchmarks.

    Attributes
    ----------
    predicted
        Pictures at most that Keras predicts, one at a time.
    folder
        Pictures in the folder that the pipeline and the window classify.
    rounds
        How often pipeline and bare threads take turns.
    few, many
        Pictures of the shorter and the longer run whose memory is compared.
    starts
        How often each window is started, and `first_logits` how often ``classify``.
    idle_s
        How long the window is watched at rest before it works.
    explained
        Pictures at most that are explained.
    """

    predicted: int = 60
    folder: int = 1000
    rounds: int = 5
    few: int = 1000
    many: int = 10_000
    starts: int = 9
    first_logits: int = 5
    idle_s: float = 2.0
    explained: int = 30


FULL: Final = Effort()
QUICK: Final = Effort(
    predicted=20, folder=300, rounds=3, few=200, many=1000, starts=5, first_logits=3, idle_s=1.0, explained=8
)

"""What a recipe gives, before it is written as a bundle."""

from dataclasses import dataclass, field

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.training.facts import HeldOut


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """Everything a bundle needs but what is the same for all recipes.

    Attributes
    ----------
    card
        With answers, preprocessing and the facts of backbone, head and recipe; the rule and the figures come later.
    parts
        The models, by their names in the bundle.
    held_out
        Logits by heads that never saw the picture.
    beside
        Figures reached, each beside the one of somebody else, by name.
    """

    card: ModelCard
    parts: dict[str, bytes]
    held_out: HeldOut
    beside: dict[str, list[float]] = field(default_factory=dict)

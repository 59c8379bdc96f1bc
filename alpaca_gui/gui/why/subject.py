"""What the panels explain: one picture, seen by the model that answers now."""

from dataclasses import dataclass

from PySide6.QtGui import QImage

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.explain.answer_words import answer_words
from alpaca_gui.explain.lens import Seen
from alpaca_gui.explain.placement import input_region
from alpaca_gui.imaging.alter import Region
from alpaca_gui.logit.verdict import Decision


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One picture with all that a panel draws without asking.

    Attributes
    ----------
    key
        The row's number in the library.
    name
        What the picture is called.
    seen
        The picture as the model saw it, with its evidence and contributions.
    bundle
        The model.
    image
        The picture for display, `SHOWN` pixels a side at most.
    """

    key: int
    name: str
    seen: Seen
    bundle: ModelBundle
    image: QImage

    @property
    def logit(self) -> float:
        """The raw output of the neuron."""
        return self.seen.logit

    @property
    def region(self) -> Region:
        """Where on the picture the model's input, and so its map, lies; in shares of the picture."""
        picture = self.seen.picture
        return input_region(self.bundle.card.preprocessing, picture.image.width, picture.image.height)

    def answer(self, decision: Decision) -> str:
        """Say a decision in the model's words: ``Yes, alpaca``."""
        return answer_words(self.bundle.card, decision)

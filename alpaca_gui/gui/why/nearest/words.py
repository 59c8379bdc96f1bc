"""What is nearest, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.explain.nearest import NearestTraining
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.verdict import Decision
from alpaca_gui.logit.words import MINUS, short_logit_text

NO_TELLING: Final = (
    "This model does not tell what it was trained on, so there are no training pictures to compare with."
)
NO_EMBEDDING: Final = "This model gives no embedding of a picture, so nothing can be compared."
ONLY_NAMED: Final = (
    "Not all of these can be shown: the model holds no small picture of them. Drop the folder that it was trained with "
    "onto the window, and they are."
)
NONE_HERE: Final = "None."

_AS_NEAR: Final = 0.005
"""Difference of two cosines below which neither side is called the nearer one."""


def cosine_text(cosine: float) -> str:
    """A cosine with two decimals, and as many more as it takes not to call 1 what is less: ``0.83``, ``0.9997``."""
    text = f"{cosine:.2f}"
    if text == "1.00" and cosine < 1:
        text = f"{min(cosine, 0.9999):.4f}"
    return text.replace("-", MINUS)


def answer_of(card: ModelCard, label: int) -> str:
    """The model's word for a label, in quotation marks: it may be any text."""
    return f"“{printable(card.yes if label else card.no)}”"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of one kind of pictures.

    Attributes
    ----------
    what
        One of them.
    how
        How it comes to a side, before the side's name.
    nothing
        What is said where there is none.
    """

    what: str
    how: str
    nothing: str

    def side(self, card: ModelCard, label: int) -> str:
        """Name a side: ``labelled “alpaca”``."""
        return f"{self.how} {answer_of(card, label)}"


TRAINING: Final = Kind("training picture", "labelled", "There is no other training picture to compare with.")
LIBRARY: Final = Kind(
    "picture of this library",
    "on the side of",
    "No other picture of this library can be compared: the model has classified none.",
)


def nearest_sentence(kind: Kind, yes: float | None, no: float | None, card: ModelCard, decision: Decision) -> str:
    """Say which pictures are nearest, by the largest cosine on each side (None where there is none)."""
    near = {label: cosine for label, cosine in ((1, yes), (0, no)) if cosine is not None}
    if not near:
        return kind.nothing
    first = max(near, key=lambda label: near[label])
    start = f"The {kind.what} most like this one is {kind.side(card, first)} ({cosine_text(near[first])} alike);"
    other = kind.side(card, 1 - first)
    if yes is None or no is None:
        return f"{start} there is none {other} to compare with."
    return f"{start} the nearest {other} is {cosine_text(near[1 - first])} alike. {_agreement(yes, no, decision)}"


def itself_sentence(nearest: NearestTraining, card: ModelCard) -> str:
    """Say that the picture itself was trained on; empty where it was not."""
    itself = nearest.itself
    if itself is None:
        return ""
    what = "This very picture" if nearest.same_file else "A picture that looks the same to the model"
    judged = (
        "" if itself.logit is None else f"; heads that never saw it gave it the logit {short_logit_text(itself.logit)}"
    )
    return f"{what} was trained on, labelled {answer_of(card, itself.label)}{judged}. It is left out below."


def together(sentences: Sequence[str]) -> str:
    """Join what there is to say."""
    return " ".join(sentence for sentence in sentences if sentence)


def _agreement(yes: float, no: float, decision: Decision) -> str:
    if abs(yes - no) < _AS_NEAR:
        return "Neither side is nearer."
    if decision is Decision.UNSURE:
        return "The decision is unsure."
    if (yes > no) is (decision is Decision.YES):
        return "The nearer side agrees with the decision."
    return "The nearer side is not the one decided for."

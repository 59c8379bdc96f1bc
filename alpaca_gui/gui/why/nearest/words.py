"""What is nearest, in words."""

from collections.abc import Sequence
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
NO_OTHERS: Final = "No other picture of this library can be compared: the model has classified none."
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


def training_sentence(yes: float | None, no: float | None, card: ModelCard, decision: Decision) -> str:
    """Say which training pictures are nearest, by the largest cosine of each label (None where there is none)."""
    if yes is None or no is None:
        return _one_side(yes, no, card, "training picture", "labelled")
    first, second = (1, 0) if yes >= no else (0, 1)
    near = {1: yes, 0: no}
    return (
        f"The training picture most like this one is labelled {answer_of(card, first)} ({cosine_text(near[first])} "
        f"alike); the nearest labelled {answer_of(card, second)} is {cosine_text(near[second])} alike. "
        f"{_agreement(yes, no, decision)}"
    )


def library_sentence(yes: float | None, no: float | None, card: ModelCard, decision: Decision) -> str:
    """Say which of the library's pictures are nearest, as `training_sentence`."""
    if yes is None and no is None:
        return NO_OTHERS
    if yes is None or no is None:
        return _one_side(yes, no, card, "picture of this library", "on the side of")
    first, second = (1, 0) if yes >= no else (0, 1)
    near = {1: yes, 0: no}
    return (
        f"The picture of this library most like this one is on the side of {answer_of(card, first)} "
        f"({cosine_text(near[first])} alike); the nearest on the side of {answer_of(card, second)} is "
        f"{cosine_text(near[second])} alike. {_agreement(yes, no, decision)}"
    )


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


def _one_side(yes: float | None, no: float | None, card: ModelCard, what: str, how: str) -> str:
    if yes is None and no is None:
        return f"There is no other {what} to compare with."
    label, cosine = (1, yes) if yes is not None else (0, no)
    return (
        f"The {what} most like this one is {how} {answer_of(card, label)} ({cosine_text(cosine or 0.0)} alike); there "
        f"is none {how} {answer_of(card, 1 - label)} to compare with."
    )


def _agreement(yes: float, no: float, decision: Decision) -> str:
    if abs(yes - no) < _AS_NEAR:
        return "Neither side is nearer."
    if decision is Decision.UNSURE:
        return "The decision is unsure."
    if (yes > no) is (decision is Decision.YES):
        return "The nearer side agrees with the decision."
    return "The nearer side is not the one decided for."

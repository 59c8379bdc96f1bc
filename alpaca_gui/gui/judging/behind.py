"""Which pictures stand behind a cell, a bar, a bin or a point of a report; worst first: the doubtful ones lead."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.gui.places_model import Places
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.report import Bin
from alpaca_gui.logit.metrics import bin_of
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.words import short_logit_text


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Some pictures, and in ``words`` what they have in common, e.g. ``no, taken for yes``."""

    words: str
    places: Places

    @property
    def sentence(self) -> str:
        """What is shown: ``3 pictures: no, taken for yes``."""
        return f"{pictures(self.places.size)}: {self.words}"


def pictures(count: int) -> str:
    """Count pictures in words: ``1 picture``, ``3 pictures``, ``no picture``."""
    return {0: "No picture", 1: "1 picture"}.get(count, f"{count:,} pictures")


def everything(judgement: Judgement) -> Shown:
    """All pictures, those farthest on the wrong side first."""
    return _worst_first("all that were judged", judgement, judgement.labels >= 0, judgement.rule.threshold)


def mistakes(judgement: Judgement, threshold: float) -> Shown:
    """The pictures on the wrong side of ``threshold``."""
    wrong = (judgement.logits > threshold) != (judgement.labels == 1)
    return _worst_first("on the wrong side of the threshold", judgement, wrong, threshold)


def cell(judgement: Judgement, *, labelled_yes: bool, taken_for_yes: bool) -> Shown:
    """The pictures of one cell of the confusion matrix at the model's own threshold."""
    threshold = judgement.rule.threshold
    chosen = ((judgement.labels == 1) == labelled_yes) & ((judgement.logits > threshold) == taken_for_yes)
    return _worst_first(cell_words(labelled_yes, taken_for_yes), judgement, chosen, threshold)


def cell_words(labelled_yes: bool, taken_for_yes: bool) -> str:
    """Name a cell: ``no, taken for yes``."""
    return f"{_word(labelled_yes)}, taken for {_word(taken_for_yes)}"


def bar(judgement: Judgement, low: float, high: float, *, labelled_yes: bool) -> Shown:
    """The pictures of one side whose logit is in [low, high)."""
    side = (judgement.labels == 1) == labelled_yes
    inside = (judgement.logits >= low) & (judgement.logits < high)
    words = f"{_word(labelled_yes)}, logit from {short_logit_text(low)} to {short_logit_text(high)}"
    return _worst_first(words, judgement, side & inside, judgement.rule.threshold)


def reliability_bin(judgement: Judgement, which: Bin) -> Shown:
    """The pictures whose probability of yes is in a bin of the reliability diagram."""
    bins = bin_of(sigmoid(judgement.logits / judgement.rule.temperature))
    words = f"probability of yes from {which.low:.2f} to {which.high:.2f}"
    return _worst_first(words, judgement, bins == bin_of(which.low), judgement.rule.threshold)


def point(judgement: Judgement, threshold: float) -> Shown:
    """The mistakes at a point of a curve, where a logit above ``threshold`` means yes."""
    words = f"mistakes with the threshold at {short_logit_text(threshold)}"
    return Shown(words, mistakes(judgement, threshold).places)


def suspicious(places: tuple[int, ...]) -> Shown:
    """The pictures whose label the logit strongly contradicts, in the order given."""
    return Shown("label in doubt, the most doubtful first", np.array(places, dtype=np.int64))


def _word(yes: bool) -> str:
    return "yes" if yes else "no"


def _worst_first(words: str, judgement: Judgement, chosen: NDArray[np.bool_], threshold: float) -> Shown:
    places = np.flatnonzero(chosen)
    margins = judgement.logits[places] - threshold
    towards_label = np.where(judgement.labels[places] == 1, margins, -margins)
    return Shown(words, places[np.argsort(towards_label, kind="stable")])

"""Which breaks are marked in the bench's diagrams, and what stands beside them."""

from typing import Final

import numpy as np

from alpaca_gui.explain.stability_bench import Curves, Setting
from alpaca_gui.gui.why.stability.drawing import Mark
from alpaca_gui.gui.why.stability.words import break_numbers, short, trouble_text
from alpaca_gui.logit.breaks import OF_GRADIENT, OF_LOSS, BreakingPoint, Trouble, breaking_points
from alpaca_gui.logit.stability import Method
from alpaca_gui.logit.words import short_logit_text

_CAUSES: Final = frozenset({Trouble.EXP_OVERFLOWS, Trouble.SIGMOID_ONE, Trouble.SIGMOID_ZERO})
"""What the diagram above says already."""

_ONLY_LOSS: Final = frozenset({Trouble.PLATEAU, Trouble.OPEN_CLIP})
"""What is named beside the losses, though it concerns gradients as well."""


def loss_marks(curves: Curves, setting: Setting) -> tuple[Mark, ...]:
    """The breaks of the losses."""
    return _marks(curves, setting, OF_LOSS, "loss")


def gradient_marks(curves: Curves, setting: Setting) -> tuple[Mark, ...]:
    """The breaks of the gradients."""
    return _marks(curves, setting, OF_GRADIENT - _ONLY_LOSS, "gradient")


def _marks(curves: Curves, setting: Setting, about: frozenset[Trouble], of: str) -> tuple[Mark, ...]:
    marks, numbers = [], break_numbers(curves.breaks)
    for method, breaks in curves.breaks.items():
        for point in breaking_points(breaks, about):
            height = _height(curves, method, point.logit, of)
            number = numbers[method, point.logit]
            marks.append(Mark(method, point.logit, height, _text(point, setting, of, height), number))
    return tuple(marks)


def _text(point: BreakingPoint, setting: Setting, of: str, height: float) -> str:
    """``+16.64  sigmoid rounds to 1`` and below it ``log of 0: infinite``; beside gradients what follows alone.

    A plateau tells where it begins and how high it is: ``+15.54  plateau of the clip at 15.94``.
    """
    kept = [trouble for trouble in point.troubles if of == "loss" or trouble not in _CAUSES]
    if len(kept) > 2 and Trouble.EXP_OVERFLOWS in kept:
        kept.remove(Trouble.EXP_OVERFLOWS)  # the table says so
    lines = [
        f"{trouble_text(trouble, setting.label)}{f' at {short(height + 0.0)}' if trouble is Trouble.PLATEAU else ''}"
        for trouble in kept
    ]
    return "\n".join([f"{short_logit_text(point.logit)}  {lines[0]}", *lines[1:]])


def _height(curves: Curves, method: Method, logit: float, of: str) -> float:
    """At what the method gives there; at the exact value where that is infinite or not a number."""
    values, exact = (curves.loss, curves.exact_loss) if of == "loss" else (curves.gradient, curves.exact_gradient)
    at = int(np.searchsorted(curves.logits, logit))
    if at >= curves.logits.size or curves.logits[at] != logit:
        return 0.0  # beyond the axis: not drawn
    value = float(values[method][at])
    return value if np.isfinite(value) else float(exact[at])

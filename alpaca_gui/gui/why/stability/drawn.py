"""The curves of the bench and the axis that they are drawn over, computed beside the window's thread."""

from collections.abc import Mapping
from dataclasses import dataclass

from alpaca_gui.explain.stability_bench import Curves, Setting, draw_curves, find_breaks
from alpaca_gui.gui.why.stability.bench_axis import BenchAxis, near
from alpaca_gui.logit.breaks import Break
from alpaca_gui.logit.stability import Method

Breaks = Mapping[Method, tuple[Break, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What was computed for one setting and one axis."""

    setting: Setting
    axis: BenchAxis
    curves: Curves

    def axis_near(self, logit: float) -> BenchAxis:
        """The axis near another logit, in the same setting."""
        return _near(logit, self.curves.breaks)


def drawn(setting: Setting, logit: float, axis: BenchAxis | None, breaks: Breaks | None) -> Drawn:
    """Compute breaks and curves.

    Parameters
    ----------
    logit
        On the bench.
    axis
        None for the one that is near the logit.
    breaks
        Of this very setting; None where they are to be found first.
    """
    found = find_breaks(setting) if breaks is None else breaks
    over = _near(logit, found) if axis is None else axis
    return Drawn(setting, over, draw_curves(over.logits, setting, found))


def _near(logit: float, breaks: Breaks) -> BenchAxis:
    return near(logit, [one.logit for one in breaks[Method.NAIVE]])

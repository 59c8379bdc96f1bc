"""How long a training will still take."""

import time
from typing import Final

from alpaca_gui.training.course.settings import Stage

_DEARER: Final = 1.6
"""How much longer an epoch of fine-tuning takes than one of the head, until one was timed."""


class Clock:
    """Times the epochs of some stages that follow each other."""

    def __init__(self, stages: tuple[Stage, ...]) -> None:
        self._stages = stages
        self._seconds: list[list[float]] = [[] for _ in stages]
        self._last = time.monotonic()

    def epoch_over(self, stage: Stage) -> float:
        """Say that an epoch of ``stage`` is over; gives the seconds left, estimated."""
        now = time.monotonic()
        self._seconds[self._stages.index(stage)].append(now - self._last)
        self._last = now
        return self.seconds_left()

    def seconds_left(self) -> float:
        """Estimate the seconds left by the latest epoch of each stage; a stage not begun costs more than the last."""
        left, each = 0.0, 0.0
        for stage, seconds in zip(self._stages, self._seconds, strict=True):
            # The first epoch of a stage also builds the graph, so the latest says more than the mean.
            each = seconds[-1] if seconds else each * _DEARER
            left += each * (stage.epochs - len(seconds))
        return left

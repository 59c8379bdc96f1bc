"""How fast the work goes and how long it will still take, from what was counted lately."""

from collections import deque
from typing import Final

_WINDOW_S: Final = 4.0


class Pace:
    """Counts finished pictures over the last seconds. Times are in seconds of any steady clock."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        """Forget what was counted."""
        self._marks.clear()

    def count(self, now: float, finished: int) -> None:
        """Note that ``finished`` pictures in all are done ``now``."""
        self._marks.append((now, finished))
        while self._marks[0][0] < now - _WINDOW_S:
            self._marks.popleft()

    @property
    def per_second(self) -> float | None:
        """Pictures a second; None before there is anything to tell from."""
        if len(self._marks) < 2:
            return None
        (start, before), (end, after) = self._marks[0], self._marks[-1]
        return (after - before) / (end - start) if end > start and after > before else None

    def left(self, waiting: int) -> float | None:
        """Seconds until ``waiting`` more pictures are done."""
        speed = self.per_second
        return None if speed is None else waiting / speed


def time_text(seconds: float) -> str:
    """Give a span of time for a status bar: ``9 s``, ``3 min``, ``2 h``."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h"

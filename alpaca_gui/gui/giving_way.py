"""What steps back where there is not room for all, and in which order: decided in one place, by what each needs."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget


@dataclass(frozen=True, slots=True)
class Part:
    """Something that can be done without.

    Attributes
    ----------
    widget
        It.
    wanted
        Whether it would be shown if there were room.
    steady
        Whether it stays away until the room changes, also where what stands beside it needs less in between: nothing
        large jumps while somebody goes from picture to picture.
    """

    widget: QWidget
    wanted: Callable[[], bool]
    steady: bool = False


class GivingWay:
    """Shows as much as there is room for.

    Parameters
    ----------
    parts
        The one that can be done without most easily first.
    needs
        Gives the least height in which all that always stays can stand together with some of the parts.
    """

    def __init__(self, parts: Sequence[Part], needs: Callable[[Container[QWidget]], int]) -> None:
        self._parts = tuple(parts)
        self._needs = needs
        self._room = QSize()
        self._away: set[QWidget] = set()
        self._back: frozenset[QWidget] = frozenset()

    @property
    def back(self) -> frozenset[QWidget]:
        """What is wanted, and steps back."""
        return self._back

    def forget(self) -> None:
        """Bring back at the next fit what could be there: somebody wishes something else."""
        self._away.clear()

    def fit(self, room: QSize) -> None:
        """Show what there is room for, and hide the rest."""
        if room != self._room:
            self._room = room
            self._away.clear()
        wanted = [part for part in self._parts if part.wanted()]
        shown = {part.widget for part in wanted} - self._away
        for part in self._parts:
            if self._needs(shown) <= room.height():
                break
            if part.widget in shown:
                shown.remove(part.widget)
                if part.steady:
                    self._away.add(part.widget)
        self._back = frozenset(part.widget for part in wanted) - shown
        for part in self._parts:
            if part.widget.isHidden() is (part.widget in shown):
                part.widget.setVisible(part.widget in shown)


def least_height(widget: QWidget, width: int) -> int:
    """Give the least height that a widget asks for where it is so wide, whether it is shown or not."""
    layout, policy = widget.layout(), widget.sizePolicy().verticalPolicy()
    if layout is not None and layout.hasHeightForWidth():
        asked = layout.totalMinimumHeightForWidth(width)
    elif widget.hasHeightForWidth():
        asked = widget.heightForWidth(width)
    elif policy.value & QSizePolicy.PolicyFlag.ShrinkFlag.value:
        asked = widget.minimumHeight() or widget.minimumSizeHint().height()
    else:
        asked = max(widget.sizeHint().height(), widget.minimumSizeHint().height())
    return max(widget.minimumHeight(), min(asked, widget.maximumHeight()))

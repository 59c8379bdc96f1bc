"""What all panels of the window that shows why have in common."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.why.lens_thread import LensThread
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.logit.verdict import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What panels work with: the thread that explains, and the pictures."""

    thread: LensThread
    collection: Collection


class Panel(QWidget):
    """One kind of explanation. It is only told of pictures while it is on the screen.

    Attributes
    ----------
    HINT
        One or two sentences on what it shows and how that was found; the window shows them above it.

    Signals
    -------
    chosen(key)
        Another row of the list is asked for.
    """

    HINT: ClassVar[str] = ""
    chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.subject: Subject | None = None
        self.rule = Rule()

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Explain a picture from now on; overridden by those that ask or draw something, which call this first."""
        self.subject, self.rule = subject, rule

    def show_rule(self, rule: Rule) -> None:
        """Read with another threshold, band or temperature."""
        self.rule = rule

    def leave(self) -> None:
        """Stop what is at work: another panel, or another picture, is looked at."""

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""

    def close_threads(self) -> None:
        """End what the panel has begun beside the thread that explains, e.g. a child process."""

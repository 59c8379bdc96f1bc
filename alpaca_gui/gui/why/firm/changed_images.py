"""The picture as each small change leaves it, for display; made when it is first looked at."""

from dataclasses import dataclass
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from alpaca_gui.explain.firmness import working_copy
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.small_changes import small_changes
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.lens_thread import LensThread
from alpaca_gui.gui.why.question import Step, Work

COPY: Final = "copy"
"""Key of the copy that is changed in a large picture's place; a change has its name."""

_LONGEST: Final = 800
"""Side of an image, in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class ChangedImage:
    """An image, and its key."""

    key: str
    image: QImage


class ChangedImages(QObject):
    """Gives images of one picture, and remembers them.

    Signals
    -------
    ready(ChangedImage)
        One that was asked for.
    failed(str)
        Why there is none.
    """

    ready = Signal(object)
    failed = Signal(str)

    def __init__(self, thread: LensThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, ChangedImage] = {}
        self._inquiry = Inquiry(thread, self)
        self._inquiry.answered.connect(self._on_answered)
        self._inquiry.failed.connect(self.failed)

    def begin(self) -> None:
        """Forget the images: another picture is looked at."""
        self.forget()
        self._known = {}

    def ask(self, key: str) -> None:
        """Have an image made; what is known is told at once."""
        self.forget()
        if key in self._known:
            self.ready.emit(self._known[key])
        else:
            self._inquiry.ask(_making(key))

    def forget(self) -> None:
        """Want none any more."""
        self._inquiry.forget()

    @Slot(object)
    def _on_answered(self, made: ChangedImage) -> None:
        self._known[made.key] = made
        self.ready.emit(made)


def _making(key: str) -> Work:
    def work(_lens: Lens, seen: Seen, _cancel: Event, _step: Step) -> ChangedImage:
        picture = working_copy(seen.picture)
        if key != COPY:
            picture = next(change for change in small_changes() if change.name == key).apply(picture)
        return ChangedImage(key, image_of(picture.shrunk(_LONGEST, _LONGEST)))

    return work

"""What the windows that go with the list look at: the chosen row, seen by the model that answers now."""

from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.why.lens_thread import LensThread
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.source import printable

NOBODY: Final = -1
_LONG: Final = 48
"""Letters of a name that stand on one line of the smallest window."""
NO_PICTURE: Final = "No picture is chosen."
NO_MODEL: Final = "There is no model to ask yet."


class Gaze(QObject):
    """Looks at one row at a time, in a thread of its own, and anew when another model answers. Close it.

    Attributes
    ----------
    lens
        The thread, for questions about the picture.
    key
        The row; below 0 where there is none.
    subject
        The picture; None where there is none, or it is still looked at.
    looking
        Whether it is still looked at.

    Signals
    -------
    turned()
        Another picture is looked at, or the same one by another model: what was known of it counts no more.
    seen(Subject)
        It has been looked at.
    unseen(sentence)
        There is nothing to show, and why.
    """

    turned = Signal()
    seen = Signal(object)
    unseen = Signal(str)

    def __init__(self, collection: Collection, parent: QObject) -> None:
        super().__init__(parent)
        self._collection = collection
        self.lens = LensThread(self)
        self.key = NOBODY
        self.subject: Subject | None = None
        self.looking = False
        self.lens.seen.connect(self._on_seen)
        self.lens.unseen.connect(self._on_unseen)
        collection.model_opened.connect(self._on_model)

    @property
    def name(self) -> str:
        """What the row is called; empty where there is none, or no model to look at it."""
        known = self.key >= 0 and self._collection.bundle is not None
        return printable(self._collection.columns.source(self.key).name) if known else ""

    def named(self, sentence: str) -> str:
        """Say ``sentence`` of the row, with its name on a line above it; of a long name its beginning and its end."""
        name = self.name
        short = name if len(name) <= _LONG else f"{name[: _LONG // 2]}…{name[-_LONG // 2 :]}"
        return f"{short}\n{sentence}" if name else sentence

    def follow(self, key: int) -> None:
        """Look at the row ``key``; at nothing where it is below 0."""
        if key != self.key:
            self.key = key
            self._look()

    def close(self) -> None:
        """End the thread."""
        self.lens.close()

    def _look(self) -> None:
        self.subject, self.looking = None, False
        bundle = self._collection.bundle
        if self.key < 0 or bundle is None:
            self.lens.look_away()
            self.turned.emit()
            self.unseen.emit(NO_PICTURE if self.key < 0 else NO_MODEL)
            return
        self.looking = True
        self.turned.emit()
        source = self._collection.columns.source(self.key)
        self.lens.open(bundle)
        self.lens.look(self.key, source.name, source)

    @Slot(object)
    def _on_model(self, _bundle: object) -> None:
        self._look()

    @Slot(object)
    def _on_seen(self, subject: Subject) -> None:
        if subject.key == self.key:
            self.subject, self.looking = subject, False
            self.seen.emit(subject)

    @Slot(str)
    def _on_unseen(self, sentence: str) -> None:
        self.subject, self.looking = None, False
        self.unseen.emit(sentence)

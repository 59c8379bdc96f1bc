"""The filters that were typed before: what the filter field offers, and what the library remembers of it."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Slot

from alpaca_gui.library.library import Library
from alpaca_gui.library.saved_filters import SavedFilter, forget_filter, name_filter, remember_filter

_MOST_OFFERED: Final = 60


class FilterMemory(QObject):
    """Keeps one list, named filters by name and then the others, the one used last first.

    Parameters
    ----------
    saved
        Those of earlier.
    library
        Where they are remembered.
    write
        Lets a job write in it, in the thread that does so.
    """

    def __init__(
        self,
        saved: Sequence[SavedFilter],
        library: Library,
        write: Callable[[Callable[[], None]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._write = write
        self.saved = list(saved)

    @Slot(str)
    def remember(self, text: str) -> None:
        """Remember that a filter was used."""
        named = next((one for one in self.saved if one.text == text and one.name), None)
        if named is None:
            others = [one for one in self.saved if one.text != text]
            first = next((place for place, one in enumerate(others) if one.name is None), len(others))
            self.saved[:] = [*others[:first], SavedFilter(text), *others[first:]][:_MOST_OFFERED]
        self._write(lambda: remember_filter(self._library, text))

    def bearer(self, name: str) -> str | None:
        """The filter that has a name, as it was typed; None where none has it."""
        return next((one.text for one in self.saved if one.name == name), None)

    @Slot(str, str)
    def name(self, text: str, name: str) -> None:
        """Give a filter a name; the one that had it stays, without a name, as if it were used last."""
        bearer = self.bearer(name)
        bared = [SavedFilter(bearer)] if bearer is not None and bearer != text else []
        others = [one for one in self.saved if one.text not in (text, bearer)]
        named = [one for one in others if one.name] + [SavedFilter(text, name)]
        unnamed = [one for one in others if not one.name]
        self.saved[:] = [*sorted(named, key=lambda one: one.name or ""), *bared, *unnamed]
        self._write(lambda: name_filter(self._library, text, name))

    @Slot(str)
    def forget(self, text: str) -> None:
        """Forget a filter and its name."""
        self.saved[:] = [one for one in self.saved if one.text != text]
        self._write(lambda: forget_filter(self._library, text))

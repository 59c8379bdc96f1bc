"""What the window remembers from one start to the next."""

import os
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from PySide6.QtCore import QByteArray, QSettings

from alpaca_gui.gui.theme import Appearance

_MOST_RECENT: Final = 8


class WindowSettings:
    """Typed access to the one place for settings; a value that cannot be read counts as not set."""

    def __init__(self) -> None:
        self._store = QSettings("alpaca-gui", "alpaca-gui")

    @property
    def geometry(self) -> QByteArray:
        """Position and size of the window, as Qt packs them."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def splitter(self) -> QByteArray:
        """Widths of list and picture, as Qt packs them."""
        return self._bytes("window/splitter")

    @splitter.setter
    def splitter(self, value: QByteArray) -> None:
        self._store.setValue("window/splitter", value)

    @property
    def appearance(self) -> Appearance:
        """System, light or dark."""
        try:
            return Appearance(str(self._store.value("window/appearance", Appearance.SYSTEM)))
        except ValueError:
            return Appearance.SYSTEM

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._store.setValue("window/appearance", value.value)

    @property
    def order(self) -> str:
        """What rows were sorted by: a value of `alpaca_gui.library.columns.Order`."""
        return str(self._store.value("list/order", ""))

    @order.setter
    def order(self, value: str) -> None:
        self._store.setValue("list/order", value)

    @property
    def view(self) -> str:
        """How rows were shown: a value of `alpaca_gui.gui.record_views.ViewKind`."""
        return str(self._store.value("list/view", ""))

    @view.setter
    def view(self, value: str) -> None:
        self._store.setValue("list/view", value)

    @property
    def histogram(self) -> bool:
        """Whether the histogram of logits is shown."""
        return str(self._store.value("window/histogram", "true")).lower() != "false"

    @histogram.setter
    def histogram(self, value: bool) -> None:
        self._store.setValue("window/histogram", value)

    @property
    def folder(self) -> str:
        """The folder that was opened from last."""
        return str(self._store.value("open/folder", ""))

    @folder.setter
    def folder(self, value: str) -> None:
        self._store.setValue("open/folder", value)

    @property
    def review_geometry(self) -> QByteArray:
        """Position and size of the review's window, as Qt packs them."""
        return self._bytes("review/geometry")

    @review_geometry.setter
    def review_geometry(self, value: QByteArray) -> None:
        self._store.setValue("review/geometry", value)

    @property
    def hide_logit(self) -> bool:
        """Whether the review hides a picture's logit until it is labelled."""
        return str(self._store.value("review/hide logit", "no")) == "yes"

    @hide_logit.setter
    def hide_logit(self, value: bool) -> None:
        self._store.setValue("review/hide logit", "yes" if value else "no")

    @property
    def why_geometry(self) -> QByteArray:
        """Position and size of the window that shows why, as Qt packs them."""
        return self._bytes("why/geometry")

    @why_geometry.setter
    def why_geometry(self, value: QByteArray) -> None:
        self._store.setValue("why/geometry", value)

    @property
    def why_panel(self) -> str:
        """The panel that was looked at last: a name of `alpaca_gui.gui.why.panels.KINDS`."""
        return str(self._store.value("why/panel", ""))

    @why_panel.setter
    def why_panel(self, value: str) -> None:
        self._store.setValue("why/panel", value)

    @property
    def recent_libraries(self) -> list[Path]:
        """The libraries that were opened last, the latest first."""
        held = self._store.value("library/recent", [])
        names = [held] if isinstance(held, str) else held if isinstance(held, list) else []
        return [Path(os.fsdecode(unquote_to_bytes(name))) for name in names if isinstance(name, str) and name]

    def remember_library(self, path: Path) -> None:
        """Put a library first among those that were opened last."""
        others = [each for each in self.recent_libraries if each != path]
        # In ASCII: a name that is not UTF-8 would not outlive the file of settings.
        self._store.setValue("library/recent", [quote(os.fsencode(each)) for each in [path, *others][:_MOST_RECENT]])

    def forget_library(self, path: Path) -> None:
        """Take a library off the list, e.g. because it is gone."""
        rest = [each for each in self.recent_libraries if each != path]
        self._store.setValue("library/recent", [quote(os.fsencode(each)) for each in rest])

    def _bytes(self, name: str) -> QByteArray:
        value = self._store.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

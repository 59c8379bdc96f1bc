"""The panels that have been looked at: each is built when it is first wanted, by itself, and then kept."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.panels import KINDS, Kind

_SOON_MS: Final = 1
"""So long that whatever else waits has its turn first."""


class BuiltPanels(QObject):
    """Builds panels, one at a time, so that keys and mouse never wait for a panel to be built and filled at once.

    Attributes
    ----------
    kind
        The one that is wanted.

    Signals
    -------
    built(Panel)
        A panel is there for the first time.
    ready(Panel)
        The one that is wanted, after `show_soon`: fill it.
    """

    built = Signal(object)
    ready = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.kind: Kind = KINDS[0]
        self._context = context
        self._panels: dict[str, Panel] = {}
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._on_soon)

    @property
    def panel(self) -> Panel:
        """The panel that is wanted; it is built where it is not there yet."""
        return self._panels[self.kind.name] if self._there else self._build()

    @property
    def _there(self) -> bool:
        return self.kind.name in self._panels

    def _build(self) -> Panel:
        made = self._panels[self.kind.name] = self.kind.make(self._context)
        self.built.emit(made)
        return made

    def show_soon(self) -> None:
        """Tell that the panel is `ready`: at once where it is there; else it is built first, and told soon after."""
        if self._there:
            self._tell()
        else:
            self._soon.start()

    def _tell(self) -> None:
        self._soon.stop()
        self.ready.emit(self.panel)

    @Slot()
    def _on_soon(self) -> None:
        if self._there:
            self._tell()
        else:
            self._build()
            self._soon.start()

    def leave(self) -> None:
        """Stop what is at work in all of them."""
        for panel in self._panels.values():
            panel.leave()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        for panel in self._panels.values():
            panel.restyle()

    def close(self) -> None:
        """Build no more, and end what the panels have begun."""
        self._soon.stop()
        self.leave()
        for panel in self._panels.values():
            panel.close_threads()

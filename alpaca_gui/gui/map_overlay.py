"""The map over the main window's large picture: found while it is switched on, for the picture that is chosen."""

from PySide6.QtCore import QObject, Slot

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.picture_view import PictureView
from alpaca_gui.gui.why.lens_thread import LensThread
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.source import Source


class MapOverlay(QObject):
    """Lays the exact map over a `PictureView`. While it is off, nothing is computed. Close it.

    Parameters
    ----------
    view
        What shows the picture.
    """

    def __init__(self, view: PictureView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._bundle: ModelBundle | None = None
        self._wanted: tuple[int, Source] | None = None
        self._on = False
        self._thread = LensThread(self)
        self._thread.seen.connect(self._on_seen)
        self._thread.unseen.connect(self._on_unseen)

    @property
    def on(self) -> bool:
        """Whether it is switched on."""
        return self._on

    @Slot(bool)
    def switch(self, on: bool) -> None:
        """Show the map of the chosen picture from now on, or none."""
        if on != self._on:
            self._on = on
            self._begin()

    @Slot(object)
    def open(self, bundle: ModelBundle) -> None:
        """Ask another model from now on; the map of the one before goes."""
        self._bundle = bundle
        self._thread.open(bundle)
        self._view.show_map(None)
        self._begin()

    def look(self, key: int, source: Source) -> None:
        """Show the map of the picture ``key`` as soon as it is found."""
        self._wanted = key, source
        self._begin()

    def look_away(self) -> None:
        """Show no map: there is no picture."""
        self._wanted = None
        self._begin()

    def close(self) -> None:
        """End the thread."""
        self._thread.close()

    def _begin(self) -> None:
        if self._on and self._bundle is not None and self._wanted is not None:
            key, source = self._wanted
            self._thread.look(key, source.name, source)
        else:
            self._thread.look_away()
            self._view.show_map(None)

    @Slot(object)
    def _on_seen(self, subject: Subject) -> None:
        self._view.show_map(subject.seen.contributions, subject.region)

    @Slot(str)
    def _on_unseen(self, _sentence: str) -> None:
        """Show no map; why the picture cannot be read stands in its row."""
        self._view.show_map(None)

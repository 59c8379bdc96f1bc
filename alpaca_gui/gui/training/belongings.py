"""The threads that go with a training dialog, ended when it goes."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING, Final

from alpaca_gui.gui.training.out_place import OutPlace
from alpaca_gui.gui.training.survey import Surveyor

if TYPE_CHECKING:
    from alpaca_gui.gui.loader import PictureLoader

_HEAVY: Final = (
    "alpaca_gui.gui.training.curves",
    "alpaca_gui.gui.loader",
    "alpaca_gui.jobs.child_job",
    "alpaca_gui.jobs.walk",
)
_MOST_WAITING: Final = 20


class Belongings:
    """Holds them, and closes them however the dialog comes to its end; knows nothing of the dialog."""

    def __init__(self) -> None:
        self.surveyor = Surveyor()
        self.place = OutPlace()
        self.loader: PictureLoader | None = None
        self.loading = threading.Thread(target=_load, name="load what trains")
        self.loading.start()

    def make_loader(self) -> PictureLoader:
        """Start what decodes thumbnails, once its module is loaded."""
        from alpaca_gui.gui.loader import PictureLoader  # noqa: PLC0415 - loaded beside the window

        self.loader = PictureLoader(_MOST_WAITING)
        return self.loader

    def close(self) -> None:
        """End everything, and wait for it: as long as one picture takes, or the disk that is asked."""
        self.loading.join()
        self.surveyor.close()
        self.place.close()
        if self.loader is not None:
            self.loader.close()


def _load() -> None:
    for name in _HEAVY:
        import_module(name)

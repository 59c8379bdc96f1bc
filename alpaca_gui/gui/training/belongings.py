"""What goes with a training dialog beyond its widgets: threads and child processes, ended when it goes."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING, Final

from alpaca_gui.gui.training.survey import Surveyor

if TYPE_CHECKING:
    from alpaca_gui.gui.loader import PictureLoader
    from alpaca_gui.jobs.child_job import ChildJob

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
        self.loader: PictureLoader | None = None
        self.jobs: list[ChildJob] = []
        self.loading = threading.Thread(target=_load, name="load what trains")
        self.loading.start()

    def make_loader(self) -> PictureLoader:
        """Start what decodes thumbnails, once its module is loaded."""
        from alpaca_gui.gui.loader import PictureLoader  # noqa: PLC0415 - loaded beside the window

        self.loader = PictureLoader(_MOST_WAITING)
        return self.loader

    def drop_ended_jobs(self) -> None:
        """Let go the child processes that have ended."""
        for job in [job for job in self.jobs if job.ended]:
            job.close()
            self.jobs.remove(job)

    def close(self) -> None:
        """End everything, and wait for it: a second at most, where a child does not answer."""
        for job in self.jobs:
            job.cancel()  # all of them first
        self.loading.join()
        self.surveyor.close()
        if self.loader is not None:
            self.loader.close()
        while self.jobs:
            self.jobs.pop().close()


def _load() -> None:
    for name in _HEAVY:
        import_module(name)

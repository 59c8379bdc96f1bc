"""Similar pictures and near-duplicates, searched for beside the window's thread."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.gui.background import Background
from alpaca_gui.jobs.likeness import Alike, alike, look_alikes
from alpaca_gui.library.columns import Order, Show

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow
    from alpaca_gui.gui.workspace import Workspace

NOTHING_KNOWN: Final = (
    "Nothing is known about how these pictures look to the model: it gives no embedding, or has not classified them."
)


class LikenessSearch(QObject):
    """One search at a time; a new one gives up the one before."""

    progressed = Signal(float)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._cancel = Event()
        self._workspace: Workspace | None = None
        self._name = ""
        self._similar = Background(self)
        self._similar.done.connect(self._on_similar)
        self._similar.failed.connect(self._on_failed)
        self._groups = Background(self)
        self._groups.done.connect(self._on_groups)
        self._groups.failed.connect(self._on_failed)
        self.progressed.connect(self._on_progress)

    @property
    def busy(self) -> bool:
        """Whether something is searched for."""
        return self._similar.busy or self._groups.busy

    def similar(self, workspace: Workspace) -> None:
        """Look for the pictures most like the chosen one."""
        key, columns = workspace.views.current_key(), workspace.columns
        if key < 0:
            return
        cancel, collection = self._begin(workspace), workspace.collection
        library, backbone = collection.library, collection.answering.backbone
        picture = int(columns.picture[key])
        self._name = columns.source(key).name
        self._similar.run(lambda: alike(library, backbone, picture, cancel), "similar")

    def near_duplicates(self, workspace: Workspace) -> None:
        """Look for groups of pictures that look nearly the same."""
        cancel, collection = self._begin(workspace), workspace.collection
        library, backbone = collection.library, collection.answering.backbone
        self._window.say("Looking for near-duplicates…")
        self._groups.run(lambda: look_alikes(library, backbone, cancel, self.progressed.emit), "near-duplicates")

    def _begin(self, workspace: Workspace) -> Event:
        self._cancel.set()
        for search in (self._similar, self._groups):
            search.forget()
        self._cancel = Event()
        self._workspace = workspace
        return self._cancel

    def close(self) -> None:
        """Give up, and wait for the thread."""
        self._cancel.set()
        self._similar.close()
        self._groups.close()

    @Slot(object)
    def _on_similar(self, found: Alike) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        rank = {int(picture): place for place, picture in enumerate(found.pictures)}
        pictures = workspace.columns.picture
        keys = np.flatnonzero(np.isin(pictures, found.pictures) & (pictures > 0) & ~workspace.columns.removed)
        order = np.argsort([rank[int(picture)] for picture in pictures[keys]], kind="stable")
        workspace.collection.shown.show_nearest(keys[order])
        if workspace.collection.item_model.rowCount():
            workspace.views.choose(0)
        count = workspace.collection.item_model.rowCount()
        self._window.say(f"The {count:,} pictures most like {self._name}, the most alike first.")

    @Slot(object)
    def _on_groups(self, found: tuple[np.ndarray, np.ndarray]) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        pictures, groups = found
        count = workspace.collection.set_look_alikes(pictures, groups)
        if count:
            workspace.set_filter("duplicates:any")
            workspace.collection.shown.arrange(Order.GROUPS, Show.ALL)
        found_none = "No near-duplicates." if pictures.size else NOTHING_KNOWN
        self._window.say(f"{count:,} pictures have a duplicate or near-duplicate." if count else found_none)

    @Slot(float)
    def _on_progress(self, share: float) -> None:
        self._window.say(f"Looking for near-duplicates: {share:.0%}")

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        if not self._cancel.is_set():
            self._window.say(sentence)

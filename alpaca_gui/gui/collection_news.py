"""What a collection tells of its model and its library, said in the window: in the status bar, or as a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from alpaca_gui.gui.tips import tip_text

if TYPE_CHECKING:
    from alpaca_gui.engine.bundle import ModelBundle
    from alpaca_gui.gui.collection import Collection
    from alpaca_gui.gui.main_window import MainWindow


class CollectionNews(QObject):
    """Speaks for the collection that the window shows."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def follow(self, collection: Collection) -> None:
        """Say what this collection tells, as long as it is there."""
        collection.model_opened.connect(self._on_model)
        collection.model_refused.connect(self._on_model_refused)
        collection.failed.connect(self._on_failed)
        collection.repeated.connect(self._on_repeated)
        collection.unkept.connect(self._on_unkept)

    @Slot(object)
    def _on_model(self, bundle: ModelBundle) -> None:
        status = self._window.status
        status.model.setText(f"Model: {bundle.name} · {bundle.model_id[:8]}")
        status.model.setToolTip(tip_text(str(bundle.path)))
        status.clearMessage()
        self._window.welcome.ask(bundle.card.concept)

    @Slot(str)
    def _on_model_refused(self, sentence: str) -> None:
        self._window.status.clearMessage()
        bundle = None if self._window.collection is None else self._window.collection.bundle
        goes_on = "" if bundle is None else f"\n\nThe model {bundle.name} goes on answering."
        self._window.commands.show_notice("The model cannot be opened", sentence + goes_on)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._window.status.model.setText("No model")
        self._window.commands.show_notice("The model cannot be used", sentence)

    @Slot(str)
    def _on_unkept(self, sentence: str) -> None:
        self._window.commands.show_notice("The library", sentence)

    @Slot(int)
    def _on_repeated(self, count: int) -> None:
        self._window.say(f"{count:,} of them {'is' if count == 1 else 'are'} in the list already.")

"""What the menu entries about the library do.

Each opens a window of its own beside the main one; none is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow
    from alpaca_gui.gui.review.review_window import ReviewWindow


class LibraryCommands(QObject):
    """One method a command; those that need an opened model do nothing where there is none."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._review: ReviewWindow | None = None

    @Slot()
    def review(self) -> None:
        """Ask about the unsure pictures, one after the other; a review that is open already comes to the front."""
        collection = self._window.collection
        if collection is None or collection.bundle is None:
            return
        if self._review is None:
            from alpaca_gui.gui.review.review_window import ReviewWindow  # noqa: PLC0415

            self._review = ReviewWindow(collection, self._window)
            self._review.closed.connect(self._on_review_closed)
        self._review.show()
        self._review.raise_()
        self._review.activateWindow()

    @Slot()
    def _on_review_closed(self) -> None:
        self._review = None

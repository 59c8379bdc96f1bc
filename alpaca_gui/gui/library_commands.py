"""What the menu entries about the library do.

Each opens a window of its own beside the main one; none is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from alpaca_gui.gui.likeness_search import LikenessSearch
    from alpaca_gui.gui.main_window import MainWindow
    from alpaca_gui.gui.review.review_window import ReviewWindow


class LibraryCommands(QObject):
    """One method a command; those that need an opened model do nothing where there is none."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._review: ReviewWindow | None = None
        self._likeness: LikenessSearch | None = None

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
            self._review.teach_asked.connect(self._window.teaching.teach)
            self._review.offer_teaching()
        self._review.show()
        self._review.raise_()
        self._review.activateWindow()

    @Slot()
    def _on_review_closed(self) -> None:
        self._review = None

    @Slot()
    def label_yes(self) -> None:
        """Label the selected pictures yes."""
        self._label(1)

    @Slot()
    def label_no(self) -> None:
        """Label the selected pictures no."""
        self._label(0)

    @Slot()
    def label_none(self) -> None:
        """Take the labels of the selected pictures off."""
        self._label(-1)

    def _label(self, label: int) -> None:
        if self._window.workspace is not None:
            self._window.workspace.label_selected(label)

    @Slot()
    def classify_again(self) -> None:
        """Have the selected pictures classified by the model that is opened, also those with a logit from elsewhere."""
        workspace, collection = self._window.workspace, self._window.collection
        if workspace is not None and collection is not None and collection.library.write:
            collection.work.classify_again(workspace.views.selected_keys())

    @Slot()
    def similar(self) -> None:
        """Show the pictures most like the chosen one, the most alike first."""
        if self._window.workspace is not None:
            self._search.similar(self._window.workspace)

    @Slot()
    def near_duplicates(self) -> None:
        """Find pictures that look nearly the same, and show them group by group."""
        if self._window.workspace is not None:
            self._search.near_duplicates(self._window.workspace)

    @Slot()
    def all_pictures(self) -> None:
        """Go back from the similar ones to all pictures."""
        if self._window.collection is not None:
            self._window.collection.shown.show_nearest(None)

    @property
    def _search(self) -> LikenessSearch:
        if self._likeness is None:
            from alpaca_gui.gui.likeness_search import LikenessSearch  # noqa: PLC0415

            self._likeness = LikenessSearch(self._window)
        return self._likeness

    def close(self) -> None:
        """Give up what is searched for."""
        if self._likeness is not None:
            self._likeness.close()

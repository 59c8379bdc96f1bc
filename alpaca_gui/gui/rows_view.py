"""A table of one column whose rows are pictures: how it looks, and how the keys go through it."""

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from alpaca_gui.gui.row_delegate import THUMBNAIL, RowDelegate
from alpaca_gui.gui.selecting import choose_alone
from alpaca_gui.gui.thumbnails import Sources, Thumbnails
from alpaca_gui.gui.visible import update_key


class RowsView(QTableView):
    """Draws rows with `RowDelegate`.

    Parameters
    ----------
    sources
        Where the pictures of the thumbnails come from.
    name
        What a screen reader calls the table.
    """

    def __init__(self, sources: Sources, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = Thumbnails(sources, round(THUMBNAIL * self.devicePixelRatioF()), self)
        self.thumbnails.arrived.connect(self._on_thumbnail)
        self._delegate = RowDelegate(self.thumbnails, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(RowDelegate.row_height(self.fontMetrics().height()))

    def choose(self, row: int) -> None:
        """Make a row the current and only selected one."""
        choose_alone(self, self.model().index(row, 0))

    def moveCursor(  # noqa: N802 - Qt's own method
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and the last row with Home and End; a table would go to the ends of the row."""
        return end_of_rows(self, action) or super().moveCursor(action, modifiers)

    @Slot(int)
    def _on_thumbnail(self, key: int) -> None:
        update_key(self, key)


def end_of_rows(view: QTableView, action: QAbstractItemView.CursorAction) -> QModelIndex | None:
    """Give the first row for Home and the last one for End; None for every other key."""
    match action:
        case QAbstractItemView.CursorAction.MoveHome:
            return view.model().index(0, 0)
        case QAbstractItemView.CursorAction.MoveEnd:
            return view.model().index(view.model().rowCount() - 1, 0)
        case _:
            return None

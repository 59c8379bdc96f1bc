"""The table view: the same rows with a column for each thing to know."""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from alpaca_gui.gui.decision_delegate import DecisionDelegate
from alpaca_gui.gui.picture_model import NUMBERS, Column, PictureModel
from alpaca_gui.gui.row_delegate import tinted
from alpaca_gui.gui.rows_view import end_of_rows
from alpaca_gui.gui.text_delegate import TextDelegate
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.library.columns import Order

_WIDTHS: Final = {
    Column.PICTURE: 200, Column.LOGIT: 80, Column.PROBABILITY: 100, Column.DECISION: 90, Column.LABEL: 60,
    Column.MODEL: 110, Column.TIME: 130, Column.SIZE: 100, Column.FOLDER: 320,
}  # fmt: skip
_PATHS: Final = (Column.PICTURE, Column.FOLDER)
_ORDERS: Final = {
    Column.PICTURE: (Order.NAME,),
    Column.LOGIT: (Order.LOGIT_DOWN, Order.LOGIT_UP),
    Column.PROBABILITY: (Order.LOGIT_DOWN, Order.LOGIT_UP),
    Column.DECISION: (Order.CLOSENESS,),
    Column.LABEL: (Order.DISAGREEMENT,),
    Column.TIME: (Order.TIME,),
}


class PictureTable(QTableView):
    """Shares its selection with the list; `order_chosen` tells which head was clicked."""

    order_chosen = Signal(object)

    def __init__(self, model: PictureModel, selection: QItemSelectionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = Order.ADDED
        self.setAccessibleName("Table of pictures")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setMinimumWidth(260)
        self.setModel(model)
        self.setSelectionModel(selection)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(self.fontMetrics().height() + 10)
        heads = self.horizontalHeader()
        # With the view's own selection a head would look through every row of its column, in seconds for a million.
        heads.setSelectionModel(QItemSelectionModel(model, heads))
        heads.setHighlightSections(False)
        heads.setSectionsClickable(True)
        heads.setStretchLastSection(True)
        for column in Column:
            elide = Qt.TextElideMode.ElideMiddle if column in _PATHS else Qt.TextElideMode.ElideRight
            self.setItemDelegateForColumn(column, TextDelegate(self, numbers=column in NUMBERS, elide=elide))
        self.setItemDelegateForColumn(Column.DECISION, DecisionDelegate(self))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        heads.sectionClicked.connect(self._on_head)
        self.restyle()

    def moveCursor(  # noqa: N802 - Qt's own method
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and the last row with Home and End; a table would go to the ends of the row."""
        return end_of_rows(self, action) or super().moveCursor(action, modifiers)

    def restyle(self) -> None:
        """Mark what is selected as calmly as list and grid do, in the colours of the theme that is shown now."""
        theme, palette = current_theme(), QPalette()  # the roles that it does not set are the window's
        palette.setColor(QPalette.ColorRole.Highlight, tinted(theme))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.text)
        self.setPalette(palette)

    def show_order(self, order: Order) -> None:
        """Know what the rows are sorted by."""
        self._order = order

    @Slot(int)
    def _on_head(self, section: int) -> None:
        orders = _ORDERS.get(Column(section))
        if orders is not None:
            self.order_chosen.emit(
                orders[(orders.index(self._order) + 1) % len(orders) if self._order in orders else 0]
            )

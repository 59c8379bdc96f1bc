"""Choosing the rows' order and which decisions are shown: by the boxes above the list, a table's heading, or a menu."""

from enum import StrEnum

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup

from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.list_header import ORDER_WORDS, SHOW_WORDS, ListHeader
from alpaca_gui.gui.picture_table import PictureTable
from alpaca_gui.library.columns import Order, Show


class Arranging(QObject):
    """Joins how a collection's rows are arranged with all that shows and changes it.

    Attributes
    ----------
    order_actions, show_actions
        The choices as entries of a menu.

    Parameters
    ----------
    collection
        Whose rows are arranged.
    header, table
        What shows the order, and changes it.
    """

    def __init__(
        self, collection: Collection, header: ListHeader, table: PictureTable, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._collection = collection
        self._header = header
        self._table = table
        self.order_actions = _choices(self, ORDER_WORDS)
        self.show_actions = _choices(self, SHOW_WORDS)
        table.order_chosen.connect(self._on_order)
        header.order_chosen.connect(self._on_order)
        header.show_chosen.connect(self._on_show)
        self.order_actions.triggered.connect(self._on_order_action)
        self.show_actions.triggered.connect(self._on_show_action)

    def restore(self, order: str) -> None:
        """Sort as in an earlier session."""
        if order in set(Order):
            self._on_order(Order(order))

    def refresh(self) -> None:
        """Show how the rows are arranged, and how many there are of each decision."""
        shown = self._collection.shown
        self._header.show_state(shown.order, shown.show, self._collection.columns.counts(shown.rule))
        _check(self.order_actions, shown.order)
        _check(self.show_actions, shown.show)
        self._table.show_order(shown.order)

    @Slot(object)
    def _on_order(self, order: Order) -> None:
        self._collection.shown.arrange(order, self._collection.shown.show)

    @Slot(object)
    def _on_show(self, show: Show) -> None:
        self._collection.shown.arrange(self._collection.shown.order, show)

    @Slot(QAction)
    def _on_order_action(self, action: QAction) -> None:
        self._on_order(Order(action.data()))

    @Slot(QAction)
    def _on_show_action(self, action: QAction) -> None:
        self._on_show(Show(action.data()))


def _choices(parent: QObject, words: dict[Order, str] | dict[Show, str]) -> QActionGroup:
    group = QActionGroup(parent)
    for value, word in words.items():
        action = group.addAction(word)
        action.setCheckable(True)
        action.setData(value.value)
    return group


def _check(group: QActionGroup, value: StrEnum) -> None:
    for action in group.actions():
        action.setChecked(action.data() == value.value)

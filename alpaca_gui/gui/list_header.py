"""Above the list: what to sort by, and which decisions to show, each with its live count."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from alpaca_gui.gui.filter_field import FilterField
from alpaca_gui.library.columns import Order, Show

ORDER_WORDS = {
    Order.ADDED: "Order of arrival",
    Order.NAME: "Name",
    Order.LOGIT_DOWN: "Logit, highest first",
    Order.LOGIT_UP: "Logit, lowest first",
    Order.CLOSENESS: "Closest to the threshold",
    Order.DISAGREEMENT: "Label against decision",
    Order.TIME: "Time, newest first",
    Order.GROUPS: "Duplicates together",
}
_WIDE: Final = 500
SHOW_WORDS = {
    Show.ALL: "All",
    Show.YES: "Yes",
    Show.NO: "No",
    Show.UNSURE: "Unsure",
    Show.FAILED: "Failed",
}


class ListHeader(QWidget):
    """A filter and two choices; tells with `order_chosen` and `show_chosen` what a person picked."""

    order_chosen = Signal(object)
    show_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order = QComboBox()
        self.order.setAccessibleName("Sort by")
        for order, word in ORDER_WORDS.items():
            self.order.addItem(word, order)
        self.show_box = QComboBox()
        self.show_box.setAccessibleName("Show")
        for show, word in SHOW_WORDS.items():
            self.show_box.addItem(word, show)
        self.filter = FilterField()
        self._filter_label = QLabel("F&ilter")
        self._filter_label.setBuddy(self.filter.edit)
        self._filter_label.setMinimumHeight(self.filter.edit.sizeHint().height())  # beside the field, not its complaint
        self._boxes = [(QLabel("Sh&ow"), self.show_box), (QLabel("&Sort by"), self.order)]
        for label, box in self._boxes:
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            label.setBuddy(box)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(10, 8, 10, 8)
        self._grid.setColumnStretch(1, 1)
        self._wide = False
        self._lay_out()
        self.order.activated.connect(self._on_order)
        self.show_box.activated.connect(self._on_show)

    def _lay_out(self) -> None:
        """Put the two choices side by side where there is room."""
        grid, wide = self._grid, self._wide
        while grid.takeAt(0) is not None:
            pass
        grid.setColumnStretch(3, 1 if wide else 0)
        grid.addWidget(self._filter_label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.filter, 0, 1, 1, 3 if wide else 1)
        for place, (label, box) in enumerate(self._boxes):
            row, column = (1, 2 * place) if wide else (1 + place, 0)
            grid.addWidget(label, row, column)
            grid.addWidget(box, row, column + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room that there is."""
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        if wide != self._wide:
            self._wide = wide
            self._lay_out()

    def show_state(self, order: Order, show: Show, counts: dict[Show, int]) -> None:
        """Show what is chosen, and how many rows each choice has."""
        self.order.setCurrentIndex(list(ORDER_WORDS).index(order))
        self.show_box.setCurrentIndex(list(SHOW_WORDS).index(show))
        for index, (each, word) in enumerate(SHOW_WORDS.items()):
            self.show_box.setItemText(index, f"{word} ({counts[each]:,})")

    @Slot(int)
    def _on_order(self, index: int) -> None:
        self.order_chosen.emit(list(ORDER_WORDS)[index])

    @Slot(int)
    def _on_show(self, index: int) -> None:
        self.show_chosen.emit(list(SHOW_WORDS)[index])

"""Above the list: what to sort by, and which decisions to show, each with its live count."""

from PySide6.QtCore import Qt, Signal, Slot
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
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 10, 8)
        grid.setColumnStretch(1, 1)
        label = QLabel("F&ilter")
        label.setBuddy(self.filter.edit)
        grid.addWidget(label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.filter, 0, 1)
        for row, (text, box) in enumerate((("S&how", self.show_box), ("&Sort by", self.order)), start=1):
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            label = QLabel(text)
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        self.order.activated.connect(self._on_order)
        self.show_box.activated.connect(self._on_show)

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

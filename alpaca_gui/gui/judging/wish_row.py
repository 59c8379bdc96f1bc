"""What a person wants of a threshold: a precision, a recall, what the mistakes cost, or a number of their own."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from alpaca_gui.logit.thresholds import Costs, WantedPrecision, WantedRecall, Wish

OWN: Final = 0
PRECISION: Final = 1
RECALL: Final = 2
COSTS: Final = 3

_KINDS: Final = (
    "A threshold of my own",
    "At least this precision",
    "At least this recall",
    "The cheapest mistakes",
)


class WishRow(QWidget):
    """`changed` tells that a person wants something else; `wish` and `own` give what."""

    changed = Signal()

    def __init__(self, reach: tuple[float, float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox()
        self.kind.addItems(_KINDS)
        self.kind.setAccessibleName("What the threshold is chosen by")
        self.threshold = _spin("Threshold", *reach, 0.1)
        self.precision = _spin("Wanted precision", 0.01, 1.0, 0.01, 0.95)
        self.recall = _spin("Wanted recall", 0.01, 1.0, 0.01, 0.95)
        self.false_yes = _spin("Cost of a no taken for yes", 0.01, 10_000.0, 1.0, 1.0)
        self.false_no = _spin("Cost of a yes taken for no", 0.01, 10_000.0, 1.0, 1.0)
        self.pages = QStackedWidget()
        for parts in (
            ("logit above which the answer is yes", self.threshold),
            ("of the pictures taken for yes are yes", self.precision),
            ("of the pictures labelled yes are found", self.recall),
        ):
            self.pages.addWidget(_page([parts]))
        self.pages.addWidget(
            _page([("for a no taken for yes", self.false_yes), ("for a yes taken for no", self.false_no)])
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.kind)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.pages)
        self.kind.currentIndexChanged.connect(self._on_kind)
        for spin in (self.threshold, self.precision, self.recall, self.false_yes, self.false_no):
            spin.valueChanged.connect(self.changed)

    def wish(self) -> Wish | None:
        """Give what is wanted; None where it is a threshold of their own, which `own` gives."""
        match self.kind.currentIndex():
            case 1:
                return WantedPrecision(self.precision.value())
            case 2:
                return WantedRecall(self.recall.value())
            case 3:
                return Costs(self.false_yes.value(), self.false_no.value())
            case _:
                return None

    @property
    def own(self) -> float:
        """The threshold that was typed or dragged."""
        return self.threshold.value()

    def show_own(self, threshold: float) -> None:
        """Take over a threshold that was dragged, and tell so once."""
        with QSignalBlocker(self.kind), QSignalBlocker(self.threshold):
            self.kind.setCurrentIndex(OWN)
            self.pages.setCurrentIndex(OWN)
            self.threshold.setValue(threshold)
        self.changed.emit()

    @Slot(int)
    def _on_kind(self, kind: int) -> None:
        self.pages.setCurrentIndex(kind)
        self.changed.emit()


def _page(parts: list[tuple[str, QDoubleSpinBox]]) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    for words, spin in parts:
        label = QLabel(words)
        label.setBuddy(spin)
        label.setWordWrap(True)
        row.addWidget(spin)
        row.addWidget(label, 1)
    return page


def _spin(name: str, least: float, most: float, step: float, value: float = 0.0) -> QDoubleSpinBox:
    spin = QDoubleSpinBox(minimum=least, maximum=most, decimals=2, singleStep=step, value=value)
    spin.setAccessibleName(name)
    return spin

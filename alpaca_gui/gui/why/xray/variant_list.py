"""The variants, in their order; the arrow keys go through them."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from alpaca_gui.explain.xray import Variant, Xray
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.why.xray import words
from alpaca_gui.gui.why.xray.variant_delegate import FACTS, THUMBNAIL, VariantDelegate, VariantFacts
from alpaca_gui.logit.verdict import Rule, decide_one

_VARIANT: Final = Qt.ItemDataRole.UserRole + 1


class VariantList(QListWidget):
    """Lists variants as they come in; `variant_chosen` tells which one is current, None where there is none.

    The one that a person went to stays current while others come in, and by its name for the next picture.
    """

    variant_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Ways to prepare the picture")
        self.setItemDelegate(VariantDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._wanted = ""
        self.currentRowChanged.connect(self._on_row)

    def sizeHint(self) -> QSize:
        """Ask for some rows."""
        return QSize(260, 320)

    @property
    def variant(self) -> Variant | None:
        """The current variant."""
        if self.currentRow() < 0:
            return None
        variant: Variant = self.currentItem().data(_VARIANT)
        return variant

    def show_xray(self, xray: Xray, rule: Rule) -> None:
        """List the variants, each as ``rule`` would decide; rows that are there already are kept."""
        self.blockSignals(True)
        if any(item.data(_VARIANT) not in xray.variants for item in self._items()):
            self.clear()
        there = {item.data(_VARIANT): item for item in self._items()}
        for row, variant in enumerate(xray.variants):
            item = there.get(variant)
            if item is None:
                item = QListWidgetItem()
                item.setData(_VARIANT, variant)
                item.setIcon(_thumbnail(variant, self.devicePixelRatioF()))
                self.insertItem(row, item)
            item.setData(FACTS, _facts(variant, xray, rule))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words.spoken_words(variant, xray, rule))
            item.setToolTip(tip_text(variant.why))
        self.blockSignals(False)
        self._go_to_wanted()
        self.viewport().update()

    def choose(self, name: str) -> None:
        """Go to the variant of a name, where there is one."""
        self._wanted = name
        self._go_to_wanted()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current row in sight."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _go_to_wanted(self) -> None:
        names = [item.data(_VARIANT).name for item in self._items()]
        row = names.index(self._wanted) if self._wanted in names else 0
        self.blockSignals(True)
        self.setCurrentRow(row if names else -1)
        self.blockSignals(False)
        self.variant_chosen.emit(self.variant)

    @Slot(int)
    def _on_row(self, _row: int) -> None:
        variant = self.variant
        if variant is not None:
            self._wanted = variant.name
            self.variant_chosen.emit(variant)


def _facts(variant: Variant, xray: Xray, rule: Rule) -> VariantFacts:
    sign = Sign.FAILED if variant.logit is None else Sign(int(decide_one(variant.logit, rule)))
    return VariantFacts(
        variant.words,
        words.row_words(variant, xray, rule),
        sign,
        variant.logit,
        None if variant.same or variant.logit is None else words.difference(variant, xray),
        bool(words.changed_words(variant, xray, rule)),
    )


def _thumbnail(variant: Variant, ratio: float) -> QPixmap:
    """A small copy; none where there is no tensor."""
    if variant.numbers is None:
        return QPixmap()
    side = round(THUMBNAIL * ratio)
    image: QImage = image_of(variant.view).scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap

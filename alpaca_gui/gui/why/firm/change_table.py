"""All changes with their logits, the lowest first; the arrow keys go through them."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from alpaca_gui.explain.firm_words import AS_IT_IS
from alpaca_gui.explain.firmness import Firmness
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.why.firm.changed_images import COPY
from alpaca_gui.gui.why.firm.words import copy_words, difference_text
from alpaca_gui.gui.why.sign_icons import sign_icons
from alpaca_gui.logit.verdict import Rule, decide_one
from alpaca_gui.logit.words import short_logit_text

ORIGINAL: Final = "original"
"""Key of the row of the picture as it is."""

_ICON: Final = 12
_LEAST_WIDTH: Final = 340
_NAME, _LOGIT, _DIFFERENCE = range(3)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its key (a change's name, `ORIGINAL` or `COPY`), words and logit; by how much it was moved, if it was.

    ``difference`` is from what was changed, the picture or its copy.
    """

    key: str
    words: str
    logit: float
    difference: float | None


def rows_of(firmness: Firmness) -> list[Row]:
    """Give the changes, and what was changed, by rising logit."""
    rows = [Row(ORIGINAL, AS_IT_IS, firmness.logit, None)]
    if firmness.reduced is not None:
        rows.append(Row(COPY, copy_words(firmness), firmness.start, None))
    rows.extend(Row(each.name, each.words, each.logit, each.logit - firmness.start) for each in firmness.changes)
    return sorted(rows, key=lambda row: row.logit)


class ChangeTable(QTreeWidget):
    """Lists logits. `change_chosen` tells the key of the row that a person has gone to."""

    change_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Small changes, the lowest logit first")
        self.setHeaderLabels(["Small change", "Logit", "Difference"])
        self.headerItem().setToolTip(_DIFFERENCE, "By how much the change moves the logit")
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_LOGIT, _DIFFERENCE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
        self.rows: list[Row] = []
        self.currentItemChanged.connect(self._on_current)

    @property
    def row(self) -> Row | None:
        """The current row."""
        return next((row for row in self.rows if row.key == self.key), None)

    @property
    def key(self) -> str | None:
        """The key of the current row; None where there is none."""
        item = self.currentItem()
        return None if item is None else str(item.data(_NAME, Qt.ItemDataRole.UserRole))

    def show_firmness(self, firmness: Firmness, rule: Rule) -> None:
        """List the logits, each with the sign of the decision; the row that was current stays so."""
        kept = self.key
        self.rows = rows_of(firmness)
        icons = sign_icons(_ICON, self.devicePixelRatioF())
        with QSignalBlocker(self):
            self.clear()
            for row in self.rows:
                sign = Sign(int(decide_one(row.logit, rule)))
                self.addTopLevelItem(self._item(row, sign, icons[sign]))
        self.go_to(kept)

    def go_to(self, key: str | None) -> None:
        """Make a row the current one without telling anybody."""
        with QSignalBlocker(self):
            for place, row in enumerate(self.rows):
                if row.key == key:
                    self.setCurrentIndex(self.model().index(place, 0))

    def choose(self, key: str) -> None:
        """Go to a row as a person does."""
        if key != self.key:
            self.go_to(key)
            self.change_chosen.emit(key)

    def _item(self, row: Row, sign: Sign, icon: QIcon) -> QTreeWidgetItem:
        difference = "" if row.difference is None else difference_text(row.difference)
        item = QTreeWidgetItem([row.words, short_logit_text(row.logit), difference])
        item.setIcon(_NAME, icon)
        item.setData(_NAME, Qt.ItemDataRole.UserRole, row.key)
        item.setData(_NAME, Qt.ItemDataRole.AccessibleTextRole, f"{row.words}, {sign.word}")
        item.setToolTip(_NAME, tip_text(f"{row.words}: {sign.word.lower()}"))
        name, digits = self.font(), digits_font(self.font())
        for font in (name, digits):
            font.setBold(row.key == ORIGINAL)
        item.setFont(_NAME, name)
        for column in (_LOGIT, _DIFFERENCE):
            item.setFont(column, digits)
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _on_current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.change_chosen.emit(str(item.data(_NAME, Qt.ItemDataRole.UserRole)))

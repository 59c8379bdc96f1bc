"""The bench's numbers: loss and gradient by every method, their bits, how far off they are, and what is wrong."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from alpaca_gui.explain.stability_bench import Bench, Reading
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.stability.tensorflow_asker import Compared, Comparison
from alpaca_gui.gui.why.stability.words import (
    EXACT,
    NAMES,
    comparison_text,
    error_text,
    exact_text,
    tensorflow_text,
    trouble_text,
    value_text,
)
from alpaca_gui.logit.float_bits import Precision
from alpaca_gui.logit.stability import Method

_COLUMNS: Final = ("Loss", "Gradient")
_ROWS: Final = (None, Method.FROM_LOGITS, Method.CLIPPED, Method.NAIVE)
"""The exact value first, then the methods from the one that holds to the one that breaks first."""

_FIRST: Final = 1
"""The row below the logit's."""

_BREAKS: Final = _FIRST + 2 * len(_ROWS)
_TENSORFLOW: Final = _BREAKS + 2


class BenchTable(QTableWidget):
    """Two columns, loss and gradient: the logit, then under each method's name a row with both, then TensorFlow.

    `picked` tells that another cell was gone to.
    """

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_TENSORFLOW + 2, len(_COLUMNS), parent)
        self.setAccessibleName("Loss and gradient by each method")
        self.setHorizontalHeaderLabels(_COLUMNS)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self._bench: Bench | None = None
        self._comparison: Comparison | None = None
        self._furnish()
        self.setCurrentCell(_row_of(Method.FROM_LOGITS), 0)
        self.currentCellChanged.connect(self._on_current)

    def _furnish(self) -> None:
        self.setItem(0, 0, self._title(""))
        self.setItem(0, 1, self._cell())
        for method in _ROWS:
            row = _row_of(method)
            self.setSpan(row - 1, 0, 1, len(_COLUMNS))
            self.setItem(row - 1, 0, self._title(EXACT if method is None else NAMES[method]))
            for column in range(len(_COLUMNS)):
                self.setItem(row, column, self._cell())
        texts = (self._title("Where each breaks, by number"), self._cell(), self._title(""), self._cell())
        for row, item in enumerate(texts, start=_BREAKS):
            self.setSpan(row, 0, 1, len(_COLUMNS))
            self.setItem(row, 0, item)

    def _cell(self) -> QTableWidgetItem:
        item = QTableWidgetItem()
        item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return item

    def _title(self, text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = self.font()
        font.setBold(True)
        item.setFont(font)
        return item

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self._fill()

    def show_bench(self, bench: Bench, comparison: Comparison | None) -> None:
        """Show the numbers of one logit, and TensorFlow's where they are about this very logit."""
        self._bench, self._comparison = bench, comparison
        self._fill()

    def show_breaks(self, text: str) -> None:
        """Say where each method breaks."""
        self._at(_BREAKS + 1, 0).setText(text)

    @property
    def breaks_text(self) -> str:
        """What is said of breaks."""
        return self._at(_BREAKS + 1, 0).text()

    @property
    def method(self) -> Method | None:
        """The method of the cell that the keyboard is at; None for the exact value, and for every other cell."""
        place = (self.currentRow() - _FIRST) // 2
        return _ROWS[place] if 0 <= place < len(_ROWS) else None

    @property
    def of_gradient(self) -> bool:
        """Whether that cell is a gradient."""
        return self.currentColumn() == 1

    @property
    def reading(self) -> Reading | None:
        """The number in that cell."""
        if self._bench is None:
            return None
        row = self._bench.exact if self.method is None else self._bench.rows[self.method]
        return row.gradient if self.of_gradient else row.loss

    def text(self, method: Method | None, column: int) -> str:
        """What a cell says."""
        return self._item(method, column).text()

    def _item(self, method: Method | None, column: int) -> QTableWidgetItem:
        return self._at(_row_of(method), column)

    def _at(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        assert item is not None
        return item

    def _fill(self) -> None:
        bench = self._bench
        if bench is None:
            return
        kind, label = bench.setting.precision, bench.setting.label
        self._at(0, 0).setText(f"Logit in {kind.value}")
        self._at(0, 1).setText(f"{value_text(bench.logit, kind)}\n{bench.bits.hex}")
        self._at(0, 1).setFont(digits_font(self.font()))
        for column, truth in enumerate((bench.exact_loss, bench.exact_gradient)):
            reading = (bench.exact.loss, bench.exact.gradient)[column]
            self._show(None, column, [exact_text(truth), reading.bits.hex], wrong=False)
        for method, row in bench.rows.items():
            for column, reading in enumerate((row.loss, row.gradient)):
                lines = [value_text(reading.value, kind), reading.bits.hex, error_text(reading)]
                lines += [trouble_text(trouble, label) for trouble in reading.troubles]
                lines += self._theirs(method, column, kind)
                self._show(method, column, [line for line in lines if line], wrong=bool(reading.troubles))
        self._tell_of_tensorflow()

    def _tell_of_tensorflow(self) -> None:
        asked = self._comparison
        for row in (_TENSORFLOW, _TENSORFLOW + 1):
            self.setRowHidden(row, asked is None)
        if asked is not None:
            self._at(_TENSORFLOW, 0).setText(f"TensorFlow {asked.versions[0]}, Keras {asked.versions[1]}")
            self._at(_TENSORFLOW + 1, 0).setText(comparison_text(asked))

    @property
    def logit_text(self) -> str:
        """What is said of the logit itself."""
        return self._at(0, 1).text()

    def _theirs(self, method: Method, column: int, kind: Precision) -> list[str]:
        if self._comparison is None:
            return []
        of = self._comparison.gradients if column else self._comparison.losses
        found: Compared | None = of.get(method)
        return [] if found is None else [tensorflow_text(found.agreement, found.theirs, kind)]

    def _show(self, method: Method | None, column: int, lines: list[str], *, wrong: bool) -> None:
        item, theme = self._item(method, column), current_theme()
        item.setText("\n".join(lines))
        item.setFont(digits_font(self.font()))
        item.setForeground(QColor(theme.failed if wrong else theme.text))
        name = EXACT if method is None else NAMES[method]
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {_COLUMNS[column].lower()}: {', '.join(lines)}")

    @Slot(int, int, int, int)
    def _on_current(self, row: int, _column: int, _before: int, _column_before: int) -> None:
        if row >= 0:
            self.picked.emit()


def _row_of(method: Method | None) -> int:
    return _FIRST + 2 * _ROWS.index(method) + 1

"""A table of models: which can be chosen again, how many records each speaks for, and how good it is."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from alpaca_gui.gui.teaching.models_used import KnownModel
from alpaca_gui.gui.tips import tip_text

_HEADS: Final = ("Model", "Records", "Right, held out")
_NAME: Final = 0


class ModelsTable(QTableWidget):
    """One row a model; those that cannot be used are pale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_HEADS), parent)
        self.setHorizontalHeaderLabels(_HEADS)
        self.setAccessibleName("Models used")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in range(_NAME + 1, len(_HEADS)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def show_models(self, models: list[KnownModel]) -> None:
        """Show these, and choose the one that answers now."""
        self.setRowCount(len(models))
        for row, model in enumerate(models):
            for column, text in enumerate(_texts(model)):
                self.setItem(row, column, self._item(model, text, column))
        current = [row for row, model in enumerate(models) if model.current]
        if models:
            self.setCurrentCell(current[0] if current else 0, _NAME)

    def _item(self, model: KnownModel, text: str, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(tip_text(model.where or text))
        if column == _NAME and model.current:
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        if model.trouble:
            item.setForeground(self.palette().placeholderText())
        return item


def _texts(model: KnownModel) -> tuple[str, str, str]:
    now = " · answers now" if model.current else ""
    state = " · cannot be used" if model.trouble and model.used.path is not None else ""
    return f"{model.name}{now}{state}", f"{model.records:,}", model.accuracy

"""The part of a long table that can be seen."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTableView

from alpaca_gui.gui.picture_model import KEY


def update_key(view: QTableView, key: int) -> None:
    """Have the picture of a key drawn anew where it can be seen, and nothing else.

    A page of pictures arrives one by one: who draws all of them each time draws each a dozen times.
    """
    index = _visible(view, key)
    if index.isValid():
        view.update(index)


def _visible(view: QTableView, key: int) -> QModelIndex:
    if not view.isVisible() or view.viewport().height() < 1:
        return QModelIndex()
    model, last = view.model(), view.rowAt(view.viewport().height() - 1)
    for row in range(max(0, view.rowAt(0)), (model.rowCount() - 1 if last < 0 else last) + 1):
        for column in range(model.columnCount()):
            if not view.isColumnHidden(column):
                index = model.index(row, column)
                if index.data(KEY) == key:
                    return index
    return QModelIndex()

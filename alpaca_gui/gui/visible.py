"""The part of a long table that can be seen.

A page of pictures arrives one by one: who draws all of them each time draws each a dozen times.
"""

from PySide6.QtWidgets import QTableView

from alpaca_gui.gui.picture_model import KEY


def visible_rows(view: QTableView) -> range:
    """Give the rows of which something can be seen; none of a view that is not shown."""
    height = view.viewport().height()
    if not view.isVisible() or height < 1 or view.rowAt(0) < 0:
        return range(0)
    last = view.rowAt(height - 1)
    return range(view.rowAt(0), (view.model().rowCount() - 1 if last < 0 else last) + 1)


def update_key(view: QTableView, key: int) -> None:
    """Have the row of a key drawn anew where it can be seen, and nothing else."""
    model = view.model()
    for row in visible_rows(view):
        index = model.index(row, 0)
        if index.data(KEY) == key:
            view.update(index)
            return

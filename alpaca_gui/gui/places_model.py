"""Pictures that stand in arrays, as Qt's views want them: one row a place, each a look-up and never work."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Places = NDArray[np.int64]
"""Places of pictures in arrays, (m,)."""

LookUps = Mapping[int, Callable[[int], object]]
"""For a role of Qt or of `alpaca_gui.gui.picture_model`, what it is for the picture at a place."""

_Index = QModelIndex | QPersistentModelIndex
_NOTHING: Final = np.empty(0, np.int64)


class PlacesModel(QAbstractTableModel):
    """One column over some places of arrays; those that inherit say with `look_ups` what stands there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: Places = _NOTHING
        self.look_ups: LookUps = {}

    @property
    def places(self) -> Places:
        """Places of the rows, from top to bottom."""
        return self._places

    def arrange(self, places: Places) -> None:
        """Show these pictures in this order."""
        self.beginResetModel()
        self._places = places
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Count the rows."""
        return 0 if parent.isValid() else int(self._places.size)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Always one."""
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Look one thing of one row up."""
        look_up = self.look_ups.get(role)
        return None if look_up is None else look_up(int(self._places[index.row()]))

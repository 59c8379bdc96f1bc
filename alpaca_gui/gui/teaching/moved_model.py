"""Records that a taught model answers otherwise, as Qt's views want them: a look-up, never work."""

from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alpaca_gui.gui.picture_model import DETAIL, KEY, LABEL, LOGIT, SIGN
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.teaching.moves import Moves, Places
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.columns import Columns
from alpaca_gui.logit.verdict import Decision
from alpaca_gui.logit.words import logit_text, short_logit_text

_Index = QModelIndex | QPersistentModelIndex
_NOTHING: Final = np.empty(0, np.int64)
_LABELS: Final = {1: "labelled yes", 0: "labelled no"}


class MovedModel(QAbstractTableModel):
    """One column: each row shows a picture's new logit and decision, and in its second line what they were.

    Parameters
    ----------
    columns
        The records.
    moves
        What becomes of them.
    """

    def __init__(self, columns: Columns, moves: Moves, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._moves = moves
        self._places: Places = _NOTHING
        self._look_ups: dict[int, Callable[[int], object]] = {
            Qt.ItemDataRole.DisplayRole: self._name,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            KEY: self.key,
            SIGN: self._sign,
            LOGIT: self._logit,
            DETAIL: self.detail,
            LABEL: self._label,
        }

    @property
    def keys(self) -> list[int]:
        """Keys of the rows, from top to bottom."""
        return [int(key) for key in self._moves.keys[self._places]]

    def arrange(self, places: Places) -> None:
        """Show these records in this order."""
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
        look_up = self._look_ups.get(role)
        return None if look_up is None else look_up(int(self._places[index.row()]))

    def key(self, place: int) -> int:
        """The record's key."""
        return int(self._moves.keys[place])

    def _name(self, place: int) -> str:
        return self._columns.source(self.key(place)).name

    def _sign(self, place: int) -> Sign:
        return Sign(int(self._moves.new[place]))

    def _logit(self, place: int) -> float:
        return float(self._moves.after[place])

    def _label(self, place: int) -> int:
        return int(self._columns.label[self.key(place)])

    def detail(self, place: int) -> str:
        """The second line of a row: what the record says as it is, and what a person said."""
        old = Decision(int(self._moves.old[place])).word
        was = f"was {short_logit_text(float(self._moves.before[place]))} {old}"
        said = _LABELS.get(self._label(place))
        return was if said is None else f"{was} · {said}"

    def _tip(self, place: int) -> str:
        before, after = float(self._moves.before[place]), float(self._moves.after[place])
        location = printable(self._columns.source(self.key(place)).location)
        return tip_text(f"{location}\nlogit now {logit_text(before)}, then about {logit_text(after)}")

    def _spoken(self, place: int) -> str:
        after = f"{self._sign(place).word}, logit about {short_logit_text(self._logit(place))}"
        return f"{self._name(place)}: {after}, {self.detail(place)}"

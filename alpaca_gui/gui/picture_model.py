"""The rows that are shown, as Qt's views want them: a look-up in the columns, never work."""

import math
from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from alpaca_gui.engine.familiar_words import MARK
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Decision, Rule, decide_one, judge
from alpaca_gui.logit.words import logit_text, probability_text, sentence

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
KEY: Final = int(Qt.ItemDataRole.UserRole)
SIGN: Final = KEY + 1
LOGIT: Final = KEY + 2
DETAIL: Final = KEY + 3
LABEL: Final = KEY + 4
UNLIKE: Final = KEY + 5
FACTS: Final = KEY + 6

_FEW: Final = 8
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LABEL_WORDS: Final = {1: "yes", 0: "no", -1: ""}


class Column(IntEnum):
    """What the table tells of each picture."""

    PICTURE = 0
    LOGIT = 1
    PROBABILITY = 2
    DECISION = 3
    LABEL = 4
    MODEL = 5
    TIME = 6
    SIZE = 7
    FOLDER = 8

    @property
    def words(self) -> str:
        """The column's head."""
        return self.name.capitalize()


NUMBERS: Final = frozenset((Column.LOGIT, Column.PROBABILITY, Column.SIZE))

_STATE_SIGNS: Final[dict[int, Sign]] = {
    State.WAITING: Sign.WAITING,
    State.FAILED: Sign.FAILED,
    State.CANCELLED: Sign.CANCELLED,
}
_DECISION_SIGNS: Final = {decision: Sign(int(decision)) for decision in Decision}
_Index = QModelIndex | QPersistentModelIndex


class RowFacts(NamedTuple):
    """What is drawn of a row, in one answer: a page of the grid asks some thirty rows."""

    key: int
    sign: Sign
    logit: float
    name: str
    label: int | None
    unlike: bool


def facts_of(index: _Index) -> RowFacts:
    """Give what is drawn of a row, also of a model that does not answer it at once."""
    facts = index.data(FACTS)
    if isinstance(facts, RowFacts):
        return facts
    sign, logit = Sign(index.data(SIGN)), index.data(LOGIT)
    return RowFacts(index.data(KEY), sign, logit, index.data(), index.data(LABEL), bool(index.data(UNLIKE)))


class PictureModel(QAbstractTableModel):
    """The rows of `Columns` in the order of ``keys``, a column for each thing to know; the list shows the first alone.

    A table model, since QTableView stays fast with a million rows where QListView does not. `about_to_arrange` tells
    that rows will move or go, before Qt's views hear of it.
    """

    about_to_arrange = Signal()

    def __init__(self, columns: Columns, rule: Rule, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._rule = rule
        self._keys: Keys = np.empty(0, np.int64)
        self._look_ups: dict[int, Callable[[int], object]] = {
            _DISPLAY: self._name,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            KEY: int,
            SIGN: self.sign,
            LOGIT: self._logit,
            DETAIL: self.detail,
            LABEL: self.label,
            UNLIKE: self.unlike,
            FACTS: self.facts,
        }
        self._cells: dict[int, Callable[[int], str]] = {
            Column.LOGIT: self._logit_cell,
            Column.PROBABILITY: self._probability_cell,
            Column.DECISION: lambda key: self.sign(key).word,
            Column.LABEL: lambda key: _LABEL_WORDS[self.label(key)],
            Column.MODEL: self._model_cell,
            Column.TIME: self._time_cell,
            Column.SIZE: self._size_cell,
            Column.FOLDER: self._folder_cell,
        }

    @property
    def keys(self) -> Keys:
        """Keys of the rows from top to bottom."""
        return self._keys

    def key_at(self, index: _Index) -> int:
        """Key of a row."""
        return int(self._keys[index.row()])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Count the rows."""
        return 0 if parent.isValid() else int(self._keys.size)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """As many as there are things to know."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in NUMBERS else _LEFT
        return Column(section).words if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Look one thing of one row up."""
        # A cell is asked for seven things, of which it has one or two: the others are answered first.
        if role == _DISPLAY and (column := index.column()):
            return self._cells[column](int(self._keys[index.row()]))
        look_up = self._look_ups.get(role)
        if look_up is not None:
            return look_up(int(self._keys[index.row()]))
        return _RIGHT if role == _ALIGNMENT and index.column() in NUMBERS else None

    def thing(self, row: int, role: int) -> object:
        """Look one thing of one row up, as `data` does for its first column."""
        look_up = self._look_ups.get(role)
        return None if look_up is None else look_up(int(self._keys[row]))

    def _name(self, key: int) -> str:
        return self._columns.source(key).name

    def _logit(self, key: int) -> float:
        return float(self._columns.logit[key])

    def label(self, key: int) -> int:
        """What a person said: 1 yes, 0 no, -1 nothing."""
        return int(self._columns.label[key])

    def unlike(self, key: int) -> bool:
        """Whether the picture is unlike the training pictures."""
        columns = self._columns
        limit = columns.unlike_limits.get(int(columns.model[key]))
        return limit is not None and float(columns.unlike[key]) > limit

    def _logit_cell(self, key: int) -> str:
        return logit_text(self._logit(key)) if self._columns.state[key] == State.DONE else ""

    def _probability_cell(self, key: int) -> str:
        if self._columns.state[key] != State.DONE:
            return ""
        return probability_text(self._logit(key) / self._rule.temperature)

    def _model_cell(self, key: int) -> str:
        place = int(self._columns.model[key])
        return printable(self._columns.models[place]) if place >= 0 else ""

    def _time_cell(self, key: int) -> str:
        seconds = float(self._columns.time[key])
        return "" if math.isnan(seconds) else f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"

    def _size_cell(self, key: int) -> str:
        width = int(self._columns.width[key])
        return f"{width} × {int(self._columns.height[key])}" if width else ""

    def _folder_cell(self, key: int) -> str:
        location = self._columns.path.get(key)
        return printable(location.rpartition("/")[0] or location.rpartition("\\")[0])

    def _spoken(self, key: int) -> str:
        logit = f", logit {logit_text(self._logit(key))}" if self._columns.state[key] == State.DONE else ""
        return f"{self._name(key)}: {self.sign(key).word}{logit}. {self.detail(key)}"

    def facts(self, key: int) -> RowFacts:
        """What is drawn of a row."""
        return RowFacts(key, self.sign(key), self._logit(key), self._name(key), self.label(key), self.unlike(key))

    def sign(self, key: int) -> Sign:
        """What a row shows."""
        state = int(self._columns.state[key])
        if state != State.DONE:
            return _STATE_SIGNS[state]
        return _DECISION_SIGNS[decide_one(float(self._columns.logit[key]), self._rule)]

    def detail(self, key: int) -> str:
        """The second line of a row: what is wrong with it, what to know, or its reading."""
        columns = self._columns
        if columns.state[key] in (State.WAITING, State.CANCELLED):
            return ""
        said = columns.errors[int(columns.error[key])] or columns.remarks[int(columns.notes[key])].replace("\n", " ")
        return said or self._size_cell(key)

    def _tip(self, key: int) -> str:
        lines = [printable(self._columns.source(key).location)]
        if self._columns.state[key] == State.DONE:
            verdict = judge(float(self._columns.logit[key]), self._rule)
            lines.append(f"logit {logit_text(verdict.logit)}: {sentence(verdict)}")
        if self.unlike(key):
            lines.append(f"{MARK.capitalize()}.")
        lines.append(self.detail(key))
        return tip_text("\n".join(line for line in lines if line))

    def set_rule(self, rule: Rule) -> None:
        """Read all logits with another rule."""
        self._rule = rule

    def arrange(self, keys: Keys) -> None:
        """Show these rows in this order; what is selected stays selected."""
        if np.array_equal(keys, self._keys):
            self.touch()
            return
        if keys.size > self._keys.size and np.array_equal(keys[: self._keys.size], self._keys):
            self.beginInsertRows(QModelIndex(), self._keys.size, keys.size - 1)
            self._keys = keys
            self.endInsertRows()
            return
        self.about_to_arrange.emit()
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        old = self._keys[[index.row() for index in before]]
        self._keys = keys
        # A row of -1 gives the index of nothing.
        after = [self.index(row, index.column()) for row, index in zip(rows_of(old, keys), before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def touch(self) -> None:
        """Have what is visible drawn anew."""
        if self._keys.size:
            self.dataChanged.emit(self.index(0, 0), self.index(self._keys.size - 1, len(Column) - 1))


def rows_of(wanted: Keys, keys: Keys) -> list[int]:
    """Give the row of each wanted key among ``keys``, -1 where it is not there; at once for all of them."""
    if not keys.size:
        return [-1] * wanted.size
    distinct, places = np.unique(wanted, return_inverse=True)  # each view keeps the chosen row
    if distinct.size <= _FEW:
        found = [np.flatnonzero(keys == key) for key in distinct.tolist()]
        rows = np.array([int(row[0]) if row.size else -1 for row in found], np.int64)
    else:
        all_rows = np.full(max(int(keys.max()), int(distinct[-1])) + 1, -1)
        all_rows[keys] = np.arange(keys.size)
        rows = all_rows[distinct]
    given: list[int] = rows[places].tolist()
    return given

"""Records that a taught model answers otherwise, as Qt's views want them: a look-up, never work."""

from typing import Final

from PySide6.QtCore import QObject, Qt

from alpaca_gui.gui.picture_model import DETAIL, KEY, LABEL, LOGIT, SIGN
from alpaca_gui.gui.places_model import PlacesModel
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.teaching.moves import Moves
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.columns import Columns
from alpaca_gui.logit.verdict import Decision
from alpaca_gui.logit.words import logit_text, short_logit_text

_LABELS: Final = {1: "labelled yes", 0: "labelled no"}


class MovedModel(PlacesModel):
    """Each row shows a picture's new logit and decision, and in its second line what they were.

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
        self.look_ups = {
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
        return [int(key) for key in self._moves.keys[self.places]]

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

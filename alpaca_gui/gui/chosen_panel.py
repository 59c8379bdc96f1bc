"""The right side of the window: the chosen picture, what is said of it, and where its logit lies."""

from collections.abc import Container
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QMargins, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.curve_panel import CurvePanel
from alpaca_gui.gui.giving_way import least_height
from alpaca_gui.gui.label_bar import LabelBar
from alpaca_gui.gui.map_overlay import MapOverlay
from alpaca_gui.gui.picture_view import PictureView
from alpaca_gui.gui.reading_panel import ReadingPanel
from alpaca_gui.gui.readings import Readings
from alpaca_gui.gui.rule_controls import RuleControls
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.columns import NO_LABEL
from alpaca_gui.logit.verdict import judge

NO_EXACT_MAP: Final = "This model has no exact map."
_PICTURE: Final = 100
"""How high the picture is at least before the curve has room beside it, in pixels."""

_EDGES: Final = ((QMargins(14, 12, 14, 10), 8), (QMargins(14, 6, 14, 6), 4))
"""What is left empty along the edges and between the parts, in pixels: usually, and where there is little room."""


class ChosenPanel(QWidget):
    """Shows one row of a `Collection`, or that none is chosen; takes its label and note. Close it.

    Parameters
    ----------
    collection
        The rows.
    thumbnails
        What stands in for the picture until it is decoded.
    """

    def __init__(self, collection: Collection, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._thumbnails = thumbnails
        self._key = -1
        self.readings = Readings(collection)
        self.view = PictureView()
        self.map = MapOverlay(self.view, self)
        self.reading = ReadingPanel()
        self.label_bar = LabelBar()
        self.curve = CurvePanel()
        self.controls = RuleControls()
        self._lay_out()
        self.label_bar.label_chosen.connect(self._on_label)
        self.label_bar.note_written.connect(self._on_note)

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.addWidget(self.view, 3)
        column.addWidget(self.reading)
        column.addWidget(self.label_bar)
        column.addWidget(self.curve, 2)
        column.addWidget(self.controls)
        self.set_tight(tight=False)

    def least_height(self, shown: Container[QWidget]) -> int:
        """Give the least height in which it stands, as wide as it is, with those of its parts that are shown.

        Parameters
        ----------
        shown
            Of label bar, curve and controls, and of the lines of the reading.
        """
        margins, gap = _EDGES[self.curve not in shown]
        width = self.width() - margins.left() - margins.right()
        picture = _PICTURE if self.curve in shown else self.view.minimumHeight()
        needed = margins.top() + picture + gap + self.reading.least_height(width, shown)
        others = (part for part in (self.label_bar, self.curve, self.controls) if part in shown)
        return needed + sum(gap + least_height(part, width) for part in others) + margins.bottom()

    def set_tight(self, *, tight: bool) -> None:
        """Leave less empty between its parts: where the curve has stepped back."""
        margins, gap = _EDGES[tight]
        if (margins, gap) != (self._column.contentsMargins(), self._column.spacing()):  # either asks for a new layout
            self._column.setContentsMargins(margins)
            self._column.setSpacing(gap)

    def lay_out_now(self) -> None:
        """Put all in its place, before anything is drawn where it was."""
        self._column.activate()

    @property
    def key(self) -> int:
        """Key of the chosen row; -1 where there is none."""
        return self._key

    @property
    def folder(self) -> Path | None:
        """Folder of the chosen picture; None where it is not a file."""
        source = self._collection.columns.source(self._key) if self._key >= 0 else None
        return source.path.absolute().parent if isinstance(source, FileSource) else None

    def show_key(self, key: int) -> None:
        """Show the row of a key; a note that was being written is kept first."""
        if key != self._key:
            self.label_bar.finish_note()
            self._key = key
            self.show_picture()
        self.refresh()

    def show_model(self, bundle: ModelBundle) -> None:
        """Speak in the words of the model that answers from now on, and show its map."""
        self.readings.use_words(bundle.card)
        self.reading.show_model_note("" if bundle.card.exact_map else NO_EXACT_MAP)
        self.map.open(bundle)
        self.controls.set_usual(bundle.card.rule)

    def refresh(self) -> None:
        """Show what is known of the row now."""
        self.show_reading()
        self.show_label()
        self._show_curve()

    def show_picture(self) -> None:
        """Show the picture itself, or why there is none."""
        if self._key < 0:
            self._show_no_picture("No picture is chosen.")
            return
        record = self._collection.columns.record(self._key)
        if record is not None and record.error is not None:
            self._show_no_picture("There is no picture to show.")
            return
        source = self._collection.columns.source(self._key)
        self.view.show_picture(self._key, source, self._thumbnails.get(self._key))
        self.map.look(self._key, source)

    def _show_no_picture(self, message: str) -> None:
        self.view.show_message(message)
        self.map.look_away()

    def show_reading(self) -> None:
        """Show what the model says of it."""
        key = self._key
        if key < 0:
            self.reading.clear()
            return
        record = self._collection.columns.record(key)
        if record is None or record.logit is None:
            sign = self._collection.item_model.sign(key)
            self.reading.show_sign(sign, "" if record is None else record.error or "")
            return
        verdict = judge(record.logit, self._collection.rule)
        self.reading.show_verdict(verdict, self.readings.with_mark(key, record), self.readings.answers)

    def show_label(self) -> None:
        """Show what a person says of it."""
        key, columns = self._key, self._collection.columns
        able = key >= 0 and self._collection.library.write
        label = int(columns.label[key]) if key >= 0 else NO_LABEL
        self.label_bar.show_label(label, columns.person_notes.get(key, ""), able=able)

    def _show_curve(self) -> None:
        columns = self._collection.columns
        shown = columns.spread().logits
        chosen = float(columns.logit[self._key]) if self._key >= 0 else float("nan")
        self.curve.show_logits(shown, chosen if np.isfinite(chosen) else None, self._collection.rule)

    @Slot(int)
    def _on_label(self, label: int) -> None:
        if self._key >= 0:
            self._collection.changes.set_label(np.array([self._key]), label)

    @Slot(str)
    def _on_note(self, note: str) -> None:
        if self._key >= 0:
            self._collection.changes.set_note(self._key, note)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.curve.restyle()
        self.show_reading()

    def close_threads(self) -> None:
        """End the threads that decode and look at the picture."""
        self.map.close()
        self.view.close_loader()

"""The panel of the exact map, and of its estimate for models that have none."""

from typing import ClassVar, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from alpaca_gui.explain.cell_words import NO_CELL, estimate_text, exactness, offer, progress_text
from alpaca_gui.explain.colours import OPACITY
from alpaca_gui.explain.occlusion import Occlusion, cover_parts
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.map.cell_canvas import CellCanvas
from alpaca_gui.gui.why.map.map_legend import MapLegend
from alpaca_gui.gui.why.map.sum_line import SumLine
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.logit.verdict import Rule

ESTIMATE: Final = "&Estimate by covering parts"
STOP: Final = "S&top"
PER_CELL: Final = "logits per cell"
FALL: Final = "logits lost when a part is covered"


class MapPanel(Panel):
    """Draws what each cell adds to the logit, and the sum of it all."""

    HINT: ClassVar[str] = "How the parts of the picture speak in the logit: blue for yes, orange for no."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.canvas = CellCanvas()
        self.reading = QLabel(NO_CELL)
        self.unit = QLabel()
        self.legend = MapLegend()
        self.sum = SumLine()
        self.note = QLabel()
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.bare = QCheckBox("&Bare cells")
        self.grid = QCheckBox("&Grid")
        self.estimate = QPushButton(ESTIMATE)
        self.progress = QLabel()
        self._estimated: Occlusion | None = None
        self._inquiry = Inquiry(context.thread, self)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self.reading.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        for label in (self.note, self.unit, self.progress):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.opacity.setRange(0, 100)
        self.opacity.setSingleStep(5)
        self.opacity.setPageStep(25)
        self.opacity.setMaximumWidth(180)
        self.opacity.setAccessibleName("Opacity of the map, in percent")
        self.bare.setToolTip("The cells alone, without the picture")
        self.grid.setToolTip("Thin lines between the cells")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.canvas, 1)
        column.addLayout(self._controls())
        column.addLayout(self._key())
        column.addWidget(self.sum)
        column.addWidget(self.note)

    def _controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel("&Opacity")
        label.setBuddy(self.opacity)
        for widget in (label, self.opacity, self.bare, self.grid):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.progress)
        row.addWidget(self.estimate)
        return row

    def _key(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.legend, 1)
        row.addWidget(self.unit, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.reading)
        column.addLayout(row)
        return column

    def _wire(self) -> None:
        self.canvas.cell_changed.connect(self._on_cell)
        self.opacity.valueChanged.connect(self._on_look)
        self.opacity.setValue(round(100 * OPACITY))
        self.bare.toggled.connect(self._on_look)
        self.grid.toggled.connect(self._on_look)
        self.estimate.clicked.connect(self._on_estimate)
        self._inquiry.stepped.connect(self._on_estimated)
        self._inquiry.answered.connect(self._on_estimated)
        self._inquiry.failed.connect(self._on_failed)

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Draw the picture's map, or offer to estimate one."""
        if subject is not self.subject:
            self._estimated = None
        super().show_subject(subject, rule)
        self.canvas.show_image(subject.image)
        contributions = subject.seen.contributions
        if contributions is not None:
            self.sum.show_sum(contributions)
            self.note.setText(exactness(contributions))
        elif self._estimated is None:
            self.note.setText(offer(subject.seen.no_map))
        else:
            self.note.setText(estimate_text(self._estimated, subject.seen.no_map))
        self._show_map(subject)

    def _show_map(self, subject: Subject) -> None:
        contributions = subject.seen.contributions
        shown = self._estimated if contributions is None else contributions
        self.canvas.show_map(shown, subject.region)
        self.sum.setVisible(contributions is not None)
        self.estimate.setVisible(contributions is None)
        self.unit.setText(PER_CELL if contributions is not None else FALL)
        for widget in (self.legend, self.unit, self.reading):
            widget.setVisible(shown is not None)
        for switch in (self.bare, self.grid):
            switch.setEnabled(shown is not None)
        self._show_button()
        self._on_look()

    def _show_button(self) -> None:
        self.estimate.setText(STOP if self._inquiry.busy else ESTIMATE)
        self.progress.setText("" if self._estimated is None else progress_text(self._estimated))

    @Slot()
    def _on_look(self) -> None:
        self.canvas.opacity = self.opacity.value() / 100
        self.canvas.bare, self.canvas.grid = self.bare.isChecked(), self.grid.isChecked()
        self.canvas.update()
        layer = self.canvas.layer
        self.opacity.setEnabled(layer is not None and not layer.bare)
        if layer is not None:
            self.legend.show_scale(layer.cells.largest, layer.strength, self.unit.text())

    @Slot()
    def _on_cell(self) -> None:
        cell, shown = self.canvas.cell, self.canvas.contributions
        self.reading.setText(self.canvas.words or NO_CELL)
        self.legend.show_value(None if cell is None or shown is None else float(shown.cells[cell]))

    @Slot()
    def _on_estimate(self) -> None:
        if self._inquiry.busy:
            self._inquiry.forget()
        else:
            self._inquiry.ask(cover_parts)
        self._show_button()

    @Slot(object)
    def _on_estimated(self, found: Occlusion) -> None:
        if self.subject is not None:
            self._estimated = found
            self.note.setText(estimate_text(found, self.subject.seen.no_map))
            self._show_map(self.subject)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.note.setText(f"It cannot be estimated. {sentence}")
        self._show_button()

    def leave(self) -> None:
        """Stop estimating."""
        self._inquiry.forget()
        self._show_button()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.sum.restyle()

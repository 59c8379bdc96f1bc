"""A training while it goes on: how far it is, how well it does, and what a person should know."""

from __future__ import annotations

import time
from math import isfinite
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.pace import Pace, time_text
from alpaca_gui.gui.training.pages import Page, button, title_font
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.training.request import Recipe, TrainingRequest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from alpaca_gui.gui.training.curves import Curves
    from alpaca_gui.messages import Epoch, Step

_STEADY_S: Final = 3.0
"""A stage is on this long before its time left is told."""


class RunningPage(Page):
    """Draws what a training tells; `cancel_asked` when the person gives it up."""

    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.curves: Curves | None = None
        self._pace = Pace()
        self._stage_began = 0.0
        self.title = ElidedLabel()
        self.title.setFont(title_font(self.title.font()))
        self.stage = ValueLabel("Stage")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of this stage")
        self.bar.setTextVisible(False)
        self.left = ValueLabel("Time left")
        self.figures = ValueLabel("Latest figures")
        self.figures.setWordWrap(True)
        self.notes_label = QLabel("Worth knowing")
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName("Worth knowing")
        self.notes.setMaximumHeight(110)
        self.cancel = button("&Cancel the training", self.cancel_asked)
        self.cancel.setAutoDefault(False)  # Enter must not give up what has been going on for minutes
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = column = QVBoxLayout(inside)
        column.setContentsMargins(20, 18, 20, 0)
        column.setSpacing(10)
        for widget in (self.title, self.stage, self.bar, self.left):
            column.addWidget(widget)
        self._gap = QWidget()
        column.addWidget(self._gap, 1)
        column.addWidget(self.figures)
        column.addWidget(self.notes_label)
        column.addWidget(self.notes)
        self.fill(inside, [self.cancel])

    def equip(self) -> None:
        """Make the plots, once pyqtgraph is loaded."""
        from alpaca_gui.gui.training.curves import Curves  # noqa: PLC0415 - loaded beside the window

        self.curves = Curves()
        self._column.insertWidget(4, self.curves, 8)
        self._show_curves(shown=False)

    def begin(self, request: TrainingRequest) -> None:
        """Show that a training begins."""
        self.title.show_text(f"Training “{request.yes}”")
        self._set_stage("Starting")
        self.bar.setRange(0, 0)
        self.left.show_value("")
        self.figures.show_value("")
        self.notes.clear()
        self._show_notes(shown=False)
        self.cancel.setEnabled(True)
        if self.curves is not None:
            self.curves.clear()
        self._show_curves(shown=request.recipe is Recipe.COURSE)

    def stopping(self) -> None:
        """Show that it is being given up."""
        self.cancel.setEnabled(False)
        self._set_stage("Stopping")
        self.bar.setRange(0, 0)
        self.left.show_value("")

    @Slot(object)
    def step(self, step: Step) -> None:
        """Show how far a stage is."""
        self._set_stage(step.stage)
        self.bar.setRange(0, max(0, step.of))
        self.bar.setValue(max(0, min(step.done, step.of)))
        now = time.monotonic()
        self._pace.count(now, step.done)
        left = self._pace.left(max(0, step.of - step.done)) if now > self._stage_began + _STEADY_S else None
        parts = [f"{step.done:,} of {step.of:,}"] if step.of else []
        if left is not None and step.done < step.of:
            parts.append(f"about {time_text(left)} left")
        self.left.show_value(", ".join(parts))

    @Slot(object)
    def epoch(self, epoch: Epoch) -> None:
        """Draw an epoch, and say its figures in words."""
        self._set_stage(epoch.stage)
        self.bar.setRange(0, max(1, epoch.of))
        self.bar.setValue(max(0, min(epoch.number, epoch.of)))
        parts = [f"Epoch {epoch.number:,} of {epoch.of:,}"]
        if epoch.number < epoch.of and isfinite(epoch.seconds_left) and epoch.seconds_left > 0:
            parts.append(f"about {time_text(epoch.seconds_left)} left")
        self.left.show_value(", ".join(parts))
        self.figures.show_value(
            f"Trained on: loss {_loss(epoch.loss)}, accuracy {_share(epoch.accuracy)}.  "
            f"Held back: loss {_loss(epoch.validation_loss)}, accuracy {_share(epoch.validation_accuracy)}."
        )
        self._show_curves(shown=True)
        if self.curves is not None:
            self.curves.add(epoch)

    @Slot(str)
    def note(self, text: str) -> None:
        """Add a sentence that the person should read."""
        self._show_notes(shown=True)
        self.notes.appendPlainText(text)

    def _set_stage(self, stage: str) -> None:
        if self.stage.text() != stage:
            self.stage.show_value(stage)
            self._pace.restart()
            self._stage_began = time.monotonic()

    def _show_curves(self, *, shown: bool) -> None:
        self.figures.setVisible(shown)
        if self.curves is not None:
            self.curves.setVisible(shown)
            self._gap.setVisible(not shown)

    def _show_notes(self, *, shown: bool) -> None:
        self.notes.setVisible(shown)
        self.notes_label.setVisible(shown)

    def main_button(self) -> QPushButton | None:
        """Give nothing."""
        return None


def _loss(value: float) -> str:
    return f"{value:.3f}" if isfinite(value) else "not finite"


def _share(value: float) -> str:
    return f"{100 * value:.1f} %" if isfinite(value) else "unknown"

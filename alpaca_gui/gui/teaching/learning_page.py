"""A lesson while it goes on."""

from PySide6.QtCore import Slot

from alpaca_gui.gui.teaching.words import title_text
from alpaca_gui.gui.training.running_page import RunningPage


class LearningPage(RunningPage):
    """As a training is shown, without curves: a neuron is fitted at once."""

    def __init__(self) -> None:
        super().__init__()
        self.cancel.setText("&Cancel")
        self.figures.hide()

    @Slot(str)
    def begin_lesson(self, name: str) -> None:
        """Show that the model of a name begins to learn."""
        self.title.show_text(title_text(name))
        self._set_stage("Starting")
        self.bar.setRange(0, 0)
        self.left.show_value("")
        self.notes.clear()
        self._show_notes(shown=False)
        self.cancel.setEnabled(True)

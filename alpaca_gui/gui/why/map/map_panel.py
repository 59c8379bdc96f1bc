"""The panel of the exact map."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.logit.verdict import Rule


class MapPanel(Panel):
    """Draws what each cell adds to the logit."""

    HINT: ClassVar[str] = "Exact: what each part of the picture adds to the logit. Blue speaks for yes, orange for no."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.canvas = Canvas()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas, 1)

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Draw the picture's map."""
        super().show_subject(subject, rule)
        self.canvas.show_image(subject.image)
        self.canvas.show_map(subject.seen.contributions, subject.region)

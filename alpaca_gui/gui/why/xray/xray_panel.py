"""The panel of the tensor that the model saw."""

from threading import Event
from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.xray import Variant, Xray, xray
from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.question import Step
from alpaca_gui.gui.why.quiet_label import quiet_label
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.gui.why.xray import words
from alpaca_gui.gui.why.xray.channel_plot import ChannelPlot
from alpaca_gui.gui.why.xray.score_field import ScoreField
from alpaca_gui.gui.why.xray.tensor_view import TensorView
from alpaca_gui.gui.why.xray.variant_list import VariantList
from alpaca_gui.logit.verdict import Rule

_LOW: Final = 500
"""In a panel lower than this the histogram leaves its room to the picture."""

_SIDE_WIDTH: Final = 238


class XrayPanel(Panel):
    """Shows the model's input as a picture, and the logit of the picture prepared in other ways."""

    HINT: ClassVar[str] = (
        "The numbers that went into the model, as a picture; and why another program may give another score. Exact: "
        "each logit is a forward pass of its own."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.xray: Xray | None = None
        self._inquiry = Inquiry(context.thread, self)
        self.largest = ValueLabel("Largest difference")
        self.view = TensorView()
        self.view.setAccessibleName("The tensor as a picture")
        self.title = ElidedLabel()
        self.numbers = ValueLabel("Numbers in the tensor")
        self.plot = ChannelPlot()
        self.why = quiet_label("Which programs do this")
        self.list = VariantList()
        self.score = ScoreField()
        self._lay_out()
        self._inquiry.stepped.connect(self._on_xray)
        self._inquiry.answered.connect(self._on_xray)
        self._inquiry.failed.connect(self._on_failed)
        self.list.variant_chosen.connect(self._on_variant)
        self.view.resized.connect(self._on_resized)
        self.score.closest_wanted.connect(self.list.choose)

    def _lay_out(self) -> None:
        for label in (self.largest, self.title):
            font = label.font()
            font.setBold(True)
            label.setFont(font)
        self.largest.setWordWrap(True)
        self.numbers.setWordWrap(True)
        side = QWidget()
        side.setFixedWidth(_SIDE_WIDTH)
        left, right = QVBoxLayout(), QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        for column in (left, right):
            column.setSpacing(6)
        left.addWidget(self.title)
        left.addWidget(self.numbers)
        left.addWidget(self.view, 1)
        left.addWidget(self.plot)
        left.addWidget(self.why)
        right.addWidget(self.list, 1)
        right.addWidget(self.score)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(left, 1)
        row.addWidget(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.largest)
        whole.addLayout(row, 1)

    @property
    def busy(self) -> bool:
        """Whether variants are still computed."""
        return self._inquiry.busy

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Look through another picture; what was found before is kept while it is the same."""
        known = self.xray if subject is self.subject and self.xray and self.xray.complete else None
        super().show_subject(subject, rule)
        self.xray = known
        if known is None:
            self._inquiry.ask(_look)
        else:
            self._show()

    def show_rule(self, rule: Rule) -> None:
        """Decide with another rule."""
        super().show_rule(rule)
        self._show()

    def leave(self) -> None:
        """Ask no further."""
        self._inquiry.forget()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.plot.restyle()
        self.list.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the histogram's room to the picture where there is little."""
        super().resizeEvent(event)
        self.plot.setVisible(event.size().height() >= _LOW)

    @Slot()
    def _on_resized(self) -> None:
        self._show_title(self.list.variant)

    @Slot(object)
    def _on_xray(self, found: Xray) -> None:
        self.xray = found
        self._show()

    def _show(self) -> None:
        if self.xray is None or self.subject is None:
            return
        self.largest.show_value(words.largest_words(self.xray, self.rule))
        self.list.show_xray(self.xray, self.rule)
        self.score.show_xray(self.xray, self.rule, self.subject.bundle.card.no)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.largest.show_value(sentence)

    @Slot(object)
    def _on_variant(self, variant: Variant | None) -> None:
        if self.xray is None or self.subject is None:
            return
        step = self.subject.bundle.card.preprocessing
        shown = self.xray if variant is None else variant  # the tensor alone is there, which comes first
        numbers, why = shown.numbers, "" if variant is None else variant.why
        self.view.show_image(QImage() if numbers is None else image_of(shown.view))
        self.numbers.show_value("" if numbers is None else words.numbers_words(numbers, step))
        self.plot.show_numbers(numbers)
        self.plot.setToolTip("" if numbers is None else words.channels_words(numbers))
        self.plot.setAccessibleDescription(self.plot.toolTip())
        self.why.show_value(why)
        self._show_title(variant)

    def _show_title(self, variant: Variant | None) -> None:
        name = "As the model does" if variant is None else variant.words
        if self.xray is None or (variant is not None and variant.numbers is None):
            self.title.show_text("" if self.xray is None else name)
            return
        zoom = self.view.zoom
        scale = f"enlarged {zoom} ×" if zoom > 1 else "pixel by pixel" if zoom else "reduced"
        self.title.show_text(f"{name} ({scale})")


def _look(lens: Lens, seen: Seen, cancel: Event, step: Step) -> Xray:
    return xray(lens, seen, cancel, step)

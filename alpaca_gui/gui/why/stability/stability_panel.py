"""The panel of the stability bench: one logit, three ways to its loss, and the exact value."""

from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.explain.stability_bench import FURTHEST, Bench, Curves, read_bench
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.stability import words
from alpaca_gui.gui.why.stability.bench_axis import WHOLE, BenchAxis
from alpaca_gui.gui.why.stability.bench_plots import BenchPlots
from alpaca_gui.gui.why.stability.bench_table import BenchTable
from alpaca_gui.gui.why.stability.controls import BenchControls
from alpaca_gui.gui.why.stability.drawn import Drawn, drawn
from alpaca_gui.gui.why.stability.tensorflow_asker import Comparison, TensorFlowAsker
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.logit.verdict import Rule

_SIDE_WIDTH: Final = 256
_WIDE_SIDE: Final = 360
_WIDE: Final = 760
STARTING: Final = "Starting TensorFlow, some seconds…"
ASK: Final = "Ask &TensorFlow"
PLAIN: Final = (
    "TensorFlow computes BinaryCrossentropy(from_logits=True) of the logit, and (from_logits=False) of the probability "
    "as a plain number: given the output of its own sigmoid, Keras finds the logit behind it and computes from that."
)


class StabilityPanel(Panel):
    """Shows why the sigmoid belongs inside the loss.

    Attributes
    ----------
    logit
        The one on the bench, as it was asked for; ``bench.logit`` is what the kind of number makes of it.
    bench
        The numbers of this very logit; None before the first picture.
    comparison
        What TensorFlow said last; None before it was asked.
    """

    HINT: ClassVar[str] = (
        "The loss of this logit three ways, in numbers of 16, 32 or 64 bits, beside the exact value; all computed at "
        "this moment. Drag the logit and see what breaks."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.logit = 0.0
        self.bench: Bench | None = None
        self.comparison: Comparison | None = None
        self.controls = BenchControls()
        self.lesson = ValueLabel("In words")
        self.plots = BenchPlots()
        self.table = BenchTable()
        self.bits = ValueLabel("Bits of the chosen number: sign, exponent, fraction")
        self.ask = QPushButton(ASK)
        self.told = ValueLabel("TensorFlow")
        self.asker = TensorFlowAsker(self)
        self._drawing = Inquiry(context.thread, self)
        self._drawn: Drawn | None = None
        self._side = QWidget()
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        font = self.lesson.font()
        font.setBold(True)
        self.lesson.setFont(font)
        self.bits.setFont(digits_font(self.bits.font()))
        for label in (self.lesson, self.bits, self.told):
            label.setWordWrap(True)
        for label in (self.bits, self.told):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.ask.setToolTip(PLAIN)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(6)
        side.addWidget(self.table, 1)
        side.addWidget(self.bits)
        side.addWidget(self.ask)
        side.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.plots, 1)
        row.addWidget(self._side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.controls)
        whole.addWidget(self.lesson)
        whole.addLayout(row, 1)

    def _wire(self) -> None:
        self.controls.changed.connect(self._on_setting)
        self.controls.moved.connect(self._on_typed)
        self.controls.back.connect(self._on_back)
        self.controls.axis_changed.connect(self._on_setting)
        self.plots.moved.connect(self._on_moved)
        self.plots.settled.connect(self._on_setting)
        self.table.picked.connect(self._show_bits)
        self._drawing.answered.connect(self._on_drawn)
        self._drawing.failed.connect(self.lesson.show_value)
        self.ask.clicked.connect(self._on_ask)
        self.asker.answered.connect(self._on_answered)
        self.asker.failed.connect(self._on_failed)

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Put a picture's own logit on the bench; with the same picture all stays as it was left."""
        other, first = self.subject is None or self.subject.seen is not subject.seen, self.subject is None
        super().show_subject(subject, rule)
        self.controls.show_answers(subject.bundle.card.yes, subject.bundle.card.no)
        if first:  # the label that this logit contradicts: there is something to be seen
            self.controls.choose_label(int(self.own_logit <= 0))
        if other:
            self.logit = self.own_logit
        self._draw()

    @property
    def own_logit(self) -> float:
        """The picture's logit, or the end of the bench where it lies beyond; 0 before the first picture."""
        logit = 0.0 if self.subject is None else self.subject.logit
        return min(max(logit, -FURTHEST), FURTHEST)

    def leave(self) -> None:
        """Want no curves any more, and ask TensorFlow no more."""
        self._drawing.forget()
        if self.asker.busy:
            self.asker.give_up()
            self._show_told("")

    def close_threads(self) -> None:
        """End TensorFlow where it is at work."""
        self.asker.give_up()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.plots.restyle()
        self.table.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the numbers more room where there is more."""
        super().resizeEvent(event)
        self._side.setFixedWidth(_WIDE_SIDE if event.size().width() >= _WIDE else _SIDE_WIDTH)
        self._make_room()

    def _make_room(self) -> None:
        """Keep room for as many lines as the longest sentence takes, so that nothing below it moves in a drag."""
        width = self.width()  # the sentence has all of it; its own width is still the old one while this is resized
        self.lesson.setMinimumHeight(0)  # what it had counts into what a label says that it needs
        lines, needed = 2 if width >= _WIDE else 3, self.lesson.heightForWidth(width)
        self.lesson.setMinimumHeight(max(lines * self.lesson.fontMetrics().lineSpacing(), needed))

    @Slot()
    def _draw(self) -> None:
        """Read the numbers at once, and have anew what another setting, or another axis, changes."""
        setting, axis, shown = self.controls.setting, self._axis(), self._drawn
        if shown is not None and (shown.setting, shown.axis) == (setting, axis):
            self._drawing.forget()
        else:
            logit = self.logit
            breaks = shown.curves.breaks if shown is not None and shown.setting == setting else None
            self._drawing.ask(lambda _lens, _seen, _cancel, _step: drawn(setting, logit, axis, breaks))
        self._read()

    def _axis(self) -> BenchAxis | None:
        """The axis that is wanted; None where it is one near the logit, and the breaks are not known yet."""
        shown = self._drawn
        if self.controls.whole:
            return WHOLE
        if shown is not None and self.plots.dragging and not shown.axis.whole:
            return shown.axis  # it stays as it is under a hand
        return shown.axis_near(self.logit) if shown is not None and shown.setting == self.controls.setting else None

    @Slot(object)
    def _on_drawn(self, found: Drawn) -> None:
        self._drawn = found
        self.plots.show_curves(found.curves, found.setting, found.axis)
        self.table.show_breaks(words.breaks_text(found.curves.breaks, found.setting.label))
        if self.bench is not None:
            self.plots.show_logit(self.logit, self.bench.logit)

    @property
    def curves(self) -> Curves | None:
        """What is drawn, computed in the thread that explains; None before the first answer."""
        return None if self._drawn is None else self._drawn.curves

    @property
    def busy(self) -> bool:
        """Whether curves are being computed."""
        return self._drawing.busy

    def _read(self) -> None:
        self.bench = bench = read_bench(self.logit, self.controls.setting)
        self.plots.show_logit(self.logit, bench.logit)
        self.controls.show_logit(self.logit, own=self.logit == self.own_logit)
        self.lesson.show_value(words.lesson(bench))
        self._make_room()
        self.table.show_bench(bench, self._about_now())
        self._show_bits()

    def _about_now(self) -> Comparison | None:
        """What TensorFlow said, if it was about what is on the bench."""
        asked, bench = self.comparison, self.bench
        if asked is None or bench is None:
            return None
        return asked if (asked.logit, asked.setting) == (bench.logit, bench.setting) else None

    @Slot()
    def _show_bits(self) -> None:
        if self.table.reading is not None and self.bench is not None:
            truth = self.bench.exact_gradient if self.table.of_gradient else self.bench.exact_loss
            name = words.EXACT if self.table.method is None else words.NAMES[self.table.method]
            of = "gradient" if self.table.of_gradient else "loss"
            shown = truth if self.table.method is None else None
            self.bits.show_value(words.bits_text(f"{name}, {of}", self.table.reading, shown))

    @Slot()
    def _on_setting(self) -> None:
        if self.subject is not None:
            self._draw()

    @Slot(float)
    def _on_moved(self, logit: float) -> None:
        if self.subject is not None and logit != self.logit:
            self.logit = logit
            self._read()

    @Slot(float)
    def _on_typed(self, logit: float) -> None:
        self._on_moved(logit)
        self._on_setting()

    @Slot()
    def _on_back(self) -> None:
        self._on_typed(self.own_logit)

    @Slot()
    def _on_ask(self) -> None:
        if self.bench is not None:
            self.asker.ask(self.bench)
            self._show_told(STARTING if self.asker.busy else self.told.text())

    @Slot(object)
    def _on_answered(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self._show_told("")
        self._read()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._show_told(sentence)

    def _show_told(self, sentence: str) -> None:
        self.told.show_value(sentence)
        self.told.setVisible(bool(sentence))
        self.ask.setEnabled(not self.asker.busy)

"""The panel that shows how firm the logit is."""

from typing import ClassVar, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpaca_gui.explain.firm_words import AS_IT_IS, state_of
from alpaca_gui.explain.firmness import Firmness, firmness
from alpaca_gui.explain.small_changes import small_changes
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.firm.badge import Badge
from alpaca_gui.gui.why.firm.change_table import ORIGINAL, ChangeTable
from alpaca_gui.gui.why.firm.changed_images import ChangedImage, ChangedImages
from alpaca_gui.gui.why.firm.firm_axis import FirmAxis
from alpaca_gui.gui.why.firm.picture_pair import PicturePair
from alpaca_gui.gui.why.firm.words import panel_sentence
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.gui.why.thin_bar import thin_bar
from alpaca_gui.logit.verdict import Rule

_DRAW_MS: Final = 40


class FirmPanel(Panel):
    """Shows a picture's logit under small changes.

    Attributes
    ----------
    firmness
        What has been found so far; None before anything has.
    """

    HINT: ClassVar[str] = (
        "The same picture under small changes that a person would say change nothing: mirrored, cropped to 90 %, "
        "saved as JPEG, lit otherwise, turned by 5°. A firm logit gives the same answer under all of them."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.firmness: Firmness | None = None
        self._latest: Firmness | None = None
        self._settled = False
        self._trouble = ""
        self._inquiry = Inquiry(context.thread, self)
        # Answers may come faster than they can be drawn: then the latest is.
        self._soon = QTimer(self, singleShot=True, interval=_DRAW_MS)
        self._soon.timeout.connect(self._draw_latest)
        self._images = ChangedImages(context.thread, self)
        self.badge = Badge()
        self.sentence = ValueLabel("In words")
        self.axis = FirmAxis()
        self.bar = thin_bar("Small changes")
        self.table = ChangeTable()
        self.pair = PicturePair()
        self.how = ValueLabel("How it was found")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        line = self.fontMetrics().lineSpacing()
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumHeight(2 * line)  # what is below does not move while results come in
        self.how.setMinimumHeight(line)
        self.how.setWordWrap(True)
        self.how.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.bar.setRange(0, len(small_changes()))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.badge)
        top.addWidget(self.sentence, 1)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(self.table, 5)
        below.addWidget(self.pair, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(top)
        whole.addWidget(self.axis, 1)
        whole.addWidget(self.bar)
        whole.addLayout(below, 3)
        whole.addWidget(self.how)

    def _wire(self) -> None:
        self._inquiry.stepped.connect(self._on_step)
        self._inquiry.answered.connect(self._on_firmness)
        self._inquiry.failed.connect(self._on_failed)
        self._images.ready.connect(self._on_image)
        self._images.failed.connect(self._on_failed)
        self.table.change_chosen.connect(self._on_chosen)
        self.axis.mark_pressed.connect(self.table.choose)

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Try the changes on a picture; what was found before is kept while it is the same."""
        same = self.subject is not None and self.subject.seen is subject.seen
        known = self.firmness if same and self.firmness is not None and self.firmness.complete else None
        super().show_subject(subject, rule)
        if not same:
            self._images.begin()
            self._settled = False
        self._trouble = ""
        if known is None:
            self.pair.show_original(subject.image)
            self._show(Firmness(subject.logit, (), None, subject.logit))
            self.how.show_value("")
            self.bar.setValue(0)
            self.bar.show()
            self._inquiry.ask(firmness)
        else:
            self._on_firmness(known)

    def show_rule(self, rule: Rule) -> None:
        """Read the logits with another rule; nothing is computed."""
        super().show_rule(rule)
        if self.firmness is not None:
            self._show(self.firmness)

    def leave(self) -> None:
        """Ask no further."""
        self._soon.stop()
        self._inquiry.forget()
        self._images.forget()
        self.bar.hide()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.axis.restyle()
        self.badge.update()
        if self.firmness is not None:
            self._show(self.firmness)

    @Slot(object)
    def _on_step(self, found: Firmness) -> None:
        self._latest = found
        self.bar.setValue(len(found.changes))
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _draw_latest(self) -> None:
        if self._latest is not None:
            self._show(self._latest)

    @Slot(object)
    def _on_firmness(self, found: Firmness) -> None:
        self._soon.stop()
        self.bar.setValue(len(found.changes))
        self.bar.setVisible(not found.complete)
        self.how.show_value(found.how)
        self._show(found)
        if found.complete:
            self._settled = True
            self._show_picture()

    def _show(self, found: Firmness) -> None:
        self.firmness = found
        sentence = self._trouble or panel_sentence(found, self.rule)
        self.badge.show_state(state_of(found, self.rule))
        self.sentence.show_value(sentence)
        self.axis.setAccessibleDescription(sentence)
        self.axis.show_firmness(found, self.rule)
        self.table.show_firmness(found, self.rule)
        weakest = found.weakest(self.rule)
        if weakest is not None and not self._settled:
            self.table.go_to(weakest.name)  # what is nearest to flipping, until a person goes elsewhere
        self.axis.choose(self.table.key or "")

    def _show_picture(self) -> None:
        row = self.table.row
        if row is None or self.subject is None:
            return
        if row.key == ORIGINAL:
            self._images.forget()
            self.pair.show_changed(self.subject.image, AS_IT_IS)
        else:
            self._images.ask(row.key)

    @Slot(object)
    def _on_image(self, made: ChangedImage) -> None:
        row = self.table.row
        if row is not None and row.key == made.key:
            self.pair.show_changed(made.image, row.words)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._trouble = sentence
        self.bar.hide()
        self.sentence.show_value(sentence)

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self._settled = True
        self.axis.choose(key)
        self._show_picture()

"""The panel of the flip finder: sliders, the picture as they change it, and the logit over the one touched last."""

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpaca_gui.explain.adjusting import BRIGHTNESS, PATCH, Adjustment, Slider
from alpaca_gui.explain.flip import Curve
from alpaca_gui.explain.flip_words import copy_words, crossing_words, path_words, search_words
from alpaca_gui.explain.patch_path import PatchPath, same_but_place
from alpaca_gui.explain.smallest_flip import Search
from alpaca_gui.gui.why.flip.asker import Asker, Shown
from alpaca_gui.gui.why.flip.flip_view import FlipView
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.alter import Patch
from alpaca_gui.logit.verdict import Decision, Rule, decide_one


class FlipPanel(Panel):
    """Has the picture changed by hand, and shows where another decision is made of it: yes, no or unsure.

    Attributes
    ----------
    adjustment
        What is wanted by now.
    slider
        The one touched last.
    shown
        What was looked at last; None where nothing was yet.
    curve
        Of ``slider``, as far as it is known.
    path
        The way of the patch, and the place that did most.
    dragging
        Whether the patch was moved last: the plot is about its way then.
    """

    HINT: ClassVar[str] = (
        "Change the picture until the answer flips: with the sliders, or with a grey patch that you drag over it."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.adjustment = Adjustment()
        self.slider: Slider = BRIGHTNESS
        self.shown: Shown | None = None
        self.curve: Curve | None = None
        self.path = PatchPath()
        self.dragging = False
        self._found = ""
        self._failure = ""
        self.asker = Asker(context.thread, self)
        self.view = FlipView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._wire()

    def _wire(self) -> None:
        self.view.sliders.touched.connect(self._on_slider)
        self.view.canvas.begun.connect(self._on_begun)
        self.view.canvas.moved.connect(self._on_patch)
        self.view.canvas.sized.connect(self._on_size)
        self.view.reset.clicked.connect(self._on_reset)
        self.view.search.clicked.connect(self._on_find)
        self.asker.shown.connect(self._on_shown)
        self.asker.grown.connect(self._on_curve)
        self.asker.searched.connect(self._on_searched)
        self.asker.failed.connect(self._on_failed)

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Begin with another picture as it is; with the same one where it was left."""
        other = self.subject is None or self.subject.seen is not subject.seen
        super().show_subject(subject, rule)
        if other:
            self.shown, self.path = None, PatchPath()
            self.view.canvas.show_image(subject.image)
            self.view.now.clear()
            self.view.estimate.setText("")
            self.view.plot.clear()
            self._want(self.slider, Adjustment())
        else:
            self._want(self.slider, self.adjustment, dragging=self.dragging)

    def show_rule(self, rule: Rule) -> None:
        """Read everything with another rule."""
        super().show_rule(rule)
        if self.subject is not None:
            self._want(self.slider, self.adjustment, dragging=self.dragging)

    def leave(self) -> None:
        """Ask no more."""
        self.asker.forget()
        self.view.show_searching(searching=False)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.view.restyle()

    def _want(self, slider: Slider, adjustment: Adjustment, *, dragging: bool = False, found: str = "") -> None:
        """Look at a change, and have the plot be about a slider, or about the way of the patch."""
        self.slider, self.adjustment, self.dragging, self._found = slider, adjustment, dragging, found
        self._failure = ""
        if dragging or (self.curve is not None and not self.curve.about(adjustment, slider, self.rule)):
            self.curve = None
        self.asker.ask(adjustment, None if dragging else slider, self.rule)
        self.view.show_searching(searching=False)
        self.view.sliders.show_adjustment(adjustment)
        self._draw()

    @Slot(object, float)
    def _on_slider(self, slider: Slider, value: float) -> None:
        wanted = slider.on(self.adjustment, value)
        if self.subject is not None and (self.dragging or slider is not self.slider or wanted != self.adjustment):
            self._want(slider, wanted)

    @Slot()
    def _on_begun(self) -> None:
        self.path = self.path.begun()

    @Slot(object)
    def _on_patch(self, patch: Patch) -> None:
        self._want(PATCH, replace(self.adjustment, patch=patch), dragging=True)

    @Slot(float)
    def _on_size(self, side: float) -> None:
        self._want(PATCH, PATCH.on(self.adjustment, PATCH.value(PATCH.stop(side))))

    @Slot()
    def _on_reset(self) -> None:
        self.path = PatchPath()
        self._want(self.slider, Adjustment())

    @Slot()
    def _on_find(self) -> None:
        if self.asker.searching:
            self._want(self.slider, self.adjustment, found="The search was stopped.")
        elif self.shown is not None:
            self._found = "Trying every slider alone…"
            self.asker.search(self.rule)
            self.view.show_searching(searching=True)
            self._draw()

    @Slot(object)
    def _on_shown(self, shown: Shown) -> None:
        self.shown, self._failure = shown, ""
        if self.dragging and shown.adjustment.laid.side and same_but_place(shown.adjustment, self.adjustment):
            aspect = shown.image.width() / shown.image.height()
            self.path = self.path.to(shown.adjustment, shown.logit, aspect)
        self.view.canvas.show_image(shown.image)
        self.view.estimate.setText(copy_words(shown.copy, self.rule))
        self._draw()

    @property
    def starts(self) -> Decision | None:
        """What is decided of the copy as it is; None before it was looked at."""
        return None if self.shown is None else decide_one(self.shown.copy.logit, self.rule)

    @Slot(object)
    def _on_curve(self, curve: Curve) -> None:
        if not self.dragging and curve.about(self.adjustment, self.slider, self.rule):
            self.curve = curve
            self._draw()

    @Slot(object)
    def _on_searched(self, search: Search) -> None:
        if search.flip is not None:
            self.path = PatchPath()
            self._want(search.flip.slider, search.flip.adjustment, found=search_words(search))
        else:
            self._found = search_words(search)
            self.view.show_searching(searching=not search.complete)
            self._draw()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._failure = sentence
        self.view.show_searching(searching=False)
        self._draw()

    def _draw(self) -> None:
        view, shown, starts = self.view, self.shown, self.starts
        about = self.path.about(self.adjustment)
        best = None if starts is None or not about else self.path.best(starts, self.rule)
        view.canvas.show_patch(self.adjustment.laid, best)
        view.search.setEnabled(shown is not None)
        view.reset.setEnabled(self.adjustment.plain != Adjustment())
        if self.dragging:
            view.plot.show_path(self.path, self.rule)
        else:
            view.plot.show_curve(self.slider, self.curve, self.rule)
        if shown is not None and self.subject is not None:
            decision = decide_one(shown.logit, self.rule)
            view.now.show_answer(decision, self.subject.answer(decision), shown.logit)
            if not self.dragging:
                view.plot.show_now(self.slider.shown(self.slider.of(shown.adjustment)), shown.logit)
        view.sentence.setText(self._failure or self._found or self._sentence())

    def _sentence(self) -> str:
        starts = self.starts
        if self.dragging and starts is not None and self.path.about(self.adjustment):
            return path_words(self.path, self.rule, starts)
        return "" if self.curve is None else crossing_words(self.curve)

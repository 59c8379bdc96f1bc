"""What the flip finder asks the thread that explains: the newest change first, then the whole curve of its slider."""

import time
from dataclasses import dataclass
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from alpaca_gui.explain.adjusting import Adjustment, Slider
from alpaca_gui.explain.flip import Cancel, Curve, curve
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.probe import Copy, Probe
from alpaca_gui.explain.smallest_flip import Search, find_smallest
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.lens_thread import LensThread
from alpaca_gui.gui.why.question import Step
from alpaca_gui.logit.verdict import Rule

_QUICK_S: Final = 0.020
"""A change that took longer is followed by the next one before the curve goes on: 25 answers a second at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A changed picture for display, with the logit that the model gave for this very picture."""

    adjustment: Adjustment
    image: QImage
    logit: float
    copy: Copy


class Asker(QObject):
    """Asks about changes of one picture.

    Signals
    -------
    shown(Shown)
        A change has been looked at; those that were overtaken while they waited never are.
    grown(Curve)
        More of the curve is known.
    searched(Search)
        The search for the smallest flip has come further, or is over.
    failed(sentence)
        There is no answer, and why.
    """

    shown = Signal(object)
    grown = Signal(object)
    searched = Signal(object)
    failed = Signal(str)

    def __init__(self, thread: LensThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._probes = _Probes()
        self._newer = Event()
        self._changes = Inquiry(thread, self, patient=True)
        self._search = Inquiry(thread, self)
        for inquiry in (self._changes, self._search):
            inquiry.stepped.connect(self._on_told)
            inquiry.answered.connect(self._on_told)
            inquiry.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether the last change, or its curve, is still waited for."""
        return self._changes.busy

    @property
    def searching(self) -> bool:
        """Whether the smallest flip is looked for."""
        return self._search.busy

    def ask(self, adjustment: Adjustment, slider: Slider | None, rule: Rule) -> None:
        """Look at a change, then at a slider's whole curve; of what was asked before, only what is begun is told."""
        self._newer.set()
        self._newer = Event()
        self._search.forget()
        self._changes.ask(_Change(self._probes, adjustment, slider, rule, self._newer))

    def search(self, rule: Rule) -> None:
        """Look for the smallest flip; the next `ask` ends that."""
        self._newer.set()
        self._search.ask(_Smallest(self._probes, rule))

    def forget(self) -> None:
        """Want no answer any more."""
        self._newer.set()
        self._changes.forget()
        self._search.forget()

    @Slot(object)
    def _on_told(self, value: object) -> None:
        if isinstance(value, Shown):
            self.shown.emit(value)
        elif isinstance(value, Curve):
            self.grown.emit(value)
        elif isinstance(value, Search):
            self.searched.emit(value)


class _Probes:
    """The probe of the picture that was asked about last; for the thread that explains alone."""

    def __init__(self) -> None:
        self._probe: Probe | None = None

    def of(self, lens: Lens, seen: Seen) -> Probe:
        if self._probe is None or self._probe.lens is not lens or self._probe.seen is not seen:
            self._probe = None  # two large pictures at once would be one too many
            self._probe = Probe(lens, seen)
        return self._probe


@dataclass(frozen=True, slots=True, eq=False)
class _Either:
    """Set when one of two is."""

    one: Cancel
    other: Cancel

    def is_set(self) -> bool:
        return self.one.is_set() or self.other.is_set()


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """The work of one change; ``newer`` is set when another one waits."""

    probes: _Probes
    adjustment: Adjustment
    slider: Slider | None
    rule: Rule
    newer: Event

    def __call__(self, lens: Lens, seen: Seen, cancel: Event, step: Step) -> object:
        begun = time.perf_counter()
        probe = self.probes.of(lens, seen)
        answer = probe.answer(self.adjustment)
        image = image_of(answer.picture.pixels)
        step(Shown(answer.adjustment, image, answer.logit, probe.copy))
        waited_for = self.newer.is_set() and time.perf_counter() - begun > _QUICK_S
        if self.slider is None or waited_for or cancel.is_set():
            return None
        return curve(probe, self.adjustment, self.slider, self.rule, _Either(cancel, self.newer), step)


@dataclass(frozen=True, slots=True, eq=False)
class _Smallest:
    """The work of the search."""

    probes: _Probes
    rule: Rule

    def __call__(self, lens: Lens, seen: Seen, cancel: Event, step: Step) -> object:
        return find_smallest(self.probes.of(lens, seen), self.rule, cancel, step)

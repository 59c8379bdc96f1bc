"""Asking TensorFlow, in a process of its own, for the very numbers that the bench computes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.explain.stability_bench import Bench, Setting
from alpaca_gui.gui.child_run import ChildRun
from alpaca_gui.gui.why.stability.bench_axis import WHOLE
from alpaca_gui.logit.agreement import Agreement, agreement
from alpaca_gui.logit.float_bits import Numbers, Precision
from alpaca_gui.logit.stability import Method, compute
from alpaca_gui.training.keras_losses import MODULE, KerasAnswer, KerasLosses, KerasQuestion

ASKED: Final = (Method.CLIPPED, Method.FROM_LOGITS)
"""What Keras has: ``from_logits=False`` clips. It has no sigmoid-then-log without a clip."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """TensorFlow's number for the logit on the bench, and how ours agrees with it."""

    theirs: float
    agreement: Agreement


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What came of asking TensorFlow.

    Attributes
    ----------
    logit, setting
        What it was asked about.
    losses, gradients
        By method, at this logit.
    survey_losses, survey_gradients
        By method, over ``surveyed`` logits from -1000 to 1000, this one among them.
    recovered
        Loss by ``from_logits=False`` of ``keras.activations.sigmoid`` of the logit.
    probability
        The plain number that ``from_logits=False`` was given.
    versions
        Of TensorFlow and of Keras.
    """

    logit: float
    setting: Setting
    losses: Mapping[Method, Compared]
    gradients: Mapping[Method, Compared]
    survey_losses: Mapping[Method, Agreement]
    survey_gradients: Mapping[Method, Agreement]
    surveyed: int
    recovered: float
    probability: float
    versions: tuple[str, str]


class TensorFlowAsker(QObject):
    """One question at a time; `answered` or `failed` follows, unless it is given up.

    Signals
    -------
    answered(Comparison), failed(sentence)
    """

    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = ChildRun(self)
        self._asked: tuple[KerasQuestion, Setting] | None = None
        self._run.done.connect(self._on_done)
        self._run.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether TensorFlow is at work."""
        return self._run.busy

    def ask(self, bench: Bench) -> None:
        """Ask about the logit on the bench, and about many more from end to end; the question before is given up."""
        setting = bench.setting
        logits = (bench.logit, *(float(each) for each in setting.precision.array(WHOLE.logits)))
        question = KerasQuestion(logits, (setting.label,) * len(logits), setting.precision, setting.epsilon)
        self._asked = (question, setting)
        self._run.begin(MODULE, question.to_values())

    def give_up(self) -> None:
        """Want no answer any more; TensorFlow is ended."""
        self._run.give_up()

    @Slot(object)
    def _on_done(self, values: dict[str, object]) -> None:
        assert self._asked is not None
        self.answered.emit(compare(*self._asked, KerasAnswer.from_values(values)))


def compare(question: KerasQuestion, setting: Setting, answer: KerasAnswer) -> Comparison:
    """Compute what was asked here too, and compare; the first logit is the one on the bench."""
    theirs = {Method.CLIPPED: answer.from_probabilities, Method.FROM_LOGITS: answer.from_logits}
    ours = {method: _ours(method, question, setting) for method in ASKED}

    def at_first(of: str) -> dict[Method, Compared]:
        return {method: _first(getattr(ours[method], of), getattr(theirs[method], of)) for method in ASKED}

    def over_all(of: str) -> dict[Method, Agreement]:
        return {method: agreement(getattr(ours[method], of), getattr(theirs[method], of)) for method in ASKED}

    return Comparison(
        question.logits[0],
        setting,
        at_first("loss"),
        at_first("gradient"),
        over_all("loss"),
        over_all("gradient"),
        len(question.logits),
        float(answer.recovered[0]),
        float(answer.probability[0]),
        answer.versions,
    )


def _ours(method: Method, question: KerasQuestion, setting: Setting) -> KerasLosses:
    precision: Precision = setting.precision
    found = compute(method, np.array(question.logits), setting.label, precision, setting.epsilon)
    return KerasLosses(found.loss, found.gradient)


def _first(ours: Numbers, theirs: Numbers) -> Compared:
    return Compared(float(theirs[0]), agreement(ours[:1], theirs[:1]))

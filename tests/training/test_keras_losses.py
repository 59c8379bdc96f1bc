"""TensorFlow's own losses of plain numbers, in a child process, against ours to the last bit."""

import math

import numpy as np
import pytest

from alpaca_gui.errors import MissingPartError
from alpaca_gui.jobs.child_job import run_child
from alpaca_gui.logit.agreement import agreement
from alpaca_gui.logit.float_bits import Precision
from alpaca_gui.logit.stability import clipped, from_logits
from alpaca_gui.training import keras_losses
from alpaca_gui.training.keras_losses import MODULE, KerasAnswer, KerasQuestion, work

APART = 4
"""Neighbours that two good ways to compute exp, log and 1/x may be apart, in one chain of them."""

PLACES = (0.0, 20.0, -20.0, 5.0, -5.0, 16.0, 16.64, 17.0, -17.0, 90.0, -90.0, 1000.0, -1000.0)


def ask(question: KerasQuestion) -> KerasAnswer:
    """Ask TensorFlow in a child process."""
    return KerasAnswer.from_values(run_child(MODULE, question.to_values()))


def question_of(precision: Precision, epsilon: float = 1e-7) -> KerasQuestion:
    """Both labels at places where something breaks, and at 500 others."""
    rng = np.random.default_rng(3)
    logits = precision.array(np.repeat(np.concatenate([PLACES, rng.uniform(-30, 30, 500)]), 2))
    return KerasQuestion(tuple(map(float, logits)), (0, 1) * (len(logits) // 2), precision, epsilon)


@pytest.mark.parametrize("precision", Precision)
def test_a_question_travels_without_losing_a_bit(precision: Precision) -> None:
    question = question_of(precision, 1e-15)
    assert KerasQuestion.from_values(question.to_values()) == question


def test_without_tensorflow_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras_losses, "find_spec", lambda _name: None)
    with pytest.raises(MissingPartError, match=r"not installed.*pip install"):
        work(question_of(Precision.FLOAT32).to_values(), lambda _message: None)


@pytest.mark.tensorflow
@pytest.mark.slow
@pytest.mark.parametrize(
    ("precision", "epsilon"),
    [(Precision.FLOAT16, 1e-7), (Precision.FLOAT32, 1e-7), (Precision.FLOAT32, 1e-15), (Precision.FLOAT64, 1e-7)],
)
def test_tensorflow_gives_our_losses_and_gradients(precision: Precision, epsilon: float) -> None:
    question = question_of(precision, epsilon)
    answer = ask(question)
    assert answer.default_epsilon == 1e-7
    clip = clipped(question.logits, question.labels, precision, epsilon)
    stable = from_logits(question.logits, question.labels, precision)
    assert clip.probability is not None
    assert agreement(clip.probability, answer.probability).same == len(question.logits)
    for ours, theirs in (
        (clip.loss, answer.from_probabilities.loss),
        (clip.gradient, answer.from_probabilities.gradient),
        (stable.loss, answer.from_logits.loss),
        (stable.gradient, answer.from_logits.gradient),
    ):
        found = agreement(ours, theirs)
        assert found.not_a_number == 0  # they break at the same places
        assert found.most <= APART
        assert found.same >= found.total / 3
        assert (np.isinf(ours) == np.isinf(theirs)).all()


@pytest.mark.tensorflow
@pytest.mark.slow
def test_plain_numbers_break_and_a_sigmoid_tensor_does_not_for_keras_finds_its_logit() -> None:
    answer = ask(KerasQuestion((20.0, 1000.0, -1000.0), (0, 0, 1), Precision.FLOAT32))
    assert answer.recovered.tolist() == answer.from_logits.loss.tolist() == [20.0, 1000.0, 1000.0]
    assert answer.from_probabilities.loss == pytest.approx([15.942385, 15.942385, 16.118095])
    assert answer.from_probabilities.gradient.tolist() == [0.0, 0.0, 0.0]
    assert answer.from_logits.gradient == pytest.approx([1.0, 1.0, -1.0])


@pytest.mark.tensorflow
@pytest.mark.slow
def test_its_own_sigmoid_in_float32_is_1_from_about_16_64_on_too() -> None:
    logits = np.arange(16.5, 16.8, 0.005, dtype=np.float32)
    answer = ask(KerasQuestion(tuple(map(float, logits)), (0,) * logits.size, Precision.FLOAT32))
    first = float(logits[answer.sigmoid == 1][0])
    assert 16.6 < first < 16.66
    assert not math.isnan(first)

"""TensorFlow's own cross-entropy of plain numbers: ``python -m alpaca_gui.training.keras_losses``.

The request: ``logits`` (hexadecimal bits), ``labels`` (0 or 1), ``dtype`` (float16, float32 or float64), ``epsilon``:
see `KerasQuestion`. It ends with the values of `KerasAnswer`. Every number travels as its bits: nothing is lost.

What is differentiated, since a gradient is only as good as the graph that it comes from:

- *From logits*: ``BinaryCrossentropy(from_logits=True)`` of the logits. One tape, from the loss to the logit.
- *From probabilities*: ``BinaryCrossentropy(from_logits=False)`` of probabilities that are plain numbers, computed by
  `alpaca_gui.logit.stability.sigmoid_as_written`. The tape goes from the loss to the probability, and TensorFlow's own
  ``SigmoidGrad``, the derivative that its tape uses for every sigmoid, from there to the logit. A tape over the sigmoid
  itself is not to be had: Keras finds the logit behind the tensor and computes from logits instead.
- *Recovered*: exactly that, to show it: ``BinaryCrossentropy(from_logits=False)`` of ``keras.activations.sigmoid``.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Self

from alpaca_gui.errors import MissingPartError
from alpaca_gui.logit.float_bits import Numbers, Precision, from_hex, to_hex
from alpaca_gui.logit.stability import EPSILON, sigmoid_as_written
from alpaca_gui.messages import Tell, Values, serve
from alpaca_gui.training.request import TRAIN_COMMAND

if TYPE_CHECKING:
    import tensorflow as tf

MODULE: Final = "alpaca_gui.training.keras_losses"
MISSING: Final = f"TensorFlow cannot be asked, for it is not installed. This command adds it: {TRAIN_COMMAND}"

Tensors = Callable[["tf.Tensor", "tf.Tensor"], "tf.Tensor"]


@dataclass(frozen=True, slots=True)
class KerasQuestion:
    """Logits (n,) with their labels, and what to compute in.

    Attributes
    ----------
    logits
        Rounded to ``precision``.
    labels
        1 for yes, 0 for no.
    epsilon
        What Keras is told to clip probabilities at.
    """

    logits: tuple[float, ...]
    labels: tuple[int, ...]
    precision: Precision
    epsilon: float = EPSILON

    def to_values(self) -> Values:
        """Write the child's request."""
        return {
            "logits": to_hex(self.logits, self.precision),
            "labels": list(self.labels),
            "dtype": self.precision.value,
            "epsilon": self.epsilon,
        }

    @classmethod
    def from_values(cls, values: Values) -> Self:
        """Read the child's request."""
        precision = Precision(values["dtype"])
        logits = from_hex(values["logits"], precision)
        return cls(tuple(map(float, logits)), tuple(values["labels"]), precision, float(values["epsilon"]))


@dataclass(frozen=True, slots=True, eq=False)
class KerasLosses:
    """What a loss gave, (n,) each: losses in nats, and their derivatives by the logit."""

    loss: Numbers
    gradient: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class KerasAnswer:
    """What TensorFlow computed, each (n,), in the precision that was asked for.

    Attributes
    ----------
    from_logits, from_probabilities
        By ``BinaryCrossentropy(from_logits=True)`` and ``(from_logits=False)``.
    recovered
        Losses of ``from_logits=False`` given the output of ``keras.activations.sigmoid``.
    probability
        The plain numbers that ``from_logits=False`` was given.
    sigmoid
        TensorFlow's own sigmoid of the logits.
    default_epsilon
        What Keras clips at unless it is told otherwise.
    versions
        Of TensorFlow and of Keras.
    """

    from_logits: KerasLosses
    from_probabilities: KerasLosses
    recovered: Numbers
    probability: Numbers
    sigmoid: Numbers
    default_epsilon: float
    versions: tuple[str, str]

    @classmethod
    def from_values(cls, values: Values) -> Self:
        """Read the values of the child's `alpaca_gui.messages.Done`."""
        precision = Precision(values["dtype"])

        def numbers(name: str) -> Numbers:
            return from_hex(values[name], precision)

        return cls(
            KerasLosses(numbers("from_logits_loss"), numbers("from_logits_gradient")),
            KerasLosses(numbers("from_probabilities_loss"), numbers("from_probabilities_gradient")),
            numbers("recovered_loss"),
            numbers("probability"),
            numbers("sigmoid"),
            float(values["default_epsilon"]),
            (str(values["tensorflow"]), str(values["keras"])),
        )


def work(values: Values, _tell: Tell) -> Values:
    """Do what the child is asked for.

    Raises
    ------
    MissingPartError
        When TensorFlow is not installed.
    """
    if find_spec("tensorflow") is None or find_spec("keras") is None:
        raise MissingPartError(MISSING)
    return _ask_tensorflow(KerasQuestion.from_values(values))


def _ask_tensorflow(question: KerasQuestion) -> Values:
    import tensorflow as tf  # noqa: PLC0415 - takes seconds, and may not be there

    from alpaca_gui.training.plain_keras import keras  # noqa: PLC0415

    default = float(keras.config.epsilon())
    keras.config.set_epsilon(question.epsilon)  # of this process, which ends with the answer
    kind = question.precision
    z, y = (kind.array(each).reshape(-1, 1) for each in (question.logits, question.labels))
    p = sigmoid_as_written(z[:, 0]).reshape(-1, 1)
    losses = {
        # One loss a row: a mean over one number, and no other mean. The loss computes in the type that it is told.
        wanted: keras.losses.BinaryCrossentropy(from_logits=wanted, reduction="none", dtype=kind.value)
        for wanted in (False, True)
    }
    logits, labels, probabilities = tf.constant(z), tf.constant(y), tf.constant(p)
    stable, stable_slope = _taped(losses[True], labels, logits)
    clipped, slope = _taped(losses[False], labels, probabilities)
    found = {
        "from_logits_loss": stable,
        "from_logits_gradient": stable_slope,
        "from_probabilities_loss": clipped,
        "from_probabilities_gradient": tf.raw_ops.SigmoidGrad(y=probabilities, dy=slope),
        "recovered_loss": losses[False](labels, keras.activations.sigmoid(logits)),
        "probability": probabilities,
        "sigmoid": tf.sigmoid(logits),
    }
    return {
        **{name: _hex(tensor, kind) for name, tensor in found.items()},
        "dtype": kind.value,
        "default_epsilon": default,
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
    }


def _taped(loss: Tensors, labels: "tf.Tensor", given: "tf.Tensor") -> "tuple[tf.Tensor, tf.Tensor]":
    """Losses (n,), and their derivatives (n, 1) by what they were given."""
    import tensorflow as tf  # noqa: PLC0415 - loaded by now

    with tf.GradientTape() as tape:
        tape.watch(given)
        value = loss(labels, given)
    return value, tape.gradient(value, given)


def _hex(tensor: Any, kind: Precision) -> Sequence[str]:
    numbers = tensor.numpy().ravel()
    if numbers.dtype != kind.dtype:
        raise TypeError(f"TensorFlow answered in {numbers.dtype}, and was asked in {kind}")
    return to_hex(numbers, kind)


if __name__ == "__main__":
    sys.exit(serve(work))

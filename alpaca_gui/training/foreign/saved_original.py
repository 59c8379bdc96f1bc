"""A foreign SavedModel: its graph is frozen, and cut before the sigmoid or softmax."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from alpaca_gui.engine.bundle import LITERT
from alpaca_gui.engine.classifier import EMBEDDING, LOGIT, LOGIT_MAP
from alpaca_gui.engine.linear_way import MapNeuron
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.foreign.affine import Affine, chained
from alpaca_gui.training.foreign.find import Found
from alpaca_gui.training.foreign.model import Ending, ForeignModel
from alpaca_gui.training.foreign.original import Answer, Original, Parts
from alpaca_gui.training.foreign.saved_ops import SERVING, check_saved_model, check_signature
from alpaca_gui.training.foreign.saved_way import SHAPES, way_from_map
from alpaca_gui.training.foreign.shapes import check_output, picture_size, words

_ENDINGS: Final = {"Sigmoid": Ending.SIGMOID, "Softmax": Ending.SOFTMAX}
_LINEAR: Final = ("BiasAdd", "MatMul", "Add", "AddV2", "Mean", "Reshape", "Squeeze", "Conv2D", "AvgPool")
_ARITHMETIC: Final = {"Mul": "multiply", "RealDiv": "divide", "Sub": "subtract", "Add": "add", "AddV2": "add"}


@dataclass(frozen=True, slots=True, eq=False)
class _Neurons:
    """The last layer in the graph: its weights (features, outputs), bias (outputs,), and what goes into it."""

    kernel: Floats
    bias: Floats
    entering: tf.Tensor


class SavedOriginal(Original):
    """Opened from a SavedModel's folder.

    Raises
    ------
    AlpacaError
        When it is refused, or cannot be loaded.
    """

    def __init__(self, found: Found) -> None:
        self._found = found
        try:
            self._version = check_saved_model(found.path)
            self._loaded = tf.saved_model.load(str(found.path))
            check_signature(self._loaded.signatures[SERVING])
            self._frozen = convert_variables_to_constants_v2(self._loaded.signatures[SERVING])
        except AlpacaError as error:
            raise AlpacaError(f"{found.name} is not brought in. {error}") from error
        except Exception as error:  # whatever a damaged file makes TensorFlow stumble over
            why = printable(" ".join(str(error).split()))[:300]
            raise AlpacaError(
                f"{found.name} is damaged, or not a SavedModel that TensorFlow can load: {why}"
            ) from error
        self._input = _one("inputs", found.name, [one for one in self._frozen.inputs if one.dtype != tf.resource])
        self._output = _one("outputs", found.name, self._frozen.outputs)
        self._width, self._height = picture_size(found.name, _shape(self._input))
        if self._input.dtype != tf.float32:
            raise AlpacaError(f"{found.name} takes pixels of {self._input.dtype.name}; float32 was expected.")
        last = _behind(SHAPES, self._output.op)
        self._ending = _ENDINGS.get(last.type, Ending.LINEAR)
        self._raw = self._output if self._ending is Ending.LINEAR else last.inputs[0]
        self._outputs = check_output(found.name, _shape(self._output), self._ending)
        self._from_map = way_from_map(self._frozen, self._raw, self._outputs)
        if self._from_map is None:
            self._check_last(_behind(("Identity",), self._raw.op))
        self._neurons = _neurons_of(self._raw)
        fetched = [self._raw, self._output]
        if self._neurons is not None:
            fetched.append(self._neurons.entering)
        if self._from_map is not None:
            fetched.append(self._from_map[0])
        self._cut = self._frozen.prune(self._input, fetched)

    def look(self) -> ForeignModel:
        """Tell what is known of it."""
        steps = _first_steps(self._input)
        return ForeignModel(
            name=self._found.name,
            kind=self._found.kind,
            width=self._width,
            height=self._height,
            outputs=self._outputs,
            output_shape=words(_shape(self._output)),
            ending=self._ending,
            scale=steps.wanted,
            exact_map=self._from_map is not None,
            inside=() if steps.wanted is None else (f"Its first steps are {steps.words}.",),
        )

    def fix_size(self, width: int, height: int) -> None:
        """Decide on an input size."""
        self._width, self._height = width, height

    def answer(self, tensor: Tensor) -> Answer:
        """Run the frozen graph up to its raw numbers, and the untouched signature."""
        raw = np.asarray(self._cut(tf.constant(tensor))[0], dtype=np.float64)
        said = next(iter(self._loaded.signatures[SERVING](tf.constant(tensor)).values()))
        return Answer(raw.reshape(-1), np.asarray(said, dtype=np.float64).reshape(-1))

    def parts(self, mixture: Floats, with_map: bool = True) -> Parts:
        """Convert the graph up to its raw numbers, mixed to one."""
        module = tf.Module()
        picture = tf.TensorSpec((1, self._height, self._width, 3), tf.float32, name="picture")
        neuron = self._neuron(mixture) if with_map else None
        module.answer = tf.function(lambda x: self._mixed(x, mixture, neuron), input_signature=[picture])
        try:
            with tempfile.TemporaryDirectory() as folder:
                tf.saved_model.save(module, folder, signatures={SERVING: module.answer})
                litert = bytes(tf.lite.TFLiteConverter.from_saved_model(folder).convert())
        except Exception as error:  # the converter's own kinds of error are not public
            why = printable(" ".join(str(error).split()))[:300]
            raise AlpacaError(f"{self._found.name} cannot be converted to LiteRT: {why}") from error
        return Parts({LITERT: litert}, neuron, {"tensorflow": self._version})

    def _neuron(self, mixture: Floats) -> MapNeuron | None:
        return None if self._from_map is None else self._from_map[1].neuron(mixture)

    def _mixed(self, picture: tf.Tensor, mixture: Floats, neuron: MapNeuron | None) -> dict[str, tf.Tensor]:
        raw, _, *before = self._cut(picture)
        if neuron is not None:
            return _mapped(before[-1], neuron)
        if self._neurons is None:
            return {LOGIT: tf.linalg.matmul(tf.reshape(raw, (1, -1)), tf.constant(mixture[:, None], tf.float32))}
        weights = tf.constant((self._neurons.kernel @ mixture)[:, None], tf.float32)
        bias = tf.constant([float(self._neurons.bias @ mixture)], tf.float32)
        return {LOGIT: tf.linalg.matmul(before[0], weights) + bias, EMBEDDING: before[0]}

    def _check_last(self, last: tf.Operation) -> None:
        if last.type not in _LINEAR:
            raise AlpacaError(
                f"{self._found.name} with its output of shape {words(_shape(self._output))} cannot be brought in. It "
                f"ends in the operation {last.type}, of which it is not known to give a logit."
            )


def _mapped(features: tf.Tensor, neuron: MapNeuron) -> dict[str, tf.Tensor]:
    """Put a neuron on a feature map (1, h, w, c): the logit is the mean of what it says of each cell."""
    if neuron.places is not None:
        features = features * tf.constant(neuron.places[None], tf.float32)
    weights = tf.constant(neuron.weights[None, None, :, None], tf.float32)
    logit_map = tf.nn.conv2d(features, weights, 1, "SAME") + tf.constant([neuron.bias], tf.float32)
    return {
        LOGIT: tf.reduce_mean(logit_map, (1, 2)),
        LOGIT_MAP: logit_map,
        EMBEDDING: tf.reduce_mean(features, (1, 2)),
    }


def _neurons_of(raw: tf.Tensor) -> _Neurons | None:
    """Find ``entering @ kernel + bias`` with constant weights; None where the end is written another way."""
    last, bias = _behind(("Identity",), raw.op), None
    if last.type in ("BiasAdd", "Add", "AddV2"):
        bias = tf.get_static_value(last.inputs[1])
        last = _behind(("Identity",), last.inputs[0].op)
    kernel = tf.get_static_value(last.inputs[1]) if last.type == "MatMul" else None
    if kernel is None or last.get_attr("transpose_a") or last.get_attr("transpose_b"):
        return None
    kernel = np.asarray(kernel, dtype=np.float64)
    offset = np.zeros(kernel.shape[1]) if bias is None else np.asarray(bias, dtype=np.float64).reshape(-1)
    return _Neurons(kernel, offset, last.inputs[0]) if offset.size == kernel.shape[1] else None


def _behind(kinds: Sequence[str], operation: tf.Operation) -> tf.Operation:
    """Give the first operation, going back, that is of none of these kinds."""
    while operation.type in kinds:
        operation = operation.inputs[0].op
    return operation


def _first_steps(tensor: tf.Tensor) -> Affine:
    steps: list[tuple[str, Any]] = []
    while len(readers := tensor.consumers()) == 1:
        reader = readers[0]
        if reader.type in _ARITHMETIC and reader.inputs[0] is tensor:
            constant = tf.get_static_value(reader.inputs[1])
            if constant is None:
                break
            steps.append((_ARITHMETIC[reader.type], constant))
        elif reader.type not in ("Identity", "Cast"):
            break
        tensor = reader.outputs[0]
    return chained(steps)


def _shape(tensor: tf.Tensor) -> tuple[int | None, ...]:
    return tuple(tensor.shape.as_list()) if tensor.shape.rank is not None else ()


def _one(what: str, name: str, tensors: list[tf.Tensor]) -> tf.Tensor:
    if len(tensors) != 1:
        shapes = ", ".join(words(_shape(tensor)) for tensor in tensors)
        raise AlpacaError(f"{name} has {len(tensors)} {what}: {shapes}. Exactly one of each can be brought in.")
    return tensors[0]

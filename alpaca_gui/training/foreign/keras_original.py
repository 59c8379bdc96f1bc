"""A foreign Keras model: its head is rebuilt without sigmoid or softmax, weights copied."""

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from alpaca_gui.engine.bundle import KERAS, LITERT
from alpaca_gui.engine.classifier import EMBEDDING, LOGIT
from alpaca_gui.engine.linear_way import MapNeuron
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.assemble import assemble, to_keras_file, to_litert
from alpaca_gui.training.foreign.find import Found
from alpaca_gui.training.foreign.flat import ENTERING, laid_flat
from alpaca_gui.training.foreign.keras_file import load_keras
from alpaca_gui.training.foreign.keras_head import KerasHead, first_steps, head_of
from alpaca_gui.training.foreign.model import ForeignModel
from alpaca_gui.training.foreign.original import Answer, Original, Parts
from alpaca_gui.training.foreign.shapes import check_output, picture_size, words
from alpaca_gui.training.head import Head


class KerasOriginal(Original):
    """Opened from a ``.keras`` or ``.h5`` file.

    Raises
    ------
    AlpacaError
        When it is refused, or cannot be loaded.
    """

    def __init__(self, found: Found) -> None:
        self._found = found
        self._model, self._version = load_keras(found)
        self._shape = _one("inputs", found.name, self._model.inputs)
        self._output = _one("outputs", found.name, self._model.outputs)
        self._width, self._height = picture_size(found.name, self._shape)
        self._lay_flat()

    def look(self) -> ForeignModel:
        """Tell what is known of it."""
        steps = first_steps(self._flat)
        name = self._found.name
        return ForeignModel(
            name=name,
            kind=self._found.kind,
            width=self._width,
            height=self._height,
            outputs=check_output(name, self._output, self._head.ending),
            output_shape=words(self._output),
            ending=self._head.ending,
            scale=steps.wanted,
            exact_map=self._head.from_map is not None,
            inside=() if steps.wanted is None else (f"Its first steps are {steps.words}.",),
        )

    def fix_size(self, width: int, height: int) -> None:
        """Decide on an input size."""
        if (width, height) != (self._width, self._height):
            self._width, self._height = width, height
            self._lay_flat()

    def answer(self, tensor: Tensor) -> Answer:
        """Run the untouched model, and the part of it that comes before its last neurons."""
        said, entering = (np.asarray(one, dtype=np.float64) for one in self._asked(tf.constant(tensor)))
        return Answer(entering.reshape(-1) @ self._head.kernel + self._head.bias, said.reshape(-1))

    def parts(self, mixture: Floats, with_map: bool = True) -> Parts:
        """Rebuild the head as one linear neuron, and convert."""
        neuron = self._neuron(mixture) if with_map else None
        model = self._with_neuron(mixture) if neuron is None else self._with_map(neuron)
        try:
            litert = to_litert(model)
        except AlpacaError:
            raise
        except Exception as error:  # the converter's own kinds of error are not public
            why = printable(" ".join(str(error).split()))[:300]
            raise AlpacaError(f"{self._found.name} cannot be converted to LiteRT: {why}") from error
        facts = {"keras": self._version}
        return Parts({LITERT: litert, KERAS: to_keras_file(model)}, neuron, facts)

    def _lay_flat(self) -> None:
        try:
            self._flat = laid_flat(self._model, self._width, self._height)
            self._head: KerasHead = head_of(self._flat)
        except AlpacaError as error:
            raise AlpacaError(self._refused(str(error))) from error
        except Exception as error:  # a size that the layers cannot take, or a layer that has no graph
            why = printable(" ".join(str(error).split()))[:300]
            raise AlpacaError(self._refused(f"Its layers cannot be followed: {why}")) from error
        trunk = keras.Model(self._flat.inputs[0], self._head.entering)
        # As a graph: ten times faster than layer by layer.
        self._asked = tf.function(lambda x: (self._model(x, training=False), trunk(x, training=False)))

    def _refused(self, why: str) -> str:
        return f"{self._found.name} with its output of shape {words(self._output)} cannot be brought in. {why}"

    def _neuron(self, mixture: Floats) -> MapNeuron | None:
        return None if self._head.from_map is None else self._head.from_map[1].neuron(mixture)

    def _with_map(self, neuron: MapNeuron) -> keras.Model:
        assert self._head.from_map is not None
        features = keras.Model(self._flat.inputs[0], self._head.from_map[0])
        return assemble(features, Head(neuron.weights, neuron.bias), neuron.places)

    def _with_neuron(self, mixture: Floats) -> keras.Model:
        head, last = self._head, keras.layers.Dense(1, name=LOGIT)
        entering = (
            head.entering if len(head.entering.shape) == 2 else keras.layers.Flatten(name=ENTERING)(head.entering)
        )
        outputs = {LOGIT: last(entering)}
        if head.neurons:
            outputs[EMBEDDING] = keras.layers.Identity(name=EMBEDDING)(entering)
        last.set_weights([(head.kernel @ mixture).reshape(-1, 1), np.array([head.bias @ mixture])])
        return keras.Model(self._flat.inputs[0], outputs, name="classifier")


def _one(what: str, name: str, tensors: Any) -> tuple[int | None, ...]:
    tensors = list(tensors or [])
    if len(tensors) != 1:
        shapes = ", ".join(words(tensor.shape) for tensor in tensors) or "not known before it is used"
        raise AlpacaError(f"{name} has {len(tensors)} {what}: {shapes}. Exactly one of each can be brought in.")
    return tuple(tensors[0].shape)

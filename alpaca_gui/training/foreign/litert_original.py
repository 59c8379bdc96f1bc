"""A foreign LiteRT model: one number is made of its end by surgery on the file. Needs no TensorFlow."""

import numpy as np

from alpaca_gui.engine.bundle import LITERT
from alpaca_gui.engine.flatbuffer import end_of, with_one_logit
from alpaca_gui.engine.original_litert import OriginalLitert
from alpaca_gui.errors import AlpacaError, BundleError
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.foreign.affine import chained
from alpaca_gui.training.foreign.find import Found
from alpaca_gui.training.foreign.model import Ending, ForeignModel
from alpaca_gui.training.foreign.original import Answer, Original, Parts
from alpaca_gui.training.foreign.shapes import check_output, picture_size, words


class LitertOriginal(Original):
    """Opened from a ``.tflite`` file.

    Raises
    ------
    AlpacaError
        When it is refused, or cannot be run.
    """

    def __init__(self, found: Found) -> None:
        self._found = found
        self._data = found.path.read_bytes()
        try:
            self._end = end_of(self._data)
            self._running = OriginalLitert(self._data, self._end.raw)
        except BundleError as error:
            raise AlpacaError(f"{found.name} is not brought in. {error}") from error
        self._ending = Ending(self._end.ending)
        self._outputs = check_output(found.name, self._end.output_shape, self._ending)
        width, height = picture_size(found.name, self._end.input_shape)
        if width is None or height is None:
            raise AlpacaError(f"{found.name} has an input of no fixed size; convert it for one size.")
        self._width, self._height = width, height

    def look(self) -> ForeignModel:
        """Tell what is known of it."""
        steps = chained(self._end.first_steps)
        return ForeignModel(
            name=self._found.name,
            kind=self._found.kind,
            width=self._width,
            height=self._height,
            outputs=self._outputs,
            output_shape=words(self._end.output_shape),
            ending=self._ending,
            exact_map=self._end.has_map,
            scale=steps.wanted,
            inside=() if steps.wanted is None else (f"Its first steps are {steps.words}.",),
        )

    def fix_size(self, width: int, height: int) -> None:
        """Nothing to decide: its size is fixed."""

    def answer(self, tensor: Tensor) -> Answer:
        """Run the untouched file."""
        raw, said = self._running.run(tensor)
        return Answer(raw.astype(np.float64), said.astype(np.float64))

    def parts(self, mixture: Floats, with_map: bool = True) -> Parts:
        """Give the file with its end replaced."""
        made = with_one_logit(self._data, mixture, with_map)
        return Parts({LITERT: made.litert}, made.neuron)

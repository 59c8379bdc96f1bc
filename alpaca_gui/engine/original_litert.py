"""Runs a LiteRT model as it was handed over, to compare with what is made of it."""

import warnings

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from alpaca_gui.engine.quiet import without_greeting
from alpaca_gui.errors import BundleError
from alpaca_gui.imaging.preprocess import Tensor


class OriginalLitert:
    """One interpreter over an untouched model of one input and one output.

    Parameters
    ----------
    litert
        The file's bytes.
    raw
        Index of a tensor inside the model that is wanted too.

    Raises
    ------
    BundleError
        When LiteRT cannot run it.
    """

    def __init__(self, litert: bytes, raw: int) -> None:
        self._raw = raw
        try:
            with without_greeting(), warnings.catch_warnings():
                # Keeping every tensor costs memory, of which LiteRT warns; it is wanted here, and for a moment only.
                warnings.simplefilter("ignore", UserWarning)
                self._interpreter = Interpreter(model_content=litert, experimental_preserve_all_tensors=True)
                self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise BundleError(f"LiteRT cannot run the model: {error}.") from error
        self._entry = int(self._interpreter.get_input_details()[0]["index"])
        self._exit = int(self._interpreter.get_output_details()[0]["index"])

    def run(self, tensor: Tensor) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Values of the wanted tensor and of the output, (outputs,) each, for one preprocessed picture.

        Raises
        ------
        BundleError
            When LiteRT cannot run it.
        """
        try:
            self._interpreter.set_tensor(self._entry, tensor)
            self._interpreter.invoke()
        except (ValueError, RuntimeError) as error:
            raise BundleError(f"LiteRT cannot run the model: {error}.") from error
        raw, said = (self._interpreter.get_tensor(index) for index in (self._raw, self._exit))
        return raw.reshape(-1), said.reshape(-1)

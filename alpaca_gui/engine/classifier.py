"""Runs a bundle's model with LiteRT: one tensor in, the evidence out."""

import math
from typing import Any, Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.quiet import without_greeting
from alpaca_gui.errors import BundleError, PictureError
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import Tensor

LOGIT: Final = "logit"
LOGIT_MAP: Final = "logit_map"
EMBEDDING: Final = "embedding"


class Classifier:
    """One LiteRT interpreter over one bundle. Not to be shared between threads: give each its own.

    Parameters
    ----------
    bundle
        The opened model.
    threads
        Threads that one forward pass may use; 1 where several classifiers work side by side.

    Raises
    ------
    BundleError
        When LiteRT cannot run the model, or it lacks the outputs that it should have.
    """

    def __init__(self, bundle: ModelBundle, threads: int = 1) -> None:
        self._preprocessing = bundle.card.preprocessing
        try:
            with without_greeting():
                self._interpreter = Interpreter(model_content=bundle.litert, num_threads=threads)
                self._interpreter.allocate_tensors()
            signature = self._interpreter.get_signature_runner()
            inputs, outputs = signature.get_input_details(), signature.get_output_details()
        except (ValueError, RuntimeError) as error:
            raise BundleError(f"LiteRT cannot run the model of {bundle.path.name}: {error}.") from error
        if len(inputs) != 1 or LOGIT not in outputs:
            raise BundleError(
                f"The model of {bundle.path.name} should have one input and an output named {LOGIT!r}; "
                f"it has {sorted(inputs)} and {sorted(outputs)}."
            )
        entry = next(iter(inputs.values()))
        _check_shapes(bundle, entry, outputs[LOGIT])
        self._input: int = entry["index"]
        self._outputs: dict[str, int] = {name: detail["index"] for name, detail in outputs.items()}

    def classify(self, picture: Picture) -> Evidence:
        """Preprocess a picture and run the model on it; see `run`."""
        return self.run(self._preprocessing.tensor(picture))

    def run(self, tensor: Tensor) -> Evidence:
        """One forward pass over a preprocessed picture, float32 (1, height, width, 3).

        Raises
        ------
        PictureError
            When the model's answer is not a finite number.
        """
        self._interpreter.set_tensor(self._input, tensor)
        self._interpreter.invoke()
        logit = float(self._interpreter.get_tensor(self._outputs[LOGIT]).item())
        if not math.isfinite(logit):
            raise PictureError(f"The model gave no finite logit for it, but {logit}.")
        return Evidence(logit, self._squeezed(LOGIT_MAP, 2), self._squeezed(EMBEDDING, 1))

    def _squeezed(self, output: str, dimensions: int) -> NDArray[np.float32] | None:
        index = self._outputs.get(output)
        if index is None:
            return None
        values: NDArray[np.float32] = self._interpreter.get_tensor(index)
        return values.reshape(values.shape[1 : 1 + dimensions])


def _check_shapes(bundle: ModelBundle, entry: dict[str, Any], logit: dict[str, Any]) -> None:
    step = bundle.card.preprocessing
    wanted = (1, step.height, step.width, 3)
    found = tuple(int(n) for n in entry["shape"])
    if found != wanted or entry["dtype"] is not np.float32:
        raise BundleError(f"The model of {bundle.path.name} takes {found}, its card says {wanted} of float32.")
    size = math.prod(int(n) for n in logit["shape"])
    if size != 1:
        raise BundleError(f"The model of {bundle.path.name} should end in one number, it ends in {size}.")

"""A classifier to look closely with: one picture decoded once, and asked about as often as one likes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.head_weights import head_weights
from alpaca_gui.errors import BundleError, PictureError
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import Preprocessing, Tensor
from alpaca_gui.imaging.source import LinkSource, Source

NOT_FETCHED: Final = "It has not been fetched yet, so there is nothing to explain."
DEEPER: Final = (
    "No linear way from a feature map inside it to its logit was found and proven, and only such a way is taken apart "
    "into what each cell adds."
)
BROKEN: Final = "Its card promises an exact map, but bias and cells do not sum to the logit."
NO_CELLS: Final = "Its file gives the logit alone, and no cells to take it apart into."


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture as the model saw it.

    Attributes
    ----------
    source
        Where it came from.
    picture
        Decoded, whole, upright.
    tensor
        The model's input, float32 (1, height, width, 3).
    evidence
        What one forward pass over the tensor gave.
    contributions
        What each cell adds to the logit; None where the model has no exact map.
    no_map
        Why there is no exact map, in a sentence; empty where there is one.
    """

    source: Source
    picture: Picture
    tensor: Tensor
    evidence: Evidence
    contributions: Contributions | None
    no_map: str = ""

    @property
    def logit(self) -> float:
        """The raw output of the neuron."""
        return self.evidence.logit


class Lens:
    """One classifier over one bundle, for explanations. Not to be shared between threads: give each its own.

    It goes the pipeline's own way, decoder, preprocessing step and classifier, so that its logit is the one in the
    list to the last bit, also with two threads (tested over all photographs).

    Parameters
    ----------
    bundle
        The opened model.
    threads
        Threads that one forward pass may use.

    Raises
    ------
    BundleError
        When LiteRT cannot run the model.
    """

    def __init__(self, bundle: ModelBundle, threads: int = 2) -> None:
        self.bundle = bundle
        self._classifier = Classifier(bundle, threads)
        self.weights, self.bias = _neuron(bundle)

    @property
    def preprocessing(self) -> Preprocessing:
        """The step that belongs to the model."""
        return self.bundle.card.preprocessing

    def look(self, source: Source) -> Seen:
        """Decode a picture and classify it.

        Raises
        ------
        PictureError
            With the sentence to show, when it cannot be decoded or the model gives no finite logit for it.
        """
        if isinstance(source, LinkSource):
            raise PictureError(NOT_FETCHED)
        return self.see(source, decode(source))

    def see(self, source: Source, picture: Picture) -> Seen:
        """Classify a decoded picture."""
        tensor = self.preprocessing.tensor(picture)
        evidence = self._classifier.run(tensor)
        contributions, no_map = self._taken_apart(evidence)
        return Seen(source, picture, tensor, evidence, contributions, no_map)

    def _taken_apart(self, evidence: Evidence) -> tuple[Contributions | None, str]:
        """Contributions, checked against the logit; or None, and why there are none."""
        if not self.bundle.card.exact_map:
            return None, DEEPER
        if evidence.logit_map is None:
            return None, NO_CELLS
        contributions = Contributions.of(evidence, self.bias)
        return (contributions, "") if contributions.exact else (None, BROKEN)

    def evidence(self, picture: Picture) -> Evidence:
        """Give what the model says of another picture, e.g. a changed one; the preprocessing step is its own."""
        return self.run(self.preprocessing.tensor(picture))

    def logit(self, picture: Picture) -> float:
        """Give the logit of another picture."""
        return self.evidence(picture).logit

    def run(self, tensor: Tensor) -> Evidence:
        """One forward pass over a tensor that was made in whatever way, float32 (1, height, width, 3)."""
        return self._classifier.run(tensor)


def _neuron(bundle: ModelBundle) -> tuple[NDArray[np.float32] | None, float | None]:
    """Weights (features,) and bias of the neuron; None and None where the model's file does not show them."""
    try:
        return head_weights(bundle.litert)
    except BundleError:
        return None, None

"""A Keras model laid flat: one graph without models inside it, and without the layers that do nothing in use."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import keras

from alpaca_gui.engine.classifier import EMBEDDING, LOGIT, LOGIT_MAP
from alpaca_gui.training.assemble import PLACES

ENTERING: Final = "entering"
"""Name of the layer that puts what the last neurons weigh in a row, where it is not."""

_FOR_TRAINING: Final = frozenset(
    (
        *("Dropout", "AlphaDropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"),
        *("GaussianNoise", "GaussianDropout", "ActivityRegularization", "Identity"),
        *("RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation", "RandomShear", "RandomPerspective"),
        *("RandomContrast", "RandomBrightness", "RandomHue", "RandomSaturation", "RandomSharpness"),
        *("RandomGrayscale", "RandomColorJitter", "RandomColorDegeneration", "RandomGaussianBlur"),
        *("RandomPosterization", "RandomInvert", "RandomErasing", "RandomElasticTransform", "RandAugment"),
        *("AugMix", "CutMix", "MixUp", "RandomApply"),
    )
)
"""Layers of Keras that hand their input on unchanged once training is over. A converter would keep some of them."""


def laid_flat(model: keras.Model, width: int | None, height: int | None) -> keras.Model:
    """Give a model of the same layers, and the same answers in use, on an input of one picture's size.

    The layers are shared, not copied. ``width`` and ``height`` may be None where the model takes any.
    """
    picture = keras.Input((height, width, 3), name="picture")
    flat = keras.Model(picture, _through(model, picture), name="brought_in")
    _rename_twins(flat)
    return keras.Model(picture, flat.outputs[0], name="brought_in")


def _through(model: keras.Model, tensor: keras.KerasTensor) -> keras.KerasTensor:
    graph = getattr(model, "_functional", None) or model

    def instead(layer: Any) -> Callable[..., Any]:
        if isinstance(layer, keras.Model):
            return lambda *given, **_: _through(layer, given[0])
        if type(layer).__name__ in _FOR_TRAINING and type(layer).__module__.startswith("keras.src."):
            return lambda *given, **_: given[0]
        called: Callable[..., Any] = layer
        return called

    # Keras clones its own models by this; there is no public way to walk along a graph.
    given = graph._run_through_graph(tensor, operation_fn=instead)
    return given[0] if isinstance(given, list | tuple) else given


def _rename_twins(flat: keras.Model) -> None:
    """Two layers of one name may live in two models, but not in one; and the bundle's outputs have names already."""
    used: Counter[str] = Counter((LOGIT, LOGIT_MAP, EMBEDDING, ENTERING, *PLACES))
    for layer in flat.operations:
        used[layer.name] += 1
        if used[layer.name] > 1:
            layer.name = f"{layer.name}_again_{used[layer.name]}"

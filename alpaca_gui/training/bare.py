"""``python -m alpaca_gui.training.bare OUT``: a bundle of MobileNetV2 with weights by lot, to measure with.

The speed of a network does not depend on its numbers, so nothing has to be trained or fetched for it.
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np

from alpaca_gui.engine.bundle import KERAS, LITERT, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.training.assemble import assemble, to_keras_file, to_litert
from alpaca_gui.training.head import Head

_STEP = Preprocessing(224, 224)


def write_bare(out: Path) -> None:
    """Write the bundle; it has no figures and answers nothing of use."""
    keras.utils.set_random_seed(0)
    backbone = keras.applications.MobileNetV2(
        input_shape=(_STEP.height, _STEP.width, 3), include_top=False, weights=None
    )
    model = assemble(backbone, Head(np.full(1280, 1e-3), 0.0))
    card = ModelCard("yes", "no", _STEP, Rule(), exact_map=True, backbone={"name": "MobileNetV2", "weights": "by lot"})
    save_bundle(out, card, {LITERT: to_litert(model), KERAS: to_keras_file(model)})


if __name__ == "__main__":
    write_bare(Path(sys.argv[1]))
    print(json.dumps({"out": sys.argv[1]}))  # noqa: T201

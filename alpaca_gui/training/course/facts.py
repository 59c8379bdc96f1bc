"""What a model's card says about this recipe: everything that is needed to repeat it."""

from typing import Any

import tensorflow as tf

from alpaca_gui.training.course.settings import BATCH, DROPOUT, TURN, UNFROZEN_FROM, Stage
from alpaca_gui.training.course.split import Split
from alpaca_gui.training.plain_keras import keras
from alpaca_gui.training.request import TrainingRequest

Values = dict[str, Any]


def backbone_facts(source: Values, backbone: keras.Model) -> Values:
    """Facts of the backbone, whose last layers were trained further."""
    return {
        **source,
        "frozen": False,
        "fine_tuned_from": f"layer {UNFROZEN_FROM}, {backbone.layers[UNFROZEN_FROM].name}",
        "batch_normalisation": "keeps the means and variances it came with: it is called with training=False",
    }


def head_facts(request: TrainingRequest) -> Values:
    """Facts of the neuron."""
    return {
        "layer": "Dense(1), linear",
        "loss": "BinaryCrossentropy(from_logits=True)",
        "positive": f"A positive logit means {request.yes}, whichever folder comes first in the alphabet.",
        "dropout": DROPOUT,
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
    }


def recipe_facts(request: TrainingRequest, split: Split, stages: tuple[Stage, ...]) -> Values:
    """Facts of the training."""
    return {
        "name": str(request.recipe),
        "seed": request.seed,
        "weights": str(request.weights),
        "split": (
            f"{len(split.training)} to train on, {len(split.validation)} to validate with, as "
            f"image_dataset_from_directory(validation_split=0.2, seed={request.seed}) makes it"
        ),
        "order": f"tf.data's shuffle with room for {8 * BATCH} pictures, seed {request.seed}",
        "batch": BATCH,
        "augmentation": f"RandomFlip('horizontal'), RandomRotation({TURN})",
        "stages": [
            {"name": stage.name, "epochs": stage.epochs, "optimiser": f"Adam({stage.rate})"} for stage in stages
        ],
        "accuracy": "the share of pictures whose logit is above 0 exactly when the label is yes",
        "unlike_the_exercise": [
            "There the folders are numbered by the alphabet, so that a positive logit means the second of them.",
            "There the neuron's weights start at random numbers; here at zero.",
            "There a picture is shrunk by taking single points of it (tf.image.resize); here by the program's one "
            "preprocessing step, which weighs the whole area.",
        ],
    }

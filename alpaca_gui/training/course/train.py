"""The recipe itself: the head on the frozen backbone first, then both, fine-tuned."""

from dataclasses import asdict

import numpy as np
import tensorflow as tf

from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.messages import Epoch, Step, Tell
from alpaca_gui.training.backbone import FACTS, build_backbone
from alpaca_gui.training.course.facts import Values, backbone_facts, head_facts, recipe_facts
from alpaca_gui.training.course.network import build_network, head_of
from alpaca_gui.training.course.order import epoch_orders
from alpaca_gui.training.course.pictures import Pictures
from alpaca_gui.training.course.result import CourseResult, Validation
from alpaca_gui.training.course.settings import PREPROCESSING, STAGES, Stage
from alpaca_gui.training.course.split import split_as_keras
from alpaca_gui.training.course.stages import Shown, run_stages
from alpaca_gui.training.dataset import Example
from alpaca_gui.training.imagenet import imagenet_backbone, imagenet_facts
from alpaca_gui.training.plain_keras import keras
from alpaca_gui.training.request import TrainingRequest, Weights
from alpaca_gui.training.weights import MOBILENET_V2, find_weights


def train_course(
    pictures: tuple[Example, ...],
    request: TrainingRequest,
    tell: Tell,
    step: Preprocessing = PREPROCESSING,
    stages: tuple[Stage, ...] = STAGES,
) -> CourseResult:
    """Train as the exercise does; the same pictures, seed and machine give the same numbers.

    Parameters
    ----------
    pictures
        The usable pictures; their folders' names and their own decide the split.
    request
        Its answers, its seed and its choice of weights count here.
    tell
        Told how far it is: a `Step` for each picture read, an `Epoch` for each pass.
    step, stages
        The exercise's own, unless something smaller is to be tried.

    Raises
    ------
    AlpacaError
        When the pictures are too few or one cannot be read, or the backbone's weights cannot be had.
    """
    split = split_as_keras(pictures, request.seed)
    next_order = epoch_orders(split.training, request.seed)
    keras.utils.set_random_seed(request.seed)
    tf.config.experimental.enable_op_determinism()
    backbone, source = _backbone(request.weights, step, tell)
    labels = np.array([picture.label for picture in pictures], dtype=np.int64)
    shown = Shown(Pictures([each.path for each in pictures], step, tell), labels, next_order, split.validation)
    network = build_network(backbone, request.seed)
    history = []
    for epoch in run_stages(network, backbone, shown, stages):
        tell(epoch)
        history.append(epoch)
    return CourseResult(
        backbone=backbone,
        head=head_of(network),
        validation=Validation(split.validation, shown.validation_logits(network)),
        figures=_figures(history, stages),
        history=[_without_clock(epoch) for epoch in history],
        backbone_facts=backbone_facts(source, backbone),
        head_facts=head_facts(request),
        recipe_facts=recipe_facts(request, split, stages),
    )


def _backbone(weights: Weights, step: Preprocessing, tell: Tell) -> tuple[keras.Model, Values]:
    tell(Step("Fetching the backbone's weights"))
    size = step.width, step.height
    if weights is Weights.IMAGENET:
        backbone = imagenet_backbone(*size)
        return backbone, imagenet_facts(backbone)
    return build_backbone(*size, find_weights(MOBILENET_V2)), FACTS


def _figures(history: list[Epoch], stages: tuple[Stage, ...]) -> dict[str, list[float]]:
    """Validation accuracy at the end of each stage, beside the exercise's own."""
    last = {epoch.stage: epoch.validation_accuracy for epoch in history}
    return {stage.figure: [last[stage.name], stage.reached] for stage in stages}


def _without_clock(epoch: Epoch) -> Values:
    return {name: value for name, value in asdict(epoch).items() if name not in ("of", "seconds_left")}

"""The recipe itself: the head on the frozen backbone first, then both, fine-tuned."""

from collections.abc import Iterator
from dataclasses import asdict

import keras
import numpy as np
import tensorflow as tf

from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.messages import Epoch, Step, Tell
from alpaca_gui.training.backbone import FACTS, build_backbone
from alpaca_gui.training.course.clock import Clock
from alpaca_gui.training.course.facts import Values, backbone_facts, head_facts, recipe_facts
from alpaca_gui.training.course.fit import Descend, descent, logits_of, quality, train_once
from alpaca_gui.training.course.network import build_network, head_of, unfreeze
from alpaca_gui.training.course.pictures import Pictures
from alpaca_gui.training.course.result import CourseResult, Validation
from alpaca_gui.training.course.settings import PREPROCESSING, STAGES, Stage
from alpaca_gui.training.course.split import Split, split_as_keras
from alpaca_gui.training.dataset import Dataset, Example, Labels
from alpaca_gui.training.imagenet import imagenet_backbone, imagenet_facts
from alpaca_gui.training.request import TrainingRequest, Weights
from alpaca_gui.training.weights import find_weights


def train_course(dataset: Dataset, pictures: tuple[Example, ...], request: TrainingRequest, tell: Tell) -> CourseResult:
    """Train as the exercise does; the same pictures, seed and machine give the same numbers.

    Parameters
    ----------
    dataset
        Names the answers.
    pictures
        Its usable pictures; their folders' names and their own decide the split.
    request
        Its seed and its choice of weights count here.
    tell
        Told how far it is: a `Step` for each picture read, an `Epoch` for each pass.

    Raises
    ------
    AlpacaError
        When the pictures are too few or one cannot be read, or the backbone's weights cannot be had.
    """
    split = split_as_keras(pictures, request.seed)
    keras.utils.set_random_seed(request.seed)
    tf.config.experimental.enable_op_determinism()
    backbone, source = _backbone(request.weights, tell)
    views = Pictures([picture.path for picture in pictures], PREPROCESSING, tell)
    labels = np.array([picture.label for picture in pictures], dtype=np.int64)
    course = _Course(backbone, views, labels, split, request.seed)
    history = list(course.run(tell))
    return CourseResult(
        backbone=backbone,
        head=head_of(course.network),
        validation=Validation(split.validation, course.validation_logits()),
        figures=_figures(history),
        history=[_without_clock(epoch) for epoch in history],
        backbone_facts=backbone_facts(source, backbone),
        head_facts=head_facts(dataset),
        recipe_facts=recipe_facts(request, split),
    )


class _Course:
    """One run through the stages."""

    def __init__(self, backbone: keras.Model, pictures: Pictures, labels: Labels, split: Split, seed: int) -> None:
        lots, order = np.random.SeedSequence(seed).spawn(2)
        self.network = build_network(backbone, lots)
        self._backbone = backbone
        self._pictures = pictures
        self._labels = labels
        self._split = split
        self._order = np.random.default_rng(order)
        self._clock = Clock(STAGES)

    def run(self, tell: Tell) -> Iterator[Epoch]:
        """Train all stages; tells and yields each epoch, and leaves the backbone frozen."""
        number = 0
        for stage in STAGES:
            unfreeze(self._backbone, stage.fine_tuning)
            descend = descent(self.network, stage.rate)
            for _ in range(stage.epochs):
                number += 1
                epoch = self._epoch(stage, number, descend)
                tell(epoch)
                yield epoch
        self._backbone.trainable = False

    def validation_logits(self) -> Floats:
        """Logits of the pictures kept to validate with."""
        return logits_of(self.network, self._pictures, self._split.validation)

    def _epoch(self, stage: Stage, number: int, descend: Descend) -> Epoch:
        order = self._order.permutation(self._split.training)
        trained = train_once(descend, self._pictures, self._labels, order)
        kept = quality(self.validation_logits(), self._labels[self._split.validation])
        return Epoch(
            stage=stage.name,
            number=number,
            of=sum(stage.epochs for stage in STAGES),
            loss=trained.loss,
            accuracy=trained.accuracy,
            validation_loss=kept.loss,
            validation_accuracy=kept.accuracy,
            seconds_left=self._clock.epoch_over(stage),
        )


def _backbone(weights: Weights, tell: Tell) -> tuple[keras.Model, Values]:
    tell(Step("Fetching the backbone's weights"))
    size = PREPROCESSING.width, PREPROCESSING.height
    if weights is Weights.IMAGENET:
        backbone = imagenet_backbone(*size)
        return backbone, imagenet_facts(backbone)
    return build_backbone(*size, find_weights()), FACTS


def _figures(history: list[Epoch]) -> dict[str, list[float]]:
    """Validation accuracy at the end of each stage, beside the exercise's own."""
    last = {epoch.stage: epoch.validation_accuracy for epoch in history}
    return {stage.figure: [last[stage.name], stage.reached] for stage in STAGES}


def _without_clock(epoch: Epoch) -> Values:
    return {name: value for name, value in asdict(epoch).items() if name not in ("of", "seconds_left")}

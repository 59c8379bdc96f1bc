"""One stage after the other, and what each epoch gave."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.messages import Epoch
from alpaca_gui.training.course.clock import Clock
from alpaca_gui.training.course.fit import Descend, descent, logits_of, quality, train_once
from alpaca_gui.training.course.network import unfreeze
from alpaca_gui.training.course.pictures import Pictures
from alpaca_gui.training.course.settings import Stage
from alpaca_gui.training.course.split import Indices
from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.plain_keras import keras


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a network is shown.

    Attributes
    ----------
    pictures, labels
        All of them, (n,).
    next_order
        Gives the places of the pictures to train on, in an order for the next epoch.
    validation
        Places of the pictures to validate with.
    """

    pictures: Pictures
    labels: Labels
    next_order: Callable[[], Indices]
    validation: Indices

    def validation_logits(self, network: keras.Model) -> Floats:
        """Logits of the pictures to validate with, (n,)."""
        return logits_of(network, self.pictures, self.validation)


def run_stages(network: keras.Model, backbone: keras.Model, shown: Shown, stages: tuple[Stage, ...]) -> Iterator[Epoch]:
    """Train the network, stage by stage; yields each epoch, and leaves the backbone, which is inside it, frozen."""
    clock = Clock(stages)
    number, last = 0, sum(stage.epochs for stage in stages)
    for stage in stages:
        unfreeze(backbone, stage.fine_tuning)
        descend = descent(network, stage.rate)
        for _ in range(stage.epochs):
            number += 1
            yield _epoch(network, shown, descend, _Place(stage, number, last, clock))
    backbone.trainable = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the training an epoch is."""

    stage: Stage
    number: int
    of: int
    clock: Clock


def _epoch(network: keras.Model, shown: Shown, descend: Descend, place: _Place) -> Epoch:
    trained = train_once(descend, shown.pictures, shown.labels, shown.next_order())
    kept = quality(shown.validation_logits(network), shown.labels[shown.validation])
    return Epoch(
        stage=place.stage.name,
        number=place.number,
        of=place.of,
        loss=trained.loss,
        accuracy=trained.accuracy,
        validation_loss=kept.loss,
        validation_accuracy=kept.accuracy,
        seconds_left=place.clock.epoch_over(place.stage),
    )

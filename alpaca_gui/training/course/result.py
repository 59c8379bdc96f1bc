"""What the recipe gives."""

from dataclasses import dataclass
from typing import Any

from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.course.split import Indices
from alpaca_gui.training.head import Head
from alpaca_gui.training.plain_keras import keras

Values = dict[str, Any]
"""JSON values by name."""


@dataclass(frozen=True, slots=True, eq=False)
class Validation:
    """The pictures that were not trained on: their places in the list that was handed in, and their logits, (n,)."""

    places: Indices
    logits: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CourseResult:
    """A trained model and how it came to be.

    Attributes
    ----------
    backbone
        With its fine-tuned weights, frozen again.
    head
        The neuron behind its pooled features; a positive logit means yes.
    validation
        The only honest logits: those of the pictures kept to validate with.
    figures
        What was reached and what the exercise had, by the name of the figure.
    history
        A dict an epoch: ``stage``, ``number``, ``loss``, ``accuracy``, ``validation_loss``, ``validation_accuracy``.
    backbone_facts, head_facts, recipe_facts
        For the sections of the model's card; nothing in them differs between two runs of the same training.
    """

    backbone: keras.Model
    head: Head
    validation: Validation
    figures: dict[str, list[float]]
    history: list[Values]
    backbone_facts: Values
    head_facts: Values
    recipe_facts: Values

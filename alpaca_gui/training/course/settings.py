"""The numbers of the exercise, and what it reached with them."""

from dataclasses import dataclass
from typing import Final

from alpaca_gui.imaging.preprocess import Preprocessing

PREPROCESSING: Final = Preprocessing(160, 160)
"""Squashed to 160 x 160, bilinear, [-1, 1]."""

BATCH: Final = 32
TURN: Final = 0.2
"""The most by which a picture is rotated to vary it, in whole turns, either way."""

DROPOUT: Final = 0.2
UNFROZEN_FROM: Final = 120
"""First layer of the backbone that fine-tuning changes.

The exercise counted 155 layers, Keras now 154: the padding of the first convolution is gone. The layer of this number
was a padding then and is the convolution behind it now, so the same arrays are trained.
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the training.

    Attributes
    ----------
    name
        What is trained, for a person.
    fine_tuning
        Whether the backbone's last layers are trained too.
    rate
        Learning rate of Adam.
    epochs
        Passes over the training pictures.
    figure, reached
        What the validation accuracy after this stage is called, and what the exercise had there.
    """

    name: str
    fine_tuning: bool
    rate: float
    epochs: int
    figure: str
    reached: float


STAGES: Final = (
    Stage("Head", False, 1e-3, 5, "validation accuracy after the head", 0.877),
    Stage("Fine-tuning", True, 1e-4, 5, "validation accuracy after fine-tuning", 0.938),
)

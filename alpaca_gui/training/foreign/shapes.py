"""Which shapes of input and output can be brought in."""

from collections.abc import Sequence

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.foreign.model import Ending

Shape = Sequence[int | None]


def picture_size(name: str, shape: Shape) -> tuple[int | None, int | None]:
    """Width and height of an input (n, height, width, 3); None where it takes any.

    Raises
    ------
    AlpacaError
        When it is no such input.
    """
    if len(shape) != 4 or shape[3] != 3:
        raise AlpacaError(
            f"{name} takes an input of shape {words(shape)}. Only models of colour pictures can be brought in: "
            "(any number, height, width, 3), with the three colours last."
        )
    if shape[0] not in (None, 1):
        raise AlpacaError(f"{name} takes {shape[0]} pictures at once; only models of one picture can be brought in.")
    if not all(side is None or 1 <= side <= 4096 for side in shape[1:3]):
        raise AlpacaError(f"{name} takes pictures of {words(shape)}; 1 to 4096 pixels a side can be brought in.")
    return shape[2], shape[1]


def check_output(name: str, shape: Shape, ending: Ending) -> int:
    """How many numbers a model ends in: 1 or 2.

    Raises
    ------
    AlpacaError
        When it is neither one neuron nor two that exclude each other.
    """
    outputs = shape[-1] if shape else None
    if any(side not in (None, 1) for side in shape[:-1]) or outputs not in (1, 2):
        raise AlpacaError(
            f"{name} ends in an output of shape {words(shape)}. Only a question of yes or no can be brought in: one "
            "neuron, (None, 1), or two that exclude each other, (None, 2)."
        )
    if outputs == 2 and ending is Ending.SIGMOID:
        raise AlpacaError(
            f"{name} ends in an output of shape {words(shape)} with a sigmoid each: two questions that do not exclude "
            "each other. One question of yes or no was expected."
        )
    if outputs == 1 and ending is Ending.SOFTMAX:
        raise AlpacaError(f"{name} ends in a softmax over one number, {words(shape)}, which is 1 for every picture.")
    return outputs


def words(shape: Shape) -> str:
    """A shape as Keras writes it."""
    return f"({', '.join(str(side) for side in shape)}{',' if len(shape) == 1 else ''})"

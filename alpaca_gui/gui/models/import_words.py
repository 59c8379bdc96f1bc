"""What the dialog that brings a model in says, from what the child found."""

import math

from alpaca_gui.training.foreign.model import Ending, ForeignModel
from alpaca_gui.training.foreign.request import BroughtIn
from alpaca_gui.training.foreign.words import NO_EXACT_MAP, SIGMOID_TAKEN_OFF, TWO_BECAME_ONE

NOT_ENTERED = "Still to be said: "


def facts(model: ForeignModel) -> tuple[tuple[str, str], ...]:
    """What was found, as pairs of a title and its value."""
    return (
        ("Kind", model.kind.words[:1].upper() + model.kind.words[1:]),
        ("Input", size_text(model)),
        ("Ends in", _ending_text(model)),
        ("Map", "Exact: its mean is the logit." if model.exact_map else "This model has no exact map."),
    )


def size_text(model: ForeignModel) -> str:
    """The input's size, or that it takes any."""
    if model.width is None or model.height is None:
        return "pictures of any size, in colour"
    return f"{model.width} × {model.height} pixels, in colour"


def _ending_text(model: ForeignModel) -> str:
    match model.ending, model.outputs:
        case Ending.LINEAR, 1:
            return "One linear neuron, which is taken as it is."
        case Ending.SIGMOID, _:
            return "One neuron and a sigmoid, which is taken off."
        case Ending.SOFTMAX, _:
            return "Two neurons and a softmax, which become one logit."
        case _:
            return "Two neurons, which become one logit."


def explanations(model: ForeignModel) -> tuple[str, ...]:
    """Sentences on what is done to the model, and on what a person should know; each once."""
    said = []
    if model.ending is Ending.SIGMOID:
        said.append(SIGMOID_TAKEN_OFF)
    if model.outputs == 2:
        said.append(TWO_BECAME_ONE.format(softmax=" with a softmax" if model.ending is Ending.SOFTMAX else ""))
    if not model.exact_map:
        said.append(NO_EXACT_MAP)
    return tuple(dict.fromkeys((*said, *model.inside, *model.notes)))


def parity_text(result: BroughtIn) -> str:
    """How close the bundle is to the original, rounded away from zero so that it stays true."""
    count = "1 picture" if result.pictures == 1 else f"{result.pictures:,} pictures"
    if result.parity <= 0:
        return f"It equals the original exactly on {count}."
    return f"It equals the original within {_rounded_up(result.parity)} of a logit on {count}."


def _rounded_up(value: float) -> str:
    """One digit, and never less than it is."""
    decimals = max(0, -math.floor(math.log10(value)))
    text = f"{math.ceil(value * 10**decimals - 1e-9) / 10**decimals:.{decimals}f}"
    return text.rstrip("0") if "." in text else text

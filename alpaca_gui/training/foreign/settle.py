"""Puts what a person said beside what is known of a model: everything is settled, or it is said what is missing."""

from dataclasses import dataclass

import numpy as np

from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.foreign.model import Ending, ForeignModel, Scale
from alpaca_gui.training.foreign.request import ImportRequest
from alpaca_gui.training.foreign.words import NO_EXACT_MAP, SIGMOID_TAKEN_OFF, SIGN_TURNED, TWO_BECAME_ONE


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """How a model is brought in.

    Attributes
    ----------
    yes, no
        The two answers in words.
    preprocessing
        The step between a picture and the model's input.
    mixture
        (outputs,): the logit is the raw numbers times this.
    notes
        Sentences on what is done.
    """

    yes: str
    no: str
    preprocessing: Preprocessing
    mixture: Floats
    notes: tuple[str, ...]


def settled(model: ForeignModel, request: ImportRequest) -> Settled:
    """Settle everything for bringing a model in.

    Raises
    ------
    AlpacaError
        With all that is missing, in one sentence each.
    """
    missing = [*_missing_answers(model, request), *_missing_preprocessing(model, request)]
    if missing:
        raise AlpacaError(f"{model.name} cannot be brought in before this is known:\n- " + "\n- ".join(missing))
    yes, no = _answers(model, request)
    if yes == no:
        raise AlpacaError(f"Yes and no cannot both be called {printable(yes)!r}.")
    mixture = _mixture(model, request)
    return Settled(yes, no, preprocessing(model, request), mixture, _notes(model, mixture))


def preprocessing(model: ForeignModel, request: ImportRequest) -> Preprocessing:
    """Give the step between a picture and the input, from the request first, else from what is known.

    Raises
    ------
    AlpacaError
        With what is missing or out of range.
    """
    missing = _missing_preprocessing(model, request)
    if missing:
        raise AlpacaError(f"{model.name} cannot be tried before this is known:\n- " + "\n- ".join(missing))
    scale = request.scale or model.scale or Scale.BYTES
    factor, offset = scale.factors
    try:
        return Preprocessing(
            width=model.width or request.width or 0,
            height=model.height or request.height or 0,
            fit=request.fit or model.fit or "",
            resampling=request.resampling or model.resampling or "",
            scale=factor,
            offset=offset,
        )
    except ValueError as error:
        raise AlpacaError(f"The preprocessing cannot be used: {error}.") from error


def mixture_so_far(model: ForeignModel, request: ImportRequest) -> Floats:
    """Give the mixture as far as its meaning was said: else the raw number, or the second output minus the first."""
    if model.outputs == 1 and request.positive is None:
        return np.array([1.0])
    return _mixture(model, request)


def _mixture(model: ForeignModel, request: ImportRequest) -> Floats:
    if model.outputs == 1:
        return np.array([1.0 if request.positive == "yes" else -1.0])
    return np.array([1.0, -1.0]) if _yes_output(model, request) == 0 else np.array([-1.0, 1.0])


def _yes_output(model: ForeignModel, request: ImportRequest) -> int | None:
    if request.yes_output is not None or not request.yes:
        return request.yes_output
    names = [label.casefold() for label in model.labels]
    return names.index(request.yes.casefold()) if names.count(request.yes.casefold()) == 1 else None


def _answers(model: ForeignModel, request: ImportRequest) -> tuple[str, str]:
    if model.outputs == 2 and len(model.labels) == 2:
        yes = _yes_output(model, request) or 0
        return request.yes or model.labels[yes], request.no or model.labels[1 - yes]
    return request.yes, request.no


def _missing_answers(model: ForeignModel, request: ImportRequest) -> list[str]:
    known = model.outputs == 2 and len(model.labels) == 2
    missing = []
    if not known and not (request.yes and request.no):
        missing.append("what yes and no mean, in words, e.g. 'alpaca' and 'not alpaca' (--yes NAME --no NAME)")
    if model.outputs == 1 and request.positive not in ("yes", "no"):
        missing.append(
            "what a positive number of the model means (--positive yes or --positive no). It cannot be seen from the "
            "file: image_dataset_from_directory orders the folders by the alphabet, so that the course's own model "
            "says 'not alpaca' when it is positive. Try it on two pictures (--preview PICTURE PICTURE)"
        )
    if model.outputs == 2 and _yes_output(model, request) not in (0, 1):
        names = " or ".join(repr(label) for label in model.labels) or "the order of your folders tells"
        missing.append(
            f"which of its two outputs means yes: {names} (--yes NAME of one of them, or --yes-output 0 or 1)"
        )
    return missing


def _missing_preprocessing(model: ForeignModel, request: ImportRequest) -> list[str]:
    missing = []
    if not (model.width or request.width) or not (model.height or request.height):
        missing.append("the size of its input in pixels, since it takes any (--size 224x224)")
    if not (request.scale or model.scale):
        missing.append("which range its pixels are to be brought to (--scale 0..255, --scale 0..1 or --scale -1..1)")
    if not (request.fit or model.fit):
        missing.append(
            "how a picture is brought to its shape: squashed, its middle cut out, or padded with black "
            "(--fit squash, --fit crop or --fit pad)"
        )
    if not (request.resampling or model.resampling):
        missing.append("how pixels are averaged (--resampling bilinear, as Keras does it, or bicubic)")
    return missing


def _notes(model: ForeignModel, mixture: Floats) -> tuple[str, ...]:
    softmax = " with a softmax" if model.ending is Ending.SOFTMAX else ""
    told = {
        SIGMOID_TAKEN_OFF: model.ending is Ending.SIGMOID,
        TWO_BECAME_ONE.format(softmax=softmax): model.outputs == 2,
        SIGN_TURNED: list(mixture) == [-1.0],
        NO_EXACT_MAP: not model.exact_map,
    }
    return (*model.notes, *(sentence for sentence, holds in told.items() if holds))

"""The preprocessing X-ray: the tensor that a model saw, turned back into a picture, and what others would have seen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from threading import Event

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import PictureError
from alpaca_gui.explain.ahead import made_ahead
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.preparing import Workshop
from alpaca_gui.explain.tensor_numbers import TensorNumbers
from alpaca_gui.explain.ways import Turn, Way, ways
from alpaca_gui.imaging.preprocess import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """What the model says of the picture, prepared in one way. Exact: each logit is that of a forward pass.

    Attributes
    ----------
    name
        A key that stays the same from version to version: ``centre crop``, ``pixels 0 to 1``.
    words
        What it is called in the window.
    logit
        None where the picture cannot be prepared in this way.
    view
        uint8 (height, width, 3): the tensor turned back into a picture by the model's own scaling, so that wrong
        numbers look as wrong as they are to the model. Black where the picture cannot be prepared like this.
    why
        In a sentence, which program or mistake does this; or why it cannot be done.
    same
        Whether the tensor is, number for number, the one that the model saw.
    numbers
        Range, means and histogram of the tensor; None where there is none.
    """

    name: str
    words: str
    logit: float | None
    view: NDArray[np.uint8]
    why: str
    same: bool
    numbers: TensorNumbers | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Xray:
    """The tensor that the model saw, and variants of it.

    Attributes
    ----------
    view
        uint8 (height, width, 3): the tensor turned back into a picture.
    numbers
        Its range, means and histogram.
    logit
        Of the picture as the model saw it.
    variants
        In the order of `ways`, ``as the model does`` first; fewer while they are still computed.
    main
        Whether there are those that are asked most often: fits, decodings and scalings.
    complete
        Whether there is every variant.
    """

    view: NDArray[np.uint8]
    numbers: TensorNumbers
    logit: float
    variants: tuple[Variant, ...] = ()
    main: bool = False
    complete: bool = False

    @property
    def low(self) -> float:
        """The least number in the tensor."""
        return self.numbers.low

    @property
    def high(self) -> float:
        """The greatest number in the tensor."""
        return self.numbers.high

    @property
    def mean(self) -> float:
        """The mean of all numbers in the tensor."""
        return self.numbers.mean

    @property
    def farthest(self) -> Variant | None:
        """The variant whose logit is farthest from the model's own; None where all have the same."""
        known = [one for one in self.variants if one.logit is not None and one.logit != self.logit]
        return max(known, key=lambda one: abs(_logit(one) - self.logit), default=None)


def xray(
    lens: Lens,
    seen: Seen,
    cancel: Event | None = None,
    step: Callable[[Xray], None] | None = None,
) -> Xray:
    """Look at what the model saw, and ask it about every other way to prepare the picture.

    Parameters
    ----------
    cancel
        When it is set, what has been found until then is given.
    step
        Called with the tensor alone at once, and then with what has been found so far, after each variant: first the
        scalings and fits, then the picture decoded anew, then what is asked less often.

    While the model is at work on one tensor, another thread makes the next ones.
    """
    workshop, planned = Workshop(seen, lens.preprocessing), ways(lens.preprocessing)
    order = [way.name for way in planned]
    found = _tensor_alone(workshop)
    _tell(step, found)
    make = partial(_unasked, workshop, found)  # what is made knows of `found` only what is there from the beginning
    for _, (variant, tensor) in made_ahead(sorted(planned, key=attrgetter("turn")), make, cancel):
        asked = variant if tensor is None else _asked(lens, variant, tensor)
        variants = sorted((*found.variants, asked), key=lambda one: order.index(one.name))
        names = {one.name for one in variants}
        found = replace(
            found,
            variants=tuple(variants),
            main=all(way.name in names for way in planned if way.turn < Turn.FURTHER),
            complete=len(variants) == len(planned),
        )
        _tell(step, found)
    return found


def _tell(step: Callable[[Xray], None] | None, found: Xray) -> None:
    if step is not None:
        step(found)


def _tensor_alone(workshop: Workshop) -> Xray:
    tensor = workshop.seen.tensor
    return Xray(workshop.step.unscaled(tensor)[0], workshop.numbers(workshop.own, tensor), workshop.seen.logit)


def _unasked(workshop: Workshop, found: Xray, way: Way) -> tuple[Variant, Tensor | None]:
    """Prepare the picture; the variant as far as it is known without the model, and the tensor to ask it about."""
    step = workshop.step
    try:
        prepared = way.prepare(workshop)
    except PictureError as error:
        nothing = np.zeros((step.height, step.width, 3), np.uint8)
        return Variant(way.name, way.words, None, nothing, str(error), same=False), None
    own = Variant(way.name, way.words, found.logit, found.view, way.why, same=True, numbers=found.numbers)
    if prepared is workshop.own:
        return own, None
    tensor = prepared.tensor
    if np.array_equal(tensor, workshop.seen.tensor):
        return own, None
    view, numbers = workshop.view(prepared), workshop.numbers(prepared, tensor)
    return Variant(way.name, way.words, None, view, way.why, same=False, numbers=numbers), tensor


def _asked(lens: Lens, variant: Variant, tensor: Tensor) -> Variant:
    """Ask the model; where it has no answer to wrong numbers, that is what there is to say."""
    try:
        return replace(variant, logit=lens.run(tensor).logit)
    except PictureError as error:
        return replace(variant, why=str(error))


def _logit(variant: Variant) -> float:
    assert variant.logit is not None
    return variant.logit

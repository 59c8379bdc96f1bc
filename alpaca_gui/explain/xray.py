"""The preprocessing X-ray: the tensor that a model saw, turned back into a picture, and what others would have seen."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Event
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import PictureError
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.preparing import Workshop, looked_up
from alpaca_gui.explain.tensor_numbers import TensorNumbers, tensor_numbers
from alpaca_gui.explain.ways import Way, ways
from alpaca_gui.imaging.preprocess import Preprocessing, Tensor

_AHEAD: Final = 2
"""Tensors that are made while the model is at work on another."""


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
    complete
        Whether there is every variant.
    """

    view: NDArray[np.uint8]
    numbers: TensorNumbers
    logit: float
    variants: tuple[Variant, ...] = ()
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
        Called with the tensor alone at once, and then with what has been found so far, after each variant. Those for
        which the picture is decoded anew come last.
    """
    workshop, planned = Workshop(seen, lens.preprocessing), ways(lens.preprocessing)
    order = [way.name for way in planned]
    own = workshop.own()
    numbers = tensor_numbers(seen.tensor, own.pixels, own.table)
    found = Xray(lens.preprocessing.unscaled(seen.tensor)[0], numbers, seen.logit)
    _tell(step, found)
    with closing(_drafts(workshop, seen, sorted(planned, key=lambda way: way.late))) as drafts:
        for draft in drafts:
            if cancel is not None and cancel.is_set():
                break
            variants = sorted((*found.variants, _asked(lens, draft)), key=lambda one: order.index(one.name))
            found = replace(found, variants=tuple(variants), complete=len(variants) == len(planned))
            _tell(step, found)
    return found


def _tell(step: Callable[[Xray], None] | None, found: Xray) -> None:
    if step is not None:
        step(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Draft:
    """A variant that the model has not been asked about yet; the tensor is None where there is nothing to ask."""

    variant: Variant
    tensor: Tensor | None


def _drafts(workshop: Workshop, seen: Seen, planned: Iterable[Way]) -> Generator[_Draft, None, None]:
    """Prepare in each way, the next ones in a thread while the model is at work: NumPy and LiteRT free the lock."""
    waiting: deque[Future[_Draft]] = deque()
    with ThreadPoolExecutor(1, "prepare the picture") as worker:  # one: the workshop is not to be shared
        try:
            for way in planned:
                waiting.append(worker.submit(_draft, workshop, seen, way))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            worker.shutdown(wait=True, cancel_futures=True)


def _draft(workshop: Workshop, seen: Seen, way: Way) -> _Draft:
    step = workshop.step
    try:
        prepared = way.prepare(workshop)
    except PictureError as error:
        return _Draft(_impossible(way, step, str(error)), None)
    tensor = prepared.tensor
    view = looked_up(step.unscaled(prepared.table), prepared.pixels)
    numbers = tensor_numbers(tensor, prepared.pixels, prepared.table)
    same = np.array_equal(tensor, seen.tensor)
    return _Draft(Variant(way.name, way.words, seen.logit if same else None, view, way.why, same, numbers), tensor)


def _impossible(way: Way, step: Preprocessing, why: str) -> Variant:
    return Variant(way.name, way.words, None, np.zeros((step.height, step.width, 3), np.uint8), why, same=False)


def _asked(lens: Lens, draft: _Draft) -> Variant:
    """Give the variant with its logit; what has the very tensor that was seen has its logit already."""
    variant, tensor = draft.variant, draft.tensor
    if tensor is None or variant.same:
        return variant
    try:
        return replace(variant, logit=lens.run(tensor).logit)
    except PictureError as error:
        return replace(variant, why=str(error))


def _logit(variant: Variant) -> float:
    assert variant.logit is not None
    return variant.logit

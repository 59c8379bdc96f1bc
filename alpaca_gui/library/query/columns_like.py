"""What a filter needs to know of the rows, and of the moment at which it is applied."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.library.text_column import TextColumn


class Texts(Protocol):
    """Texts by number, as in a list."""

    def __len__(self) -> int:
        """Count them."""

    def __getitem__(self, place: int, /) -> str:
        """Give one."""


class ColumnsLike(Protocol):
    """One row a picture; see `alpaca_gui.library.columns.Columns`, whose attributes these are."""

    def __len__(self) -> int:
        """Count the rows."""

    @property
    def logit(self) -> NDArray[np.float64]:
        """NaN where there is none."""

    @property
    def state(self) -> NDArray[np.uint8]:
        """How far it has come."""

    @property
    def removed(self) -> NDArray[np.bool_]:
        """Whether it is hidden."""

    @property
    def label(self) -> NDArray[np.int8]:
        """1 yes, 0 no, -1 none."""

    @property
    def model(self) -> NDArray[np.int32]:
        """Place in ``models``; -1 none."""

    @property
    def time(self) -> NDArray[np.float64]:
        """Seconds since the epoch; NaN."""

    @property
    def width(self) -> NDArray[np.int32]:
        """Pixels; 0 where not known."""

    @property
    def height(self) -> NDArray[np.int32]:
        """Pixels; 0 where not known."""

    @property
    def unlike(self) -> NDArray[np.float32]:
        """Distance from the training pictures; NaN."""

    @property
    def group(self) -> NDArray[np.int32]:
        """Number of its group of duplicates; 0 none."""

    @property
    def error(self) -> NDArray[np.int32]:
        """Place in ``errors``; 0 none."""

    @property
    def noted(self) -> NDArray[np.bool_]:
        """Whether a person has written a note."""

    @property
    def models(self) -> Texts:
        """Names of models."""

    @property
    def errors(self) -> Texts:
        """Sentences; the first is the empty one."""

    @property
    def unlike_limits(self) -> Mapping[int, float]:
        """Of models, by place, the distance above which a picture is unlike what it was trained on."""

    @property
    def path(self) -> TextColumn:
        """Whole locations."""


@dataclass(frozen=True, slots=True)
class Context:
    """The moment at which a filter is applied.

    Attributes
    ----------
    today
        What the word means.
    zone
        Where days begin; None for the time zone of this machine.
    """

    today: dt.date = field(default_factory=dt.date.today)
    zone: dt.tzinfo | None = None

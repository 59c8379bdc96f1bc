"""How unlike the pictures a model was trained on another picture is, by its embedding: the distance and its limit."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.false_alarms import FalseAlarms
from alpaca_gui.engine.trained_on import TrainedOn

FALSE_ALARMS: Final = 0.05
"""Share of the training pictures that the limit lets be marked; rounded down to a whole picture."""

FEWEST: Final = 20
"""Different pictures that are needed: among fewer, not even one would be the share above."""

MOST: Final = 2000
"""Training pictures that others are held against; of more, those with the smallest hashes, as good as drawn by lot."""

NEAR: Final = 0.92
"""Cosine from which two embeddings count as the same picture twice; `judging.likeness` says where it comes from."""

BLOCK: Final = 4096
"""Rows that are held against the training pictures at once."""

Directions = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Familiarity:
    """What a model bundle knows of the pictures it was trained on, and how far from them a picture counts as unlike.

    The distance of a picture is one minus the cosine between its embedding and that of the most similar training
    picture: 0 where one is a multiple of the other, 1 where they have nothing in common. Nothing is fitted, so leaving
    a training picture out is exact. Chosen by measurement among some forty: ``docs/adr/0016``.

    Attributes
    ----------
    directions
        float32 (pictures, features): the embeddings of the training pictures, of length 1 (0 where there is nothing).
    limit
        The distance above which a picture carries the mark.
    alarms, alarms_yes, alarms_no
        How many of the training pictures would be marked: of all, and of those whose label is yes and no.
    """

    directions: Directions
    limit: float
    alarms: FalseAlarms
    alarms_yes: FalseAlarms
    alarms_no: FalseAlarms

    @classmethod
    def of(cls, bundle: ModelBundle) -> Self | None:
        """Derive it from what ``bundle`` holds; None where that does not tell, or of fewer than `FEWEST` pictures.

        Takes about ten milliseconds for 327 pictures; not for the window's thread, as a bundle may hold very many.

        Raises
        ------
        BundleError
            When what the model was trained on cannot be read.
        """
        trained_on = bundle.trained_on()
        return None if trained_on is None else cls.from_trained_on(trained_on)

    @classmethod
    def from_trained_on(cls, trained_on: TrainedOn) -> Self | None:
        """Derive it from the pictures themselves; None where there are fewer than `FEWEST` different ones."""
        places = _places(trained_on)
        if places.size < FEWEST:
            return None
        directions = _directions(trained_on.embeddings[places])
        own = _left_out(directions)
        there = np.isfinite(own)
        own, yes = own[there], trained_on.labels[places][there] == 1
        if own.size < FEWEST:
            return None
        limit = float(np.sort(own)[::-1][int(FALSE_ALARMS * own.size)])
        marked = own > limit
        alarms = (FalseAlarms(int(marked[some].sum()), int(some.sum())) for some in (np.ones_like(yes), yes, ~yes))
        return cls(directions, limit, *alarms)

    @property
    def features(self) -> int:
        """How many numbers an embedding has."""
        return int(self.directions.shape[1])

    @property
    def measure(self) -> str:
        """What the distance is, in one sentence without its full stop."""
        return (
            f"one minus the cosine between the picture's embedding (the {self.features:,} pooled features that the "
            f"neuron weighs) and the most similar embedding of {len(self.directions):,} training pictures; 0 is the "
            "same direction, 1 has nothing in common"
        )

    @property
    def false_alarm_rate(self) -> float:
        """Share of the training pictures, each held against the others, that would be marked."""
        return self.alarms.share.value

    def distance(self, embedding: NDArray[Any]) -> float:
        """Give the distance, 0 to 2, of one picture with ``embedding`` (features,); see `distances`."""
        return float(self.distances(embedding[np.newaxis])[0])

    def distances(self, embeddings: NDArray[Any]) -> NDArray[np.float32]:
        """Give the distances, float32 (m,), of m pictures.

        Parameters
        ----------
        embeddings
            (m, features), of any kind of float; may be mapped from disk, as only `BLOCK` rows are read at once.
            NaN comes back for a row that is not finite, or whose length is not.

        Raises
        ------
        ValueError
            When they have not as many features as the training pictures: another model gave them.
        """
        if embeddings.ndim != 2 or embeddings.shape[1] != self.features:
            raise ValueError(f"embeddings of shape (m, {self.features}) were expected, got {embeddings.shape}")
        found = np.empty(len(embeddings), dtype=np.float32)
        for start in range(0, len(embeddings), BLOCK):
            rows = slice(start, start + BLOCK)
            found[rows] = _distances(_directions(embeddings[rows]), self.directions)
        return found

    def is_unlike(self, distance: float) -> bool:
        """Whether a picture at this distance carries the mark. One without a distance (NaN) does not."""
        return bool(distance > self.limit)


def _places(trained_on: TrainedOn) -> NDArray[np.int64]:
    """Places of the different contents with a finite embedding, by their hashes, `MOST` at most."""
    _, firsts = np.unique(np.array(trained_on.hashes, dtype=np.str_), return_index=True)
    finite = np.isfinite(trained_on.embeddings[firsts]).all(axis=1)
    places: NDArray[np.int64] = firsts[finite][:MOST]
    return places


def _directions(embeddings: NDArray[Any]) -> Directions:
    """Rows of length 1; a row of zeros stays one, and one that is not finite becomes NaN throughout."""
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is not finite, and said so
        rows = np.asarray(embeddings, dtype=np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, np.newaxis]
        lengths[lengths == 0] = 1
        lengths[~np.isfinite(lengths)] = np.nan
        directions: Directions = rows / lengths
    return directions


def _distances(some: Directions, others: Directions) -> NDArray[np.float32]:
    """Distance (m,) of each of ``some`` from the nearest of ``others``."""
    with np.errstate(invalid="ignore"):  # NaN in, NaN out
        return _from_cosines(some @ others.T)


def _from_cosines(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """One minus the largest of each row, not below 0, where rounding would put it."""
    nearest: NDArray[np.float32] = np.maximum(np.float32(0), 1 - cosines.max(axis=1))
    return nearest


def _left_out(directions: Directions) -> NDArray[np.float32]:
    """Distance (n,) of each training picture from the others; infinite where no other is left.

    A near-duplicate is left out with it, like a copy: it says nothing of a new picture. Where more than half of the
    pictures have one, the set is that uniform, and they are no duplicates.
    """
    cosines = directions @ directions.T
    np.fill_diagonal(cosines, -np.inf)
    if np.median(cosines.max(axis=1)) < NEAR:
        cosines[cosines >= NEAR] = -np.inf
    return _from_cosines(cosines)

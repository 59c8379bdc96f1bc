"""The pictures most like one: the nearest embeddings among all that are held, compared with every one of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Final

import numpy as np
import simsimd
from numpy.typing import NDArray

from alpaca_gui.errors import LibraryError

CANCELLED: Final = "Looking for similar pictures was cancelled."

_ROUGH: Final = ("sapphire", "sve_f16")
"""Kernels of SimSIMD that add up in float16 and are wrong in the third decimal; the next best are as fast."""

_CHUNK: Final = 16 << 20
"""Bytes of embeddings that are compared between two looks at the cancel token: some milliseconds."""

_SLACK: Final = 2e-3
"""How far SimSIMD's estimate may be off: 1e-3 without float16 instructions (measured: 7e-4), 1e-6 with them."""

_Cosines = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The nearest of n embeddings, the most alike first; of two that are equally near the earlier first.

    Attributes
    ----------
    places
        int64 (found,): rows of the embeddings that were searched. ``found`` is less than what was asked for where
        fewer can be compared.
    cosines
        float64 (found,): cosines with the embedding that was asked for, −1 to 1, from the stored float16 values.
    """

    places: NDArray[np.int64]
    cosines: _Cosines


def nearest(
    rows: NDArray[np.float16],
    query: NDArray[np.floating],
    k: int,
    *,
    threads: int = 2,
    keep: NDArray[np.bool_] | None = None,
    cancel: Event | None = None,
) -> Neighbours:
    """Find the ``k`` rows of (n, features) whose cosine with ``query`` (features,) is highest, among all rows.

    SimSIMD estimates every cosine; the best and those close behind are computed again in float64. A row of nothing but
    zeros is like nothing: its cosine is 0. A row with a number that is not finite is never found.

    Parameters
    ----------
    rows
        Usually mapped; read once, chunk by chunk, never copied.
    query
        In float16 if it is one of the rows, otherwise it is rounded to that.
    k
        How many are wanted.
    threads
        How many chunks are compared at a time.
    keep
        bool (n,): the rows that may be found; all without it. The query's own row is to be left out here.
    cancel
        Set by another thread to end the search.

    Raises
    ------
    LibraryError
        When it was cancelled.
    ValueError
        When the shapes do not fit, or the query is not finite.
    """
    with np.errstate(over="ignore"):
        asked = np.ascontiguousarray(query, np.float16)
    if rows.ndim != 2 or asked.shape != rows.shape[1:] or (keep is not None and keep.shape != rows.shape[:1]):
        raise ValueError(f"rows {rows.shape}, query {asked.shape} and keep do not fit")
    if not np.isfinite(asked).all():
        raise ValueError("the query has numbers that are not finite")
    estimates = _estimates(rows, asked, threads, cancel or Event())
    if keep is not None:
        estimates[~keep] = -np.inf
    while True:
        places = _candidates(estimates, k)
        cosines = _exact(rows[places], asked)
        good = np.isfinite(cosines)
        if good.all():
            break
        estimates[places[~good]] = -np.inf  # what is not finite may have been taken for the most alike
    order = np.lexsort((places, -cosines))[: max(k, 0)]
    return Neighbours(places[order], cosines[order])


def _estimates(rows: NDArray[np.float16], query: NDArray[np.float16], threads: int, cancel: Event) -> _Cosines:
    """Cosines (n,) by SimSIMD; −inf where it gives none."""
    for kernel in _ROUGH:
        simsimd.disable_capability(kernel)
    cosines = np.empty(len(rows), np.float64)
    asked = query[None, :]

    def compare(part: slice) -> None:
        if cancel.is_set():
            raise LibraryError(CANCELLED)
        cosines[part] = 1 - np.asarray(simsimd.cdist(asked, rows[part], metric="cosine"))[0]

    with ThreadPoolExecutor(threads, "nearest") as pool:
        list(pool.map(compare, _chunks(rows)))
    cosines[~np.isfinite(cosines)] = -np.inf
    return cosines


def _chunks(rows: NDArray[np.float16]) -> Iterator[slice]:
    step = max(1, _CHUNK // max(1, 2 * rows.shape[1]))
    return (slice(start, start + step) for start in range(0, len(rows), step))


def _candidates(estimates: _Cosines, k: int) -> NDArray[np.int64]:
    """Places of the ``k`` best and of those within the slack of them, at most ``4 k + 256`` in all, the best first.

    The bound matters only where hundreds are equally near, as copies are; then the earliest of them stay.
    """
    possible = np.flatnonzero(estimates > -np.inf)
    k, most = min(k, possible.size), min(4 * k + 256, possible.size)
    if k < 1:
        return possible[:0]
    worst = np.partition(estimates[possible], possible.size - k)[possible.size - k] - _SLACK
    possible = possible[estimates[possible] >= worst]
    best: NDArray[np.int64] = possible[np.argsort(-estimates[possible], kind="stable")[:most]]
    return best


def _exact(rows: NDArray[np.float16], query: NDArray[np.float16]) -> _Cosines:
    """Cosines (m,) in float64: 0 where one of the two has no direction, NaN for a row that is not finite."""
    values, asked = rows.astype(np.float64), query.astype(np.float64)
    finite = np.isfinite(values).all(axis=1)
    values[~finite] = 0
    lengths = np.linalg.norm(values, axis=1) * np.linalg.norm(asked)
    cosines = np.clip(np.einsum("ij,j->i", values, asked) / np.where(lengths > 0, lengths, 1), -1, 1)
    return np.where(finite, cosines, np.nan)

"""Finds pictures of a library that are alike: those nearest to one, and groups of near-duplicates."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import LibraryError
from alpaca_gui.library.embeddings import embedding_of, mapped_embeddings, pictures_of
from alpaca_gui.library.library import Library
from alpaca_gui.library.near_duplicates import near_duplicates
from alpaca_gui.library.neighbours import nearest

MOST_SIMILAR: Final = 200
"""Pictures that are shown as the most alike."""

NO_EMBEDDING: Final = (
    "Nothing is known about how this picture looks to the model: it was not classified by it, or the model gives no "
    "embedding."
)


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Contents like one, the most alike first.

    Attributes
    ----------
    pictures
        int64 (k,): numbers of the contents, the one itself first.
    cosines
        float64 (k,): between the embeddings; 1 for the same direction.
    """

    pictures: NDArray[np.int64]
    cosines: NDArray[np.float64]


def alike(library: Library, backbone: str, picture: int, cancel: Event, most: int = MOST_SIMILAR) -> Alike:
    """Find the contents whose embeddings by ``backbone`` point most nearly where that of ``picture`` does.

    Raises
    ------
    LibraryError
        When the picture has no embedding, or the search was given up.
    """
    try:
        query = embedding_of(library, picture, backbone) if picture else None
        mapped = None if query is None else mapped_embeddings(library, backbone, cancel)
        if query is None or mapped is None:
            raise LibraryError(NO_EMBEDDING)
        held = mapped.held
        found = nearest(held.rows, query, most, cancel=cancel)
        pictures = pictures_of(library, backbone, held.numbers)[found.places]
        return Alike(pictures, np.asarray(found.cosines, np.float64))
    finally:
        library.done_reading()


def look_alikes(
    library: Library, backbone: str, cancel: Event, progress: Callable[[float], None]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Find groups of contents that look nearly the same.

    Returns
    -------
    tuple
        int64 (n,), the numbers of all contents that have an embedding by ``backbone``, and int32 (n,), the number of
        the group of each, 0 where it is alone.

    Raises
    ------
    LibraryError
        When the search was given up.
    """
    try:
        mapped = mapped_embeddings(library, backbone, cancel)
        if mapped is None:
            return np.empty(0, np.int64), np.empty(0, np.int32)
        held = mapped.held
        groups = near_duplicates(held.rows, cancel=cancel, progress=progress)
        return pictures_of(library, backbone, held.numbers), groups
    finally:
        library.done_reading()

"""How large the library is that is measured, and how often: the whole, or a quick look."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class LibraryEffort:
    """Sizes and repetitions of the benchmarks.

    Attributes
    ----------
    records
        Records of the library.
    starts
        How often the window is started, either way.
    rounds
        How often each change of order, filter or threshold is made.
    pages
        Pages that are scrolled in each view.
    added, batch
        Records that are added, and how many of them at once.
    labelled, fits
        Labelled embeddings that a head is fitted to, and how often.
    embeddings, searches
        Embeddings among which the nearest are searched, and how often.
    few_embeddings
        The same, where there are few.
    """

    records: int = 1_000_000
    starts: int = 5
    rounds: int = 9
    pages: int = 320
    added: int = 100_000
    batch: int = 1000
    labelled: int = 10_000
    fits: int = 5
    embeddings: int = 1_000_000
    searches: int = 7
    few_embeddings: int = 10_000


FULL: Final = LibraryEffort()
QUICK: Final = LibraryEffort(
    records=100_000, starts=2, rounds=5, pages=120, added=20_000, fits=2, embeddings=100_000, searches=3
)

"""What is handed over, set against what a library has: rows that are new, rows to look at again, and the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Event

from alpaca_gui.imaging.content import has_changed, is_there
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.intake import Item
from alpaca_gui.library.library import Library
from alpaca_gui.library.recalling import Place
from alpaca_gui.library.state import State


class Asked:
    """Whether what was handed over at once is still wanted.

    Attributes
    ----------
    over
        Set when no folder is to be searched any more: because nobody wants what is in it, or the program ends.
    unwanted
        Set when nobody wants what was handed over.
    """

    def __init__(self) -> None:
        self.over = Event()
        self.unwanted = Event()

    def give_up(self) -> None:
        """Want nothing of it any more."""
        self.unwanted.set()
        self.over.set()


@dataclass(frozen=True, slots=True, eq=False)
class HandedOver:
    """Items, by what has to be done with them.

    Attributes
    ----------
    new
        Those that get a row.
    again
        Keys of rows to classify anew: their file has changed, could not be read, or they were cancelled.
    repeated
        How many are there already.
    """

    new: list[Item] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    repeated: int = 0


def sort_out(library: Library, items: Iterable[Item], *, searched_on: bool) -> HandedOver:
    """Look up what is there already.

    Parameters
    ----------
    library
        Where to look.
    items
        What came, folders spread out.
    searched_on
        Whether it comes of a search that another run of the program began: then what is there was found by that one,
        and what a person has removed since does not come back.
    """
    new: list[Item] = []
    again: list[int] = []
    repeated = 0
    seen: set[str] = set()
    for item in items:
        location = item.source.location
        if not isinstance(item.source, FileSource):
            new.append(item)
        elif location in seen:
            repeated += 1
        elif (place := library.place(location)) is not None:
            if _is_due(place, item):
                again.append(place.key)
            else:
                repeated += 1
        elif not searched_on or library.place(location, removed=True) is None:
            new.append(item)
        seen.add(location)
    return HandedOver(new, again, 0 if searched_on else repeated)


def _is_due(place: Place, item: Item) -> bool:
    """Tell whether a row is to be classified anew, since its file came once more."""
    if item.refusal is not None:
        return False
    match place.state:
        case State.WAITING:
            return False
        case State.CANCELLED:
            return True
        case State.FAILED if place.size is None:
            return is_there(item.source)
        case _:
            return has_changed(item.source, place.size, place.modified)


def until(given: list[Item], over: Event) -> Iterator[Item]:
    """Give items and take each out of the list once it was dealt with; what is left when it is ``over`` was not."""
    while given and not over.is_set():
        yield given[0]
        del given[0]

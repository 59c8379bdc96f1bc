"""Work that is done ahead of the one who wants it: the next tensors are made while the model is at work on another."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from threading import Event
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def made_ahead(
    items: Iterable[Item], make: Callable[[Item], Made], cancel: Event | None = None, threads: int = 1, ahead: int = 2
) -> Iterator[tuple[Item, Made]]:
    """Give each item with what is made of it, in order; Pillow, NumPy and LiteRT free the lock for most of their work.

    Parameters
    ----------
    make
        Called in other threads. What it raises is raised here, in the item's turn.
    cancel
        When it is set, nothing more is given; what has been begun is waited for.
    threads
        How many make; with 1 they are made one after the other, in order, and may share what they find.
    ahead
        How many are made, or being made, beyond the one that is wanted.
    """
    coming = iter(items)
    waiting: deque[tuple[Item, Future[Made]]] = deque()
    with ThreadPoolExecutor(threads, "make ahead") as workers:
        try:
            while cancel is None or not cancel.is_set():
                for item in islice(coming, ahead + 1 - len(waiting)):
                    waiting.append((item, workers.submit(make, item)))
                if not waiting:
                    return
                item, future = waiting.popleft()
                yield item, future.result()
        finally:
            workers.shutdown(wait=True, cancel_futures=True)

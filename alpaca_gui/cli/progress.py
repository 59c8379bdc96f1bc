"""A progress bar on standard error; the total is counted while the work is going on."""

import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from alpaca_gui.cli.classify import Advance
from alpaca_gui.jobs.intake import Item, take_in
from alpaca_gui.library.record import Record


@contextmanager
def progress_bar(items: list[Item]) -> Iterator[Advance]:
    """Show a bar while records pass through the function that this gives.

    Where standard output is a terminal too, the bar steps aside for what is printed there.
    """
    tqdm.monitor_interval = 0  # no thread of its own that outlives the bar
    counting = threading.Event()
    bar = tqdm(unit=" pictures", dynamic_ncols=True, leave=False, file=sys.stderr)

    def count() -> None:
        total = sum(1 for _ in take_in(items, counting))
        if not counting.is_set():
            bar.total = total
            bar.refresh()

    def advance(records: Iterable[Record]) -> Iterator[Record]:
        aside = sys.stdout.isatty()
        for record in records:
            if aside or record.notes:  # which are printed beside the bar, on standard error
                with tqdm.external_write_mode(file=sys.stdout):
                    yield record
            else:
                yield record
            bar.update()

    counter = threading.Thread(target=count, name="count")
    counter.start()
    try:
        yield advance
    finally:
        counting.set()
        counter.join()
        bar.close()

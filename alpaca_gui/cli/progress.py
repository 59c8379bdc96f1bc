"""A progress bar on standard error; the total is counted while the work is going on."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from alpaca_gui.cli.classify import Advance
from alpaca_gui.jobs.intake import Item, take_in
from alpaca_gui.library.record import Record


@contextmanager
def progress_bar(items: list[Item]) -> Iterator[Advance]:
    """Show a bar while records pass through the function that this gives."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    counted = threading.Event()
    task = bar.add_task("Classifying", total=None, rate="")

    def count() -> None:
        total = sum(1 for _ in take_in(items, counted))
        if not counted.is_set():
            bar.update(task, total=total)

    def advance(records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            yield record
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, advance=1, rate=f"{speed:.0f} a second" if speed else "")

    counter = threading.Thread(target=count, name="count")
    with bar:
        counter.start()
        try:
            yield advance
        finally:
            counted.set()
            counter.join()

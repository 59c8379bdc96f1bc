"""The pictures that are measured with: found, proved to be readable, and repeated as often as needed."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Final

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.intake import from_text, take_in
from alpaca_gui.jobs.pipeline import Pipeline

MOST: Final = 1000
"""Pictures of a folder that are used at most."""


def readable_pictures(folder: Path, bundle: ModelBundle) -> list[Path]:
    """Give the pictures below ``folder`` that have a logit. Reading them also brings them into the file cache.

    Raises
    ------
    AlpacaError
        When there is none.
    """
    never = Event()
    with Pipeline(bundle) as pipeline:
        items = itertools.islice(take_in([from_text(str(folder))], never), MOST)
        records = [result.record for result in pipeline.run(items, never)]
    found = [
        record.source.path for record in records if record.logit is not None and isinstance(record.source, FileSource)
    ]
    if not found:
        raise AlpacaError(f"There is no picture to measure with in {folder}.")
    return found


def spread(paths: Sequence[Path], most: int) -> list[Path]:
    """Give at most ``most`` of the paths, evenly spread over all of them."""
    count = min(most, len(paths))
    return [paths[i * len(paths) // count] for i in range(count)]


@contextmanager
def folder_of(paths: Sequence[Path], count: int, *, different: bool = False) -> Iterator[Path]:
    """Give a temporary folder of ``count`` links to ``paths``, which are repeated in turn.

    With ``different`` they are copies with a number behind the picture's end, so that no two have the same content: a
    window knows a content that it has seen before, and would have nothing to do.
    """
    with tempfile.TemporaryDirectory(prefix="alpaca-bench-") as name:
        folder = Path(name)
        for number, path in enumerate(itertools.islice(itertools.cycle(paths), count)):
            place = folder / f"{number:06}{path.suffix}"
            if different:
                place.write_bytes(path.read_bytes() + number.to_bytes(8, "big"))
            else:
                _link(place, path.absolute())
        yield folder


def _link(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target)
    except OSError:  # Windows lets only some accounts make links
        shutil.copyfile(target, link)

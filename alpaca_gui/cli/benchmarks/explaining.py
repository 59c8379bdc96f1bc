"""How long explanations take: map, X-ray, how firm, flip finder; and the exact map against estimating one."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

from alpaca_gui.cli.benchmarks.pictures import spread
from alpaca_gui.cli.benchmarks.promises import Measurement
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.explain.firmness import firmness
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.occlusion import cover_parts
from alpaca_gui.explain.probe import Probe, drag
from alpaca_gui.explain.xray import Xray, xray
from alpaca_gui.imaging.source import FileSource

DRAGGED: Final = 60
"""Answers that a dragged slider asks for, with each picture."""


def measure(bundle: ModelBundle, paths: Sequence[Path], most: int) -> Measurement:
    """Explain at most ``most`` of ``paths``, as the window does: one picture at a time, in one thread.

    The promised times are those of the slowest picture; the map's runs from the file, the others from when the picture
    has been looked at. How many times the exact map is quicker than one that is estimated by covering as many parts is
    the median of the pictures.
    """
    lens, chosen = Lens(bundle), spread(paths, most)
    lens.look(FileSource(chosen[0]))  # the first pass over a model takes longer, and is made when the window opens
    times = [_explained(lens, path) for path in chosen]
    return summarised(times)


@dataclass(frozen=True, slots=True)
class Explained:
    """Seconds that one picture took.

    Attributes
    ----------
    map
        From the file to the map.
    xray
        Of the tensor and the logits under the fits, decodings and scalings.
    variants
        Until the further variants are there too.
    firm
        Of all small changes.
    flip
        Of one answer of the flip finder, while a slider is dragged.
    estimate
        Of a map that is estimated, with as many cells.
    """

    map: float
    xray: float
    variants: float
    firm: float
    flip: float
    estimate: float


def _explained(lens: Lens, path: Path) -> Explained:
    start = time.perf_counter()
    seen = lens.look(FileSource(path))
    looked = time.perf_counter() - start
    return Explained(
        looked,
        *_xrayed(lens, seen),
        _seconds(lambda: firmness(lens, seen, Event())),
        _seconds(lambda: _drag(lens, seen)) / DRAGGED,
        _seconds(lambda: _cover(lens, seen)),
    )


def _xrayed(lens: Lens, seen: Seen) -> tuple[float, float]:
    """Seconds until the main variants are there, and until all are."""
    start, main = time.perf_counter(), 0.0

    def step(found: Xray) -> None:
        nonlocal main
        if found.main and not main:
            main = time.perf_counter() - start

    xray(lens, seen, step=step)
    return main, time.perf_counter() - start


def summarised(pictures: Sequence[Explained]) -> Measurement:
    """Give the figures of what was measured."""
    over = [(one.map + one.estimate) / one.map for one in pictures]
    middle = {name: statistics.median(getattr(one, name) for one in pictures) for name in Explained.__slots__}
    return Measurement(
        {
            "map_ms": 1000 * max(one.map for one in pictures),
            "xray_ms": 1000 * max(one.xray for one in pictures),
            "firm_s": max(one.firm for one in pictures),
            "flips_per_s": 1 / max(one.flip for one in pictures),
            "map_over_estimate": statistics.median(over),
        },
        {
            "explained_pictures": len(pictures),
            "map_median_ms": 1000 * middle["map"],
            "xray_median_ms": 1000 * middle["xray"],
            "xray_all_variants_ms": 1000 * max(one.variants for one in pictures),
            "xray_all_variants_median_ms": 1000 * middle["variants"],
            "firm_median_s": middle["firm"],
            "flips_median_per_s": 1 / middle["flip"],
            "estimate_median_ms": 1000 * middle["estimate"],
        },
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _drag(lens: Lens, seen: Seen) -> None:
    for _ in drag(Probe(lens, seen), DRAGGED):
        pass


def _cover(lens: Lens, seen: Seen) -> None:
    """Estimate a map of as many cells as the exact one has."""
    grid = 7 if seen.contributions is None else max(seen.contributions.cells.shape)
    cover_parts(lens, seen, Event(), _ignore, grid)


def _ignore(_part: object) -> None:
    """Nobody looks at a part of a measured answer."""

"""Whether memory grows with the number of pictures: the peak of ``classify`` over few and over many."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from alpaca_gui.cli.benchmarks.children import answer_of
from alpaca_gui.cli.benchmarks.pictures import folder_of
from alpaca_gui.cli.benchmarks.promises import Measurement
from alpaca_gui.jobs.child import child_command

_CHILD: Final = "alpaca_gui.cli.benchmarks.peak"


def measure(model: Path, paths: Sequence[Path], few: int, many: int) -> Measurement:
    """Run ``classify`` twice, each time in a fresh process that streams its records away.

    Raises
    ------
    NotMeasuredError
        Where the system does not tell the peak of a process.
    """
    return compared(few, _peak_mb(model, paths, few), many, _peak_mb(model, paths, many))


def compared(few: int, few_mb: float, many: int, many_mb: float) -> Measurement:
    """Put the peaks in relation."""
    return Measurement(
        {"memory_growth_mb": many_mb - few_mb},
        {"memory_pictures": [few, many], "memory_peak_mb": [few_mb, many_mb]},
    )


def _peak_mb(model: Path, paths: Sequence[Path], count: int) -> float:
    with folder_of(paths, count) as folder:
        return float(answer_of(child_command(_CHILD, str(model), str(folder)))["peak_mb"])

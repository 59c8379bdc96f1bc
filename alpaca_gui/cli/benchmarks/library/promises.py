"""What the program promises of a library, and which benchmark finds each figure."""

from typing import Final

from alpaca_gui.cli.benchmarks.promises import Promise

PROMISES: Final = (
    Promise("open_s", 2, False, "s", "from starting the program to the first frame that shows rows, answering"),
    Promise("sort_ms", 150, False, "ms", "sorted by closeness to the threshold, until it is painted"),
    Promise("filter_ms", 50, False, "ms", "another filter, until it is painted; the slowest kind of filter"),
    Promise("threshold_ms", 50, False, "ms", "another threshold, until it is painted; sorted or filtered by it"),
    Promise("scroll_p99_ms", 16, False, "ms", "the window's thread at work for a page, 99th percentile"),
    Promise("memory_mb", 600, False, "MB", "peak of the window's process, all of the above done"),
    Promise("add_per_s", 20_000, True, "/s", "records with what a model said of them, in batches, on the disk"),
    Promise("retrain_s", 2, False, "s", "labels and embeddings read, and a head fitted to them"),
    Promise("nearest_million_s", 1, False, "s", "the nearest of 1,000,000 embeddings on the disk, two threads"),
    Promise("nearest_10k_ms", 20, False, "ms", "the nearest of 10,000 embeddings on the disk, two threads"),
)

BENCHMARKS: Final[dict[str, tuple[str, ...]]] = {
    "open": ("open_s",),
    "review": ("sort_ms", "filter_ms", "threshold_ms", "scroll_p99_ms", "memory_mb"),
    "add": ("add_per_s",),
    "retrain": ("retrain_s",),
    "nearest": ("nearest_million_s", "nearest_10k_ms"),
    "plain": ("plain",),
}
"""Names of the benchmarks, and the figures that each finds; ``plain`` are the plain ways beside them, no promise."""

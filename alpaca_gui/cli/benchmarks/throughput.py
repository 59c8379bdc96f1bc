"""What the pipeline costs: its throughput against bare threads that decode and infer and do nothing else."""

import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from alpaca_gui.cli.benchmarks.pictures import folder_of
from alpaca_gui.cli.benchmarks.promises import Measurement
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.intake import Item, take_in
from alpaca_gui.jobs.pipeline import Pipeline, default_workers


def measure(bundle: ModelBundle, paths: Sequence[Path], count: int, rounds: int) -> Measurement:
    """Let both classify a folder of ``count`` pictures, in turn, ``rounds`` times each."""
    with folder_of(paths, count) as folder, Pipeline(bundle) as pipeline:
        classifiers = [Classifier(bundle) for _ in range(default_workers())]
        files = sorted(folder.iterdir())
        few = files[: 4 * len(classifiers)]
        pipeline_seconds(pipeline, [Item(FileSource(path)) for path in few])
        bare_seconds(classifiers, few)
        whole: list[float] = []
        bare: list[float] = []
        for _ in range(rounds):
            whole.append(pipeline_seconds(pipeline, [Item(FileSource(folder))]))
            bare.append(bare_seconds(classifiers, files))
    return compared(count, whole, bare)


def compared(count: int, pipeline: Sequence[float], bare: Sequence[float]) -> Measurement:
    """Put the seconds for ``count`` pictures in relation, a number for each round."""
    pipeline_s, bare_s = statistics.median(pipeline), statistics.median(bare)
    return Measurement(
        {"pipeline_efficiency": bare_s / pipeline_s},
        {
            "pipeline_pictures": count,
            "pipeline_per_second": count / pipeline_s,
            "bare_per_second": count / bare_s,
            "pipeline_s": list(pipeline),
            "bare_s": list(bare),
        },
    )


def pipeline_seconds(pipeline: Pipeline, items: Sequence[Item]) -> float:
    """Time that the pipeline takes for what is in ``items``, folders searched included."""
    never = Event()
    start = time.perf_counter()
    for _ in pipeline.run(take_in(items, never), never):
        pass
    return time.perf_counter() - start


def bare_seconds(classifiers: Sequence[Classifier], paths: Sequence[Path]) -> float:
    """Time that a thread for each classifier takes, each fetching its next picture from the same list."""
    waiting = iter(paths)
    threads = [threading.Thread(target=_work, args=(each, waiting), name="bare") for each in classifiers]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def _work(classifier: Classifier, waiting: Iterator[Path]) -> None:
    # A list's iterator may be shared: each step of it holds the interpreter's lock.
    for path in waiting:
        classifier.classify(decode(FileSource(path)))

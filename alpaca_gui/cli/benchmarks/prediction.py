"""One picture at a time: Keras' ``model.predict`` against the engine, and against the whole pipeline."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Final

from alpaca_gui.cli.benchmarks.children import answer_of
from alpaca_gui.cli.benchmarks.pictures import spread
from alpaca_gui.cli.benchmarks.promises import Measurement, NotMeasuredError
from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.child import child_command
from alpaca_gui.jobs.intake import Item
from alpaca_gui.jobs.pipeline import Pipeline, default_workers

NO_TENSORFLOW: Final = "TensorFlow is not installed (pip install 'alpaca-gui[train]' adds it)."
_ROUNDS: Final = 5
_REFERENCE: Final = "alpaca_gui.training.reference"
_BARE: Final = "alpaca_gui.training.bare"
_QUIET: Final = {"TF_CPP_MIN_LOG_LEVEL": "2"}


def measure(bundle: ModelBundle, paths: Sequence[Path], most: int) -> Measurement:
    """Compare with Keras on at most ``most`` of ``paths``.

    The engine and the pipeline are measured before and after it, since they are done in a moment, and a moment in
    which the machine had something else to do must not decide.

    Raises
    ------
    NotMeasuredError
        Where TensorFlow is not installed, or Keras cannot load the model.
    """
    if not has_tensorflow():
        raise NotMeasuredError(NO_TENSORFLOW)
    chosen = spread(paths, most)
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "mobilenet-v2.model"
        answer_of(child_command(_BARE, str(small)), _QUIET)
        of_small = _against_keras(load_bundle(small), chosen)
    return both(of_small, _against_keras(bundle, chosen))


def both(small: Measurement, shipped: Measurement) -> Measurement:
    """Put the figures of MobileNetV2 and of the shipped model beside each other.

    One forward pass is promised against Keras for MobileNetV2, the network of the course: the larger a network, the
    less of Keras' time is Keras' own. What is promised for files holds for the shipped model.
    """
    over_engine = "predict_over_engine"
    values = {**shipped.values, over_engine: small.values[over_engine]}
    raw = {f"mobilenet_v2_{name}": small.raw[name] for name in ("predict_ms", "engine_ms")}
    return Measurement(values, {f"shipped_{over_engine}": shipped.values[over_engine], **shipped.raw, **raw})


def _against_keras(bundle: ModelBundle, paths: Sequence[Path]) -> Measurement:
    arguments = ["--bundle", str(bundle.path), "--predict-times", *map(str, paths)]
    engine, pipeline = engine_ms(bundle, paths), pipeline_ms(bundle, paths)
    answer = answer_of(child_command(_REFERENCE, *arguments), _QUIET)
    engine, pipeline = engine + engine_ms(bundle, paths), pipeline + pipeline_ms(bundle, paths)
    return compared(answer["predict_ms"], answer["predict_pipeline_ms"], engine, pipeline)


def has_tensorflow() -> bool:
    """Tell whether TensorFlow could be imported, without doing so."""
    return find_spec("tensorflow") is not None and find_spec("keras") is not None


def compared(
    predict: Sequence[float], predict_file: Sequence[float], engine: Sequence[float], pipeline: Sequence[float]
) -> Measurement:
    """Put milliseconds in relation.

    Parameters
    ----------
    predict, predict_file
        Of Keras, for each picture: from the preprocessed picture, and from the file.
    engine
        Of the engine, from the preprocessed picture.
    pipeline
        Of the pipeline, from the file: wall time per picture, a number for each round.
    """
    predict_ms, engine_median = statistics.median(predict), statistics.median(engine)
    predict_file_ms, pipeline_median = statistics.fmean(predict_file), statistics.median(pipeline)
    return Measurement(
        {
            "predict_over_engine": predict_ms / engine_median,
            "predict_over_pipeline": predict_file_ms / pipeline_median,
        },
        {
            "predicted_pictures": len(predict),
            "predict_ms": predict_ms,
            "engine_ms": engine_median,
            "engine_threads": default_workers(),
            "predict_file_ms": predict_file_ms,
            "pipeline_ms": pipeline_median,
            "pipeline_rounds_ms": list(pipeline),
        },
    )


def engine_ms(bundle: ModelBundle, paths: Sequence[Path]) -> list[float]:
    """Milliseconds of each forward pass, with as many threads as the program would use for one picture."""
    classifier = Classifier(bundle, threads=default_workers())
    tensors = [bundle.card.preprocessing.tensor(decode(FileSource(path))) for path in paths]
    for tensor in tensors:
        classifier.run(tensor)
    times = []
    for tensor in tensors * _ROUNDS:
        start = time.perf_counter()
        classifier.run(tensor)
        times.append((time.perf_counter() - start) * 1000)
    return times


def pipeline_ms(bundle: ModelBundle, paths: Sequence[Path]) -> list[float]:
    """Milliseconds of wall time per picture, from file to record, in each of some rounds over all of them."""
    items = [Item(FileSource(path)) for path in paths]
    rounds = []
    with Pipeline(bundle) as pipeline:
        for _ in range(1 + _ROUNDS):
            start = time.perf_counter()
            count = sum(1 for _ in pipeline.run(items, Event()))
            rounds.append((time.perf_counter() - start) * 1000 / count)
    return rounds[1:]  # the first made the classifiers

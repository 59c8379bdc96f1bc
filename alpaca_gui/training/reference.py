"""``python -m alpaca_gui.training.reference``: what Keras itself says of pictures, as one JSON object on stdout.

Tests compare the runtime with it, and the bench its speed: ``{"paths": […], "logits": […]}``, and with
``--predict-times`` also ``"predict_ms"`` and ``"predict_pipeline_ms"``, every list in the order of the paths.
"""

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, TextIO

from alpaca_gui.engine.bundle import KERAS, ModelBundle, load_bundle
from alpaca_gui.engine.classifier import LOGIT
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.preprocess import Preprocessing, Tensor
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.training.plain_keras import keras

WARM_UPS: Final = 3
"""Predictions that are made, and not timed, before the first that counts."""


def main(arguments: list[str] | None = None) -> int:
    """Print the answers; returns the exit status."""
    options = _options(arguments)
    with _stdout_for_the_answer_alone() as answer:
        try:
            bundle = load_bundle(options.bundle)
            model = load_keras_model(bundle)
            values = _values(model, bundle.card.preprocessing, options.paths, options.predict_times)
        except AlpacaError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
        print(json.dumps(values, allow_nan=False), file=answer)
    return 0


def load_keras_model(bundle: ModelBundle) -> keras.Model:
    """Load the Keras model of a bundle; a part that would run code of its own is refused (``safe_mode``).

    Raises
    ------
    AlpacaError
        When the bundle has no Keras model, or it cannot be loaded.
    """
    if KERAS not in bundle.parts:
        raise AlpacaError(f"{bundle.path.name} has no {KERAS} in it.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / KERAS
        path.write_bytes(bundle.parts[KERAS])
        try:
            return keras.models.load_model(path, compile=False, safe_mode=True)
        except (ValueError, TypeError, KeyError, OSError) as error:
            raise AlpacaError(f"Keras cannot load the model of {bundle.path.name}: {error}") from error


def _values(model: keras.Model, step: Preprocessing, paths: list[Path], timed: bool) -> dict[str, Any]:
    tensors = [step.tensor(decode(FileSource(path))) for path in paths]
    values: dict[str, Any] = {
        "paths": [str(path) for path in paths],
        "logits": [float(model(tensor, training=False)[LOGIT].numpy().item()) for tensor in tensors],
    }
    if timed:
        for tensor in tensors[:1] * WARM_UPS:
            _predict(model, tensor)
        values["predict_ms"] = [_milliseconds(partial(_predict, model, tensor)) for tensor in tensors]
        values["predict_pipeline_ms"] = [_milliseconds(partial(_predict_file, model, step, path)) for path in paths]
    return values


def _predict(model: keras.Model, tensor: Tensor) -> float:
    return float(model.predict(tensor, verbose=0)[LOGIT].item())


def _predict_file(model: keras.Model, step: Preprocessing, path: Path) -> float:
    return _predict(model, step.tensor(decode(FileSource(path))))


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


@contextlib.contextmanager
def _stdout_for_the_answer_alone() -> Iterator[TextIO]:
    """Give a stream to the real standard output; whatever else is printed meanwhile goes to standard error."""
    sys.stdout.flush()
    real = os.dup(1)
    os.dup2(2, 1)
    try:
        with os.fdopen(os.dup(real), "w", encoding="utf-8") as answer:
            yield answer
    finally:
        sys.stdout.flush()
        os.dup2(real, 1)
        os.close(real)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m alpaca_gui.training.reference", description=__doc__)
    parser.add_argument("--bundle", type=Path, required=True, help="the model bundle")
    parser.add_argument("--predict-times", action="store_true", help="also time model.predict, a picture at a time")
    parser.add_argument("paths", type=Path, nargs="+", help="pictures")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

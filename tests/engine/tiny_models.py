"""Run in a process of its own by the tests of the engine: writes small LiteRT models, right and wrong ones."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import tensorflow as tf

Outputs = dict[str, tf.Tensor]

SHAPE: Final = (1, 8, 8, 3)


def _three(x: tf.Tensor) -> Outputs:
    """Logit: the mean of red minus blue, over cells of 4 x 4 pixels."""
    cells = tf.nn.avg_pool2d(x, 4, 4, "VALID")
    logit_map = cells[..., :1] - cells[..., 2:]
    return {
        "logit": tf.reduce_mean(logit_map, axis=[1, 2]),
        "logit_map": logit_map,
        "embedding": tf.reduce_mean(cells, axis=[1, 2]),
    }


def _logit_alone(x: tf.Tensor) -> Outputs:
    return {"logit": _three(x)["logit"]}


def _misnamed(x: tf.Tensor) -> Outputs:
    return {"score": _three(x)["logit"]}


def _two_numbers(x: tf.Tensor) -> Outputs:
    return {"logit": _three(x)["embedding"][:, :2]}


def _root(x: tf.Tensor) -> Outputs:
    """Not a number where the picture is more blue than red."""
    return {"logit": tf.sqrt(_three(x)["logit"])}


def _write(path: Path, answer: Callable[[tf.Tensor], Outputs]) -> None:
    module = tf.Module()
    module.answer = tf.function(answer, input_signature=[tf.TensorSpec(SHAPE, tf.float32, name="picture")])
    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(module, folder, signatures={"serving_default": module.answer})
        path.write_bytes(tf.lite.TFLiteConverter.from_saved_model(folder).convert())


def _main() -> None:
    out = Path(sys.argv[1])
    for answer in (_three, _logit_alone, _misnamed, _two_numbers, _root):
        _write(out / f"{answer.__name__.strip('_')}.tflite", answer)


if __name__ == "__main__":
    _main()

"""Run in a process of its own by the tests: writes small models the way other people's programs write theirs.

Each is a file in the folder given; ``facts.json`` says what each of them answers to a few tensors, by the framework
that wrote it: the tests' independent source.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf

from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.resources import shipped_samples
from tests.training.foreign import hostile, legacy
from tests.training.foreign.sides import SIDE

LAYERS = keras.layers


def base(name: str = "base") -> keras.Model:
    """Give a small network of the usual kind: convolutions, normalisation, a rectifier; features of 8 channels."""
    entry = keras.Input((SIDE, SIDE, 3))
    x = LAYERS.Conv2D(8, 3, strides=2)(entry)
    x = LAYERS.BatchNormalization()(x)
    x = LAYERS.ReLU(6.0)(x)
    x = LAYERS.DepthwiseConv2D(3)(x)
    return keras.Model(entry, x, name=name)


def sequential_linear() -> keras.Model:
    """The plainest: everything in a row."""
    head = [LAYERS.GlobalAveragePooling2D(), LAYERS.Dropout(0.2), LAYERS.Dense(1)]
    return keras.Sequential([keras.Input((SIDE, SIDE, 3)), *base().layers[1:], *head])


def course() -> keras.Model:
    """The course's: augmentation and preprocess_input inside, a nested base, dropout, one linear neuron."""
    entry = keras.Input((SIDE, SIDE, 3))
    augmentation = keras.Sequential([LAYERS.RandomFlip("horizontal"), LAYERS.RandomRotation(0.2)])
    x = keras.applications.mobilenet_v2.preprocess_input(augmentation(entry))
    x = LAYERS.GlobalAveragePooling2D()(base()(x, training=False))
    return keras.Model(entry, LAYERS.Dense(1)(LAYERS.Dropout(0.2)(x)))


def rescaling_sigmoid() -> keras.Model:
    """Rescaling inside, a sigmoid in the Dense layer."""
    entry = keras.Input((SIDE, SIDE, 3))
    x = LAYERS.GlobalAveragePooling2D()(base()(LAYERS.Rescaling(1 / 127.5, offset=-1)(entry)))
    return keras.Model(entry, LAYERS.Dense(1, activation="sigmoid")(x))


def nested_sigmoid() -> keras.Model:
    """Models in models, and the sigmoid as a layer of its own in the innermost."""
    head = keras.Sequential([LAYERS.Dense(1), LAYERS.Activation("sigmoid")], name="dense")
    trunk = keras.Sequential([base("inner"), LAYERS.GlobalAveragePooling2D()])
    model = keras.Sequential([trunk, head])
    model.build((None, SIDE, SIDE, 3))
    return model


def two_softmax() -> keras.Model:
    """Two neurons with a softmax behind global average pooling."""
    entry = keras.Input((SIDE, SIDE, 3))
    x = LAYERS.GlobalAveragePooling2D()(base()(entry))
    return keras.Model(entry, LAYERS.Dense(2, activation="softmax")(x))


def two_linear() -> keras.Model:
    """Two neurons for a loss from logits."""
    entry = keras.Input((SIDE, SIDE, 3))
    return keras.Model(entry, LAYERS.Dense(2)(LAYERS.GlobalAveragePooling2D()(base()(entry))))


def softmax_layer() -> keras.Model:
    """Two neurons, and the softmax as a layer."""
    entry = keras.Input((SIDE, SIDE, 3))
    x = LAYERS.Dense(2)(LAYERS.Flatten()(base()(entry)))
    return keras.Model(entry, LAYERS.Softmax()(x))


def several_layers() -> keras.Model:
    """A head of several layers ending in one sigmoid."""
    entry = keras.Input((SIDE, SIDE, 3))
    x = LAYERS.Dense(16, activation="relu")(LAYERS.GlobalAveragePooling2D()(base()(entry)))
    return keras.Model(entry, LAYERS.Dense(1, activation="sigmoid")(x))


def pooled_map() -> keras.Model:
    """Ends in the mean of a map, not in a Dense layer; pooling keeps no dimensions."""
    entry = keras.Input((SIDE, SIDE, 3))
    return keras.Model(entry, LAYERS.GlobalAveragePooling2D()(LAYERS.Conv2D(1, 1)(base()(entry))))


def any_size() -> keras.Model:
    """Takes pictures of any size."""
    entry = keras.Input((None, None, 3))
    x = LAYERS.GlobalAveragePooling2D(keepdims=True)(LAYERS.Conv2D(8, 3, activation="relu")(entry))
    return keras.Model(entry, LAYERS.Dense(1)(LAYERS.Flatten()(x)))


def normalised() -> keras.Model:
    """Normalization inside, a layer used twice, and branches that meet again; the sigmoid as an operation."""
    entry = keras.Input((SIDE, SIDE, 3))
    x = LAYERS.Normalization(mean=[120.0, 110.0, 100.0], variance=[3000.0, 2900.0, 2800.0])(entry)
    twice = LAYERS.Conv2D(3, 3, padding="same")
    x = LAYERS.Add()([twice(twice(x)), x])
    x = LAYERS.Concatenate()([LAYERS.Conv2D(5, 1)(x), x])
    return keras.Model(entry, keras.ops.sigmoid(LAYERS.Dense(1)(LAYERS.GlobalAveragePooling2D()(x))))


GOOD: Final[tuple[Callable[[], keras.Model], ...]] = (
    *(sequential_linear, course, rescaling_sigmoid, nested_sigmoid, two_softmax, two_linear, softmax_layer),
    *(several_layers, pooled_map, any_size, normalised),
)


def thousand() -> keras.Model:
    """A classifier of a thousand things."""
    entry = keras.Input((SIDE, SIDE, 3))
    return keras.Model(entry, LAYERS.Dense(1000, activation="softmax")(LAYERS.Flatten()(base()(entry))))


def grey() -> keras.Model:
    """Of grey pictures."""
    entry = keras.Input((SIDE, SIDE, 1))
    return keras.Model(entry, LAYERS.Dense(1)(LAYERS.Flatten()(entry)))


def channels_first() -> keras.Model:
    """Colours first."""
    entry = keras.Input((3, SIDE, SIDE))
    return keras.Model(entry, LAYERS.Dense(1)(LAYERS.Flatten()(entry)))


def two_inputs() -> keras.Model:
    """Of two pictures."""
    entries = [keras.Input((SIDE, SIDE, 3)), keras.Input((SIDE, SIDE, 3))]
    return keras.Model(entries, LAYERS.Dense(1)(LAYERS.Flatten()(LAYERS.Add()(entries))))


def two_outputs() -> keras.Model:
    """With two answers."""
    entry = keras.Input((SIDE, SIDE, 3))
    x = LAYERS.Flatten()(entry)
    return keras.Model(entry, [LAYERS.Dense(1)(x), LAYERS.Dense(3)(x)])


def two_sigmoids() -> keras.Model:
    """Two questions that do not exclude each other."""
    entry = keras.Input((SIDE, SIDE, 3))
    return keras.Model(entry, LAYERS.Dense(2, activation="sigmoid")(LAYERS.Flatten()(entry)))


def tanh() -> keras.Model:
    """An end that is no logit."""
    entry = keras.Input((SIDE, SIDE, 3))
    return keras.Model(entry, LAYERS.Dense(1, activation="tanh")(LAYERS.Flatten()(entry)))


def segmentation() -> keras.Model:
    """Answers with a picture."""
    return base()


BAD: Final = (thousand, grey, channels_first, two_inputs, two_outputs, two_sigmoids, tanh, segmentation)


def _main() -> None:
    out = Path(sys.argv[1])
    keras.utils.set_random_seed(7)
    facts: dict[str, Any] = {}
    for make in GOOD:
        model = _stirred(make())
        model.save(out / f"{make.__name__}.keras")
        facts[make.__name__] = _said(model)
    for make in BAD:
        make().save(out / f"{make.__name__}.keras")
    _others(out, facts)
    legacy.write(out, facts)
    (out / "hostile").mkdir()
    hostile.write(out / "hostile")
    (out / "facts.json").write_text(json.dumps(facts))


def _stirred(model: keras.Model) -> keras.Model:
    """Give every weight a value that matters: fresh biases, means and variances are 0 and 1."""
    rng = np.random.default_rng(3)
    for variable in model.weights:
        if "float" in str(variable.dtype):
            noise = rng.normal(0, 0.3, variable.shape)
            variable.assign(np.abs(noise) + 0.5 if "variance" in variable.path else variable.numpy() + noise)
    return model


def _said(model: keras.Model) -> dict[str, list[list[float]]]:
    return {
        scale: [np.asarray(model(tensor, training=False)).reshape(-1).tolist() for tensor in tensors(*factors)]
        for scale, factors in {"0..255": (1.0, 0.0), "-1..1": (1 / 127.5, -1.0)}.items()
    }


def tensors(scale: float, offset: float) -> list[Any]:
    """Give the program's sample pictures as a model of `SIDE` sees them."""
    step = Preprocessing(SIDE, SIDE, scale=scale, offset=offset)
    paths = sorted(path for path in shipped_samples().iterdir() if path.suffix in (".jpg", ".png", ".webp"))
    return [step.tensor(decode(FileSource(path))) for path in paths]


def _others(out: Path, facts: dict[str, Any]) -> None:
    """Write the same models in the other formats, and what only they can hold."""
    for name in ("rescaling_sigmoid", "two_softmax", "several_layers", "sequential_linear"):
        model = keras.models.load_model(out / f"{name}.keras")
        model.save(out / f"{name}.h5")
        model.export(out / f"{name}_saved", verbose=False)
        (out / f"{name}.tflite").write_bytes(_converted(out / f"{name}_saved"))
        model.save_weights(out / "weights.weights.h5")
    course_again = keras.models.load_model(out / "course.keras")
    course_again.export(out / "restless_saved", verbose=False)
    _quantised(out / "two_softmax_saved", out / "quantised.tflite")
    _flex(out / "flex.tflite")
    _file_reader(out / "reads_files")
    _python(out / "runs_python", out / "marker")
    thousand().export(out / "thousand_saved", verbose=False)
    (out / "thousand.tflite").write_bytes(_converted(out / "thousand_saved"))


def _converted(saved: Path) -> bytes:
    return bytes(tf.lite.TFLiteConverter.from_saved_model(str(saved)).convert())


def _quantised(saved: Path, out: Path) -> None:
    converter = tf.lite.TFLiteConverter.from_saved_model(str(saved))
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([tensor] for tensor in tensors(1.0, 0.0))
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.uint8
    out.write_bytes(converter.convert())


def _flex(out: Path) -> None:
    module = tf.Module()
    spec = tf.TensorSpec((1, SIDE, SIDE, 3), tf.float32)
    module.answer = tf.function(lambda x: tf.reshape(tf.linalg.det(x[0, :, :, 0]), (1, 1)), [spec])
    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(module, folder, signatures={"serving_default": module.answer})
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS, tf.lite.OpsSet.SELECT_TF_OPS]
        out.write_bytes(converter.convert())


def _file_reader(out: Path) -> None:
    """A SavedModel that answers with what it finds in a file, and writes another."""
    module = tf.Module()

    def answer(picture: tf.Tensor) -> tf.Tensor:
        with tf.control_dependencies([tf.io.write_file(str(out / "marker"), "it ran")]):
            told = tf.cast(tf.strings.length(tf.io.read_file("/etc/hostname")), tf.float32)
            return tf.reshape(tf.reduce_mean(picture) + told, (1, 1))

    module.answer = tf.function(answer, [tf.TensorSpec((None, SIDE, SIDE, 3), tf.float32)])
    tf.saved_model.save(module, str(out), signatures={"serving_default": module.answer})


def _python(out: Path, marker: Path) -> None:
    """A SavedModel that calls back into Python."""
    module = tf.Module()

    def program(values: Any) -> Any:
        marker.touch()
        return values

    def answer(picture: tf.Tensor) -> tf.Tensor:
        return tf.reshape(tf.reduce_mean(tf.numpy_function(program, [picture], tf.float32)), (1, 1))

    module.answer = tf.function(answer, [tf.TensorSpec((None, SIDE, SIDE, 3), tf.float32)])
    tf.saved_model.save(module, str(out), signatures={"serving_default": module.answer})
    marker.unlink(missing_ok=True)


if __name__ == "__main__":
    _main()

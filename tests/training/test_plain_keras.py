"""A person's own settings of Keras do not reach the models of this program."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from alpaca_gui.jobs.child import child_environment

_ASK = """
import json

from alpaca_gui.training.assemble import keras

neuron = keras.layers.Conv2D(1, 1)
print(json.dumps([keras.backend.backend(), neuron.data_format, neuron.dtype]))
"""


@pytest.mark.tensorflow
def test_another_backend_data_format_and_precision_are_not_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"backend": "jax", "image_data_format": "channels_first", "floatx": "float16"}
    (tmp_path / "keras.json").write_text(json.dumps(settings))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    command = [sys.executable, "-c", _ASK]
    done = subprocess.run(command, env=child_environment(), capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["tensorflow", "channels_last", "float32"]

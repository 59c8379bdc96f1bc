"""Why the loss is computed from logits: sigmoid first and log afterwards breaks where the logits are large."""

import ast
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import sigmoid
from tests.training.conftest import CHECKOUT, RunModule

TRAINING = CHECKOUT / "alpaca_gui" / "training"
SHOWS = "keras_losses.py"
"""Trains nothing: it has TensorFlow compute both losses, so that a person sees how they differ."""


@pytest.fixture(scope="module")
def trained(run_module: RunModule) -> dict[str, Any]:
    """The same head, from the same far start, trained by either loss."""
    done = run_module("tests.training.two_losses")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.tensorflow
def test_both_start_at_the_same_large_logits_on_the_wrong_side(trained: dict[str, Any]) -> None:
    assert trained["naive"]["first_logits"] == trained["from_logits"]["first_logits"]
    logits, labels = np.array(trained["from_logits"]["first_logits"]), np.array(trained["labels"])
    assert np.abs(logits).min() > 17
    assert ((logits > 0) != (labels == 1)).all()


@pytest.mark.tensorflow
def test_sigmoid_then_log_breaks(trained: dict[str, Any]) -> None:
    naive = trained["naive"]
    assert not np.isfinite(naive["losses"][0])
    assert not np.isfinite(naive["first_gradient"]).all()
    assert not np.isfinite(naive["last_logits"]).any()


@pytest.mark.tensorflow
def test_from_logits_holds_and_learns(trained: dict[str, Any]) -> None:
    stable, labels = trained["from_logits"], np.array(trained["labels"])
    assert np.isfinite(stable["losses"]).all()
    assert stable["losses"][0] > 17
    assert stable["losses"][-1] < 0.1
    assert ((np.array(stable["last_logits"]) > 0) == (labels == 1)).all()


@pytest.mark.tensorflow
def test_its_loss_and_gradient_are_those_of_float64_mathematics(trained: dict[str, Any]) -> None:
    stable = trained["from_logits"]
    features, labels = np.array(trained["features"]), np.array(trained["labels"])
    logits = np.array(stable["first_logits"])
    assert stable["losses"][0] == pytest.approx(float(cross_entropy(logits, labels).mean()), rel=1e-5)
    expected = features.T @ (sigmoid(logits) - labels) / len(labels)
    np.testing.assert_allclose(stable["first_gradient"], expected, rtol=1e-4, atol=1e-5)
    assert np.abs(expected).max() > 0.5


@pytest.mark.tensorflow
def test_where_the_logits_are_small_both_agree(trained: dict[str, Any]) -> None:
    """It is not another loss: the same mathematics, which rounds otherwise."""
    naive, stable = trained["small"]
    assert naive == pytest.approx(stable, rel=1e-5)


def test_every_loss_in_training_takes_logits() -> None:
    paths = [path for path in sorted(TRAINING.rglob("*.py")) if path.name != SHOWS]
    calls = [call for path in paths for call in _losses(path.read_text("utf-8"))]
    assert calls, "no loss was found: has it another name now?"
    assert [ast.unparse(call) for call in calls if not _takes_logits(call)] == []


def test_no_loss_in_training_is_written_out_of_a_probability() -> None:
    for path in sorted(TRAINING.rglob("*.py")):
        assert list(_logs_of_sigmoids(path.read_text("utf-8"))) == [], path


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("keras.losses.BinaryCrossentropy(from_logits=True)", True),
        ("BinaryCrossentropy()", False),
        ("keras.losses.BinaryCrossentropy(from_logits=False)", False),
        ("keras.losses.binary_crossentropy(y, z)", False),
        ("keras.losses.BinaryCrossentropy(from_logits=wish)", False),
        ("model.compile('adam', loss='binary_crossentropy')", False),
    ],
)
def test_the_guard_knows_a_wrong_loss(source: str, right: bool) -> None:
    (call,) = _losses(source)
    assert _takes_logits(call) is right


@pytest.mark.parametrize("source", ["tf.math.log(tf.sigmoid(z))", "np.log(1 - sigmoid(z))", "np.log1p(-sigmoid(z))"])
def test_the_guard_knows_the_log_of_a_sigmoid(source: str) -> None:
    assert list(_logs_of_sigmoids(source)) == [source]


def _losses(source: str) -> list[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [call for call in calls if _is_cross_entropy(_name(call)) or _named_loss(call) is not None]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_cross_entropy(name: str) -> bool:
    return "crossentropy" in name.lower().replace("_", "") and name != "cross_entropy"  # ours, which takes logits alone


def _named_loss(call: ast.Call) -> str | None:
    values = [word.value for word in call.keywords if word.arg == "loss"]
    texts = [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]
    return texts[0] if texts else None


def _takes_logits(call: ast.Call) -> bool:
    if _name(call) == "sigmoid_cross_entropy_with_logits":
        return True
    words = {word.arg: word.value for word in call.keywords}
    given = words.get("from_logits")
    return isinstance(given, ast.Constant) and given.value is True


def _logs_of_sigmoids(source: str) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    logs = [call for call in calls if _name(call) in ("log", "log1p")]
    inside = [(log, node) for log in logs for node in ast.walk(log) if isinstance(node, ast.Call)]
    return sorted({ast.unparse(log) for log, node in inside if _name(node) in ("sigmoid", "expit")})


def test_the_guard_reads_the_files_that_train() -> None:
    assert Path(TRAINING / "course" / "fit.py").is_file()

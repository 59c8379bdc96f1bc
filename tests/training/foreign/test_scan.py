"""A Keras model's description is read before Keras reads it: plain layers pass, programs do not. No TensorFlow."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.foreign import scan
from alpaca_gui.training.foreign.keras2 import modernised
from alpaca_gui.training.foreign.scan import parse, refuse_strangers, without_compilation


def _model(*layers: dict[str, Any]) -> dict[str, Any]:
    return {"class_name": "Sequential", "module": "keras", "config": {"name": "model", "layers": list(layers)}}


def _layer(name: str, module: str | None = "keras.layers", /, **config: Any) -> dict[str, Any]:
    return {"class_name": name, "module": module, "registered_name": None, "config": config}


def test_keras_own_layers_and_operations_pass() -> None:
    kernel: dict[str, Any] = {
        "class_name": "GlorotUniform",
        "module": "keras.initializers",
        "config": {},
        "registered_name": None,
    }
    divide = {"class_name": "TrueDivide", "module": "keras.src.ops.numpy", "registered_name": "TrueDivide"}
    policy = _layer("DTypePolicy", "keras", name="float32")
    refuse_strangers(_model(_layer("Dense", kernel_initializer=kernel, dtype=policy), divide | {"config": {}}))


@pytest.mark.parametrize(
    "layer",
    [
        _layer("Lambda"),
        _layer("Lambda", None),
        _layer("Dense", activation={"class_name": "function", "module": "builtins", "config": "exec"}),
        _layer("Dense", activation={"class_name": "__lambda__", "config": {"value": "abc"}}),
        _layer("TFSMLayer"),
        _layer("TextVectorization"),
        _layer("StringLookup", vocabulary="/etc/passwd"),
        _layer("Mine", "my_module"),
        _layer("get_file", "keras.utils"),
        _layer("Dense") | {"registered_name": "mine>Dense"},
        _layer("Map", "keras.src.ops.core"),
        _layer("system", "os"),
        _layer("Dense", dtype=_layer("DTypePolicy", "keras", name="mixed_float16")),
        _layer("Dense", deep=[{"deeper": [_layer("Lambda")]}]),
        {"class_name": ["Lambda"], "config": {}},
    ],
)
def test_programs_files_and_strangers_do_not_pass(layer: dict[str, Any]) -> None:
    with pytest.raises(AlpacaError):
        refuse_strangers(_model(layer))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"config": 1}', b"[" * 200_000, b"\xff"])
def test_what_is_no_description_is_said(data: bytes) -> None:
    with pytest.raises(AlpacaError, match="description"):
        parse(data)


def test_a_description_out_of_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: dict[str, Any] = {}
    for _ in range(150):
        deep = {"config": deep}
    with pytest.raises(AlpacaError, match="deeper or longer"):
        refuse_strangers(deep)
    monkeypatch.setattr(scan, "CONFIG_LIMIT", 10)
    with pytest.raises(AlpacaError, match="too long"):
        parse(json.dumps(_model()))


def test_what_was_set_for_training_is_left_out_everywhere() -> None:
    inner = _layer("Functional") | {"compile_config": {"loss": {"class_name": "function", "config": "mine"}}}
    cleaned = without_compilation(_model(inner) | {"compile_config": {"loss": "mine"}})
    assert "compile_config" not in json.dumps(cleaned)
    refuse_strangers(cleaned)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(["Lambda", "Dense", "TFOpLambda"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["class_name", "config", "layers", "name", "inbound_nodes"]), inner)
        ),
        max_leaves=15,
    )
)
def test_whatever_it_holds_it_passes_or_is_refused_with_a_sentence(value: Any) -> None:
    with contextlib.suppress(AlpacaError):  # any other error is a mistake
        refuse_strangers(modernised(parse(json.dumps(value))))


def test_a_description_of_keras_2_is_written_anew() -> None:
    divide = {
        "class_name": "TFOpLambda",
        "config": {"name": "divide", "function": "math.truediv"},
        "inbound_nodes": [["base", 1, 0, {"y": 127.5, "name": None}]],
    }
    base = {
        "class_name": "Functional",
        "module": "tf_keras.src.engine.functional",
        "config": {
            "name": "base",
            "layers": [{"class_name": "DepthwiseConv2D", "config": {"name": "d", "groups": 1}, "inbound_nodes": []}],
            "input_layers": [["d", 0, 0]],
            "output_layers": [["d", 0, 0]],
        },
        "inbound_nodes": [[["picture", 0, 0, {}]]],
    }
    config: dict[str, Any] = {
        "class_name": "Functional",
        "config": {"name": "all", "layers": [base, divide], "output_layers": [["base", 1, 0]]},
    }
    layers = modernised(config)["config"]["layers"]
    assert config["config"]["output_layers"] == ["base", 0, 0]
    assert layers[0]["config"]["input_layers"] == ["d", 0, 0]
    assert "groups" not in layers[0]["config"]["layers"][0]["config"]
    assert "module" not in layers[0]
    assert layers[1]["class_name"] == "Rescaling"
    assert layers[1]["config"]["scale"] == 1 / 127.5
    assert layers[1]["inbound_nodes"] == [[["base", 0, 0, {}]]]


@pytest.mark.parametrize("function", ["io.read_file", "math.truediv", None])
def test_an_operation_of_keras_2_that_is_not_known_is_refused(function: str | None) -> None:
    layer = {"class_name": "TFOpLambda", "config": {"name": "x", "function": function}, "inbound_nodes": [["a", 0, 0]]}
    with pytest.raises(AlpacaError, match="an operation in it that is not known here"):
        modernised(_model(layer))

"""Surgery on LiteRT files: what cannot be read is refused. That it is exact is shown in tests/training/foreign."""

import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpaca_gui.engine.bundle import LITERT, ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.flatbuffer import end_of, with_one_logit
from alpaca_gui.engine.head_weights import head_weights
from alpaca_gui.engine.litert_file import OPERATORS, giving, input_name, opened, packed
from alpaca_gui.errors import BundleError


def test_a_model_of_several_outputs_is_refused_with_their_shapes(shipped: ModelBundle) -> None:
    with pytest.raises(BundleError, match=r"3 outputs: .*\(1, 1\)"):
        end_of(shipped.litert)


def test_the_name_of_the_input_is_read_from_the_signature(shipped: ModelBundle) -> None:
    assert input_name(shipped.litert) == "picture"
    assert input_name(b"nothing of the kind") == "picture"


@pytest.mark.parametrize("data", [b"", b"TFL3", b"\0\0\0\0TFL3", b"\x1c\0\0\0TFL3" + b"\0" * 64, b"PK\x03\x04" * 9])
def test_what_is_no_litert_model_is_said(data: bytes) -> None:
    with pytest.raises(BundleError):
        end_of(data)


@given(st.binary(min_size=8, max_size=300), st.integers(8, 200))
@settings(max_examples=300)
def test_noise_behind_a_right_beginning_is_refused(noise: bytes, root: int) -> None:
    with pytest.raises(BundleError):
        end_of(root.to_bytes(4, "little") + b"TFL3" + noise)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_model_that_is_cut_off_is_refused(share: float, shipped: ModelBundle) -> None:
    with pytest.raises(BundleError):
        with_one_logit(shipped.litert[: int(len(shipped.litert) * share)], np.array([1.0]))


def _ending_in_its_logit(shipped: ModelBundle) -> tuple[Any, Any]:
    """Give the shipped model as another program would have written it: with one output."""
    model = opened(shipped.litert)
    graph = model.subgraphs[0]
    outputs = {bytes(one.name).decode(): one.tensorIndex for one in model.signatureDefs[0].outputs}
    graph.outputs = [outputs["logit"]]
    model.signatureDefs = None
    return model, graph


def test_a_mean_of_a_map_of_answers_is_followed_to_the_features_and_their_neuron(shipped: ModelBundle) -> None:
    made = with_one_logit(packed(_ending_in_its_logit(shipped)[0]), np.array([-1.0]))
    assert made.neuron is not None
    weights, bias = head_weights(shipped.litert)
    np.testing.assert_allclose(made.neuron.weights, -weights)
    assert made.neuron.bias == pytest.approx(-bias)
    np.testing.assert_array_equal(head_weights(made.litert)[0], -weights)
    step = shipped.card.preprocessing
    tensor = np.random.default_rng(0).uniform(-1, 1, (1, step.height, step.width, 3)).astype(np.float32)
    turned = replace(shipped, parts={LITERT: made.litert})
    before, after = Classifier(shipped).run(tensor), Classifier(turned).run(tensor)
    assert after.logit == pytest.approx(-before.logit, abs=1e-5)
    assert before.logit_map is not None
    assert after.logit_map is not None
    np.testing.assert_allclose(after.logit_map, -before.logit_map, atol=1e-4)


def test_a_way_is_left_as_it_is_where_no_map_is_wanted(shipped: ModelBundle) -> None:
    made = with_one_logit(packed(_ending_in_its_logit(shipped)[0]), np.array([1.0]), with_map=False)
    assert made.neuron is None
    step = shipped.card.preprocessing
    tensor = np.zeros((1, step.height, step.width, 3), np.float32)
    evidence = Classifier(replace(shipped, parts={LITERT: made.litert})).run(tensor)
    assert (evidence.logit, evidence.logit_map) == (Classifier(shipped).run(tensor).logit, None)


def test_an_activation_behind_the_map_is_no_part_of_the_way(shipped: ModelBundle) -> None:
    model, graph = _ending_in_its_logit(shipped)
    giving(graph, giving(graph, graph.outputs[0]).inputs[0]).builtinOptions.fusedActivationFunction = 1
    neuron = with_one_logit(packed(model), np.array([1.0])).neuron
    assert neuron is not None
    assert (neuron.weights.tolist(), neuron.bias) == ([1.0], 0.0)


def test_a_file_whose_operations_lead_in_a_circle_has_no_map_and_does_not_hang(shipped: ModelBundle) -> None:
    model, graph = _ending_in_its_logit(shipped)
    raw = graph.outputs[0]
    mean = giving(graph, raw)
    turning = copy.copy(mean)
    turning.inputs, turning.outputs = [raw], mean.outputs
    turning.opcodeIndex = len(model.operatorCodes)
    turning.builtinOptionsType, turning.builtinOptions = 0, None
    code = copy.copy(model.operatorCodes[mean.opcodeIndex])
    code.builtinCode = code.deprecatedBuiltinCode = OPERATORS.RESHAPE
    model.operatorCodes.append(code)
    graph.operators = [turning]
    assert not end_of(packed(model)).has_map

"""Surgery on a LiteRT file: what it is made of, and the same file ending in one logit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from alpaca_gui.engine.classifier import EMBEDDING, LOGIT
from alpaca_gui.engine.linear_way import MapNeuron
from alpaca_gui.engine.litert_append import append_map, append_mixture
from alpaca_gui.engine.litert_file import (
    FLOAT,
    OPERATORS,
    Values,
    code_of,
    constant,
    damage_told,
    giving,
    opened,
    packed,
)
from alpaca_gui.engine.litert_way import SHAPES, way_from_map
from alpaca_gui.errors import BundleError

_NAMES: Final = {number: name for name, number in vars(OPERATORS).items() if not name.startswith("_")}
_TAKEN_OFF: Final = {OPERATORS.LOGISTIC: "sigmoid", OPERATORS.SOFTMAX: "softmax"}
_LINEAR: Final = frozenset(
    (
        *(
            OPERATORS.FULLY_CONNECTED,
            OPERATORS.MEAN,
            OPERATORS.RESHAPE,
            OPERATORS.SQUEEZE,
            OPERATORS.ADD,
            OPERATORS.SUB,
        ),
        *(OPERATORS.CONV_2D, OPERATORS.AVERAGE_POOL_2D, OPERATORS.BATCH_MATMUL),
    )
)
_ARITHMETIC: Final = {
    OPERATORS.MUL: "multiply",
    OPERATORS.DIV: "divide",
    OPERATORS.SUB: "subtract",
    OPERATORS.ADD: "add",
}


@dataclass(frozen=True, slots=True)
class LitertEnd:
    """How a LiteRT model begins and ends.

    Attributes
    ----------
    input_shape, output_shape
        Shapes; None for a side that is not fixed.
    ending
        ``linear``, ``sigmoid`` or ``softmax``: what is done to the raw numbers at the end.
    raw
        Index of the tensor of the raw numbers, before that.
    has_map
        Whether the way from a feature map to the raw numbers is linear.
    first_steps
        The arithmetic with constants that comes first: its name (``multiply``, ...) and its constant.
    """

    input_shape: tuple[int | None, ...]
    output_shape: tuple[int | None, ...]
    ending: str
    raw: int
    has_map: bool
    first_steps: tuple[tuple[str, Values], ...]


def end_of(litert: bytes) -> LitertEnd:
    """Look at a LiteRT model of one float input and one float output.

    Raises
    ------
    BundleError
        When it is damaged, or uses what is not known here.
    """
    model = opened(litert)
    with damage_told():
        graph = model.subgraphs[0]
        entry, exit_ = _float_tensor(graph, graph.inputs, "input"), _float_tensor(graph, graph.outputs, "output")
        last = _behind_shapes(model, graph, graph.outputs[0])
        ending = _TAKEN_OFF.get(code_of(model, last), "linear")
        raw = int(graph.outputs[0] if ending == "linear" else last.inputs[0])
        _check_raw(model, graph, raw)
        return LitertEnd(
            _shape(entry),
            _shape(exit_),
            ending,
            raw,
            way_from_map(model, graph, raw) is not None,
            tuple(_first_steps(model, graph)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class OneLogit:
    """A model that ends in one logit: its file, and the neuron whose map it gives; None where it gives none."""

    litert: bytes
    neuron: MapNeuron | None


def with_one_logit(litert: bytes, mixture: NDArray[np.floating], with_map: bool = True) -> OneLogit:
    """Give the model with the output ``logit``: its raw numbers, before sigmoid or softmax, times ``mixture``.

    Where the way from a feature map to them is linear, it is replaced by one neuron on that map: ``logit_map`` and
    ``embedding`` are outputs too, and the logit is the map's mean.

    Parameters
    ----------
    litert
        A model that `end_of` could read.
    mixture
        (outputs,): 1 or -1 for one number, 1 and -1 for the difference of two.
    with_map
        False leaves the way as it is.

    Raises
    ------
    BundleError
        When it is damaged, or uses what is not known here.
    """
    raw = end_of(litert).raw
    model = opened(litert)
    with damage_told():
        graph = model.subgraphs[0]
        found = way_from_map(model, graph, raw) if with_map else None
        neuron = None if found is None else found[1].neuron(np.asarray(mixture, dtype=np.float64))
        if found is not None and neuron is not None:
            outputs = append_map(model, graph, found[0], neuron)
        else:
            outputs = {LOGIT: raw if list(mixture) == [1.0] else append_mixture(model, graph, raw, mixture)}
            embedding = _weighed_by_last(model, graph, raw)
            if embedding is not None:
                outputs[EMBEDDING] = embedding
        _cut_behind(graph, list(outputs.values()))
        _sign(model, graph, outputs)
        return OneLogit(packed(model), neuron)


def _float_tensor(graph: Any, indices: Any, what: str) -> Any:
    if len(indices) != 1:
        shapes = ", ".join(str(tuple(int(side) for side in graph.tensors[index].shape)) for index in indices)
        raise BundleError(f"The model has {len(indices)} {what}s: {shapes}. Exactly one of each can be brought in.")
    tensor = graph.tensors[indices[0]]
    if tensor.type != FLOAT:
        raise BundleError(_QUANTISED)
    return tensor


_QUANTISED: Final = (
    "The model is quantised: it counts in whole numbers of 8 bits, so that its logit would be known in coarse steps "
    "only. Export it with floating point numbers instead (Teachable Machine calls that 'Floating point')."
)


def _check_raw(model: Any, graph: Any, raw: int) -> None:
    if graph.tensors[raw].type != FLOAT:
        raise BundleError(_QUANTISED)
    last = giving(graph, raw)
    code = code_of(model, last)
    if code == OPERATORS.DEQUANTIZE:
        raise BundleError(_QUANTISED)
    fused = getattr(last.builtinOptions, "fusedActivationFunction", 0)
    if (code not in _LINEAR or fused) and way_from_map(model, graph, raw) is None:
        what = _NAMES.get(code, str(code)) + (" with an activation" if fused else "")
        shape = tuple(int(side) for side in graph.tensors[raw].shape)
        raise BundleError(
            f"The model with its output of shape {shape} ends in the operation {what}, of which it is not known to "
            "give a logit."
        )


def _first_steps(model: Any, graph: Any) -> Iterator[tuple[str, Values]]:
    tensor = graph.inputs[0]
    while True:
        readers = [operator for operator in graph.operators if tensor in list(operator.inputs)]
        if len(readers) != 1 or code_of(model, readers[0]) not in _ARITHMETIC or readers[0].inputs[0] != tensor:
            return
        value = constant(model, graph, readers[0].inputs[1])
        if value is None:
            return
        yield _ARITHMETIC[code_of(model, readers[0])], value
        tensor = readers[0].outputs[0]


def _behind_shapes(model: Any, graph: Any, tensor: int) -> Any:
    """Give the operator that computes the numbers of a tensor, be they in another shape there."""
    last = giving(graph, tensor)
    for _ in graph.operators:
        if code_of(model, last) not in SHAPES:
            break
        last = giving(graph, last.inputs[0])
    return last


def _shape(tensor: Any) -> tuple[int | None, ...]:
    signature = tensor.shapeSignature
    sides = tensor.shape if signature is None or not len(signature) else signature
    return tuple(None if side < 0 else int(side) for side in sides)


def _weighed_by_last(model: Any, graph: Any, raw: int) -> int | None:
    last = giving(graph, raw)
    if code_of(model, last) != OPERATORS.FULLY_CONNECTED:
        return None
    entering = int(last.inputs[0])
    tensor = graph.tensors[entering]
    return entering if tensor.type == FLOAT and len(tensor.shape) == 2 and tensor.shape[0] == 1 else None


def _cut_behind(graph: Any, outputs: list[int]) -> None:
    """Leave out the operations that none of the outputs needs any more."""
    needed, kept = set(outputs), []
    for operator in reversed(graph.operators):
        if needed & {int(index) for index in operator.outputs}:
            needed |= {int(index) for index in operator.inputs}
            kept.append(operator)
    graph.operators = kept[::-1]
    graph.outputs = outputs


def _sign(model: Any, graph: Any, outputs: dict[str, int]) -> None:
    """Write the signature that names input and outputs."""
    maps = [schema.TensorMapT(name, index) for name, index in outputs.items()]
    entry = [schema.TensorMapT("picture", int(graph.inputs[0]))]
    model.signatureDefs = [schema.SignatureDefT(entry, maps, "serving_default", 0)]

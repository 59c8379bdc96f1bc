"""A LiteRT file as a graph that can be read and changed, and back."""

import copy
import keyword
import struct
from typing import Any, Final

import flatbuffers  # type: ignore[import-untyped]
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from alpaca_gui.errors import BundleError

Values = NDArray[np.float32]

OPERATORS: Final = schema.BuiltinOperator
FLOAT: Final = schema.TensorType.FLOAT32
TOO_ODD: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error, OverflowError)
"""What reading a flatbuffer raises where it is none, or one of another shape."""

_IDENTIFIER: Final = b"TFL3"
_ALIGNMENT: Final = 16
_MOST_TENSORS: Final = 100_000


class damage_told:  # noqa: N801 - used as a statement
    """Turn what reading a damaged flatbuffer raises into a sentence."""

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, TOO_ODD):
            raise BundleError("The file is damaged, or not a LiteRT model.") from error


def opened(litert: bytes) -> Any:
    """Read a LiteRT file.

    Raises
    ------
    BundleError
        When it is damaged, or holds what LiteRT itself does not have.
    """
    if litert[4:8] != _IDENTIFIER:
        raise BundleError("The file is not a LiteRT model.")
    with damage_told():
        table = schema.Model.GetRootAs(litert, 0)
        graphs = table.SubgraphsLength()
        if graphs != 1:
            raise BundleError(f"The model has {graphs} graphs (branches or loops); exactly one can be read here.")
        if table.Subgraphs(0).TensorsLength() > _MOST_TENSORS:
            raise BundleError("The model has more tensors than any of its kind.")
        model = schema.ModelT.InitFromObj(table)
        for code in model.operatorCodes:
            _check_code(code)
        if any(buffer.offset > 1 for buffer in model.buffers):
            raise BundleError("The model keeps its weights outside of its own structure, which is not read here.")
        return model


def _check_code(code: Any) -> None:
    if code.customCode is not None or number(code) == OPERATORS.CUSTOM:
        name = bytes(code.customCode or b"?").decode("utf-8", "replace")
        raise BundleError(
            f"The model uses an operation that LiteRT itself does not have, {name!r}: a program of its author, or a "
            "part of TensorFlow (Flex). It is refused."
        )


def number(code: Any) -> int:
    """Number of an operation, which the format keeps in one of two places."""
    return max(int(code.builtinCode), int(code.deprecatedBuiltinCode))


def code_of(model: Any, operator: Any) -> int:
    """Which operation an operator does, as a number of `OPERATORS`."""
    return number(model.operatorCodes[operator.opcodeIndex])


def giving(graph: Any, tensor: int) -> Any:
    """Give the operator that computes a tensor."""
    for operator in graph.operators:
        if tensor in list(operator.outputs):
            return operator
    raise BundleError("The model gives out what it was given: there is no operation before its output.")


def constant(model: Any, graph: Any, index: int) -> Values | None:
    """Values of a constant float tensor, in a row; None where it is something else."""
    tensor = graph.tensors[index]
    data = model.buffers[tensor.buffer].data
    if tensor.type != FLOAT or data is None or not len(data):
        return None
    return np.frombuffer(bytes(bytearray(data)), dtype="<f4")


class _AlignedBuffer(schema.BufferT):  # type: ignore[misc]
    """Packs its bytes where the schema wants them: at a multiple of 16, which the generated code forgets."""

    def Pack(self, builder: flatbuffers.Builder) -> Any:  # noqa: N802 - the generated code's name
        """Write the buffer and give its place."""
        if self.data is None or not len(self.data):
            schema.BufferStart(builder)
            return schema.BufferEnd(builder)
        data = bytes(bytearray(self.data))
        builder.StartVector(1, len(data), _ALIGNMENT)
        builder.head -= len(data)
        builder.Bytes[builder.head : builder.head + len(data)] = data
        vector = builder.EndVector()
        schema.BufferStart(builder)
        schema.BufferAddData(builder, vector)
        return schema.BufferEnd(builder)


def packed(model: Any) -> bytes:
    """Write the graph as a file."""
    packed = copy.copy(model)
    packed.buffers = [_AlignedBuffer(data=buffer.data) for buffer in model.buffers]
    builder = flatbuffers.Builder(1 << 20)
    builder.Finish(packed.Pack(builder), _IDENTIFIER)
    return bytes(builder.Output())


def input_name(litert: bytes) -> str:
    """Name of the model's input in its signature; ``picture``, as this program names it, where it has none."""
    try:
        name = schema.Model.GetRootAs(litert, 0).SignatureDefs(0).Inputs(0).Name().decode()
    except TOO_ODD:
        return "picture"
    return name if name.isidentifier() and not keyword.iskeyword(name) else "picture"

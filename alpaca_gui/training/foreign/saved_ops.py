"""Looks through a SavedModel before TensorFlow loads it: only arithmetic may be in it."""

from pathlib import Path
from typing import Any, Final

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from tensorflow.core.protobuf import saved_model_pb2

from alpaca_gui.errors import AlpacaError

SERVING: Final = "serving_default"

_CALLS: Final = frozenset(("PartitionedCall", "StatefulPartitionedCall"))
_ARITHMETIC: Final = frozenset(
    (
        *("Abs", "Add", "AddN", "AddV2", "All", "Any", "ArgMax", "ArgMin", "Assert", "AvgPool", "BatchMatMul"),
        *("BatchMatMulV2", "BatchMatMulV3", "BiasAdd", "BroadcastArgs", "BroadcastTo", "Cast", "Ceil", "CheckNumerics"),
        *("ClipByValue", "Concat", "ConcatV2", "Const", "Conv2D", "Cos", "CropAndResize", "Cumsum", "DepthToSpace"),
        *("DepthwiseConv2dNative", "DisableCopyOnRead", "Div", "DivNoNan", "Einsum", "Elu", "EnsureShape", "Equal"),
        *("Erf", "Exp", "ExpandDims", "FakeQuantWithMinMaxVars", "Fill", "Floor", "FloorDiv", "FloorMod"),
        *("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3", "Gather", "GatherNd", "GatherV2", "Greater"),
        *("GreaterEqual", "Identity", "IdentityN", "L2Loss", "LeakyRelu", "Less", "LessEqual", "Log", "Log1p"),
        *("LogSoftmax", "LogicalAnd", "LogicalNot", "LogicalOr", "MatMul", "Max", "MaxPool", "Maximum", "Mean", "Min"),
        *("Minimum", "MirrorPad", "Mul", "Neg", "NoOp", "NotEqual", "OneHot", "OnesLike", "Pack", "Pad", "PadV2"),
        *("Placeholder", "PlaceholderWithDefault", "Pow", "PreventGradient", "Prod", "Range", "Rank"),
        *("ReadVariableOp", "RealDiv", "Reciprocal", "Relu", "Relu6", "Reshape", "ResizeArea", "ResizeBicubic"),
        *("ResizeBilinear", "ResizeNearestNeighbor", "ReverseV2", "Round", "Rsqrt", "Select", "SelectV2", "Selu"),
        *("Shape", "ShapeN", "Sigmoid", "Sign", "Sin", "Size", "Slice", "Snapshot", "Softmax", "Softplus", "Softsign"),
        *("SpaceToBatchND", "BatchToSpaceND", "SpaceToDepth", "Split", "SplitV", "Sqrt", "Square"),
        *("SquaredDifference", "Squeeze", "StopGradient", "StridedSlice", "Sub", "Sum", "Tan", "Tanh", "Tile"),
        *("TopKV2", "Transpose", "Unpack", "Where", "ZerosLike", "VarHandleOp", "AssignVariableOp"),
        *("VarIsInitializedOp", "ImageProjectiveTransformV2", "ImageProjectiveTransformV3", "StatelessRandomUniformV2"),
        *("StatelessRandomGetKeyCounter", "StatelessRandomUniform", "StatelessRandomUniformIntV2", "RandomUniform"),
        *("StatelessRandomGetAlg", "StatelessRandomNormalV2", "RngReadAndSkip", "AdjustContrastv2", "BitwiseXor"),
    )
)
"""Operations on tensors alone. Whatever reads or writes a file, runs Python or holds a table is not among them."""

_PARTS: Final = frozenset(("user_object", "variable", "constant", "function", "bare_concrete_function"))


def check_saved_model(folder: Path) -> str:
    """Read a SavedModel's graph without running it; gives the TensorFlow that wrote it.

    Raises
    ------
    AlpacaError
        When it could do more than arithmetic, or is no SavedModel of TensorFlow 2 with one way to ask it.
    """
    graph = _graph(folder / "saved_model.pb")
    if graph.asset_file_def:
        raise AlpacaError("It brings other files along (assets), which no model of pictures needs. It is refused.")
    if not graph.object_graph_def.nodes:
        raise AlpacaError("It was written by TensorFlow 1, which is not read here. Convert it to LiteRT (.tflite).")
    for node in graph.object_graph_def.nodes:
        if node.WhichOneof("kind") not in _PARTS or node.saveable_objects:
            raise AlpacaError(f"It holds a part of kind {node.WhichOneof('kind')!r}, which is refused.")
    if SERVING not in graph.signature_def:
        raise AlpacaError(f"It has no signature {SERVING!r}, by which it could be asked. Save it with model.export.")
    _check_operations(graph)
    return str(graph.meta_info_def.tensorflow_version)[:20] or "unknown"


def _graph(path: Path) -> Any:
    saved = saved_model_pb2.SavedModel()
    try:
        saved.ParseFromString(path.read_bytes())
    except DecodeError as error:
        raise AlpacaError(f"Its {path.name} is damaged.") from error
    if len(saved.meta_graphs) != 1:
        raise AlpacaError(f"It holds {len(saved.meta_graphs)} graphs; exactly one can be brought in.")
    return saved.meta_graphs[0]


def _check_operations(graph: Any) -> None:
    """Follow every function that loading makes callable. Those that only save and restore are reached by none.

    Loading restores the weights by itself; it runs neither the graph around the functions nor these two.
    """
    functions = {one.signature.name: one for one in graph.graph_def.library.function}
    waiting, seen = list(graph.object_graph_def.concrete_functions), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in functions:
            continue
        seen.add(name)
        for node in functions[name].node_def:
            if node.op in _CALLS:
                waiting.append(node.attr["f"].func.name)
            elif node.op not in _ARITHMETIC:
                raise AlpacaError(
                    f"It uses the operation {node.op!r}, which is not on the list of plain arithmetic: it might read "
                    "or write files, or run a program. It is refused and nothing of it was run."
                )

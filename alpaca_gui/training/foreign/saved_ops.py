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
        *("AssignAddVariableOp", "AssignSubVariableOp"),
        *("VarIsInitializedOp", "ImageProjectiveTransformV2", "ImageProjectiveTransformV3", "StatelessRandomUniformV2"),
        *("StatelessRandomGetKeyCounter", "StatelessRandomUniform", "StatelessRandomUniformIntV2", "RandomUniform"),
        *("StatelessRandomGetAlg", "StatelessRandomNormalV2", "RngReadAndSkip", "AdjustContrastv2", "BitwiseXor"),
    )
)
"""Operations on tensors alone. Whatever reads or writes a file, runs Python or holds a table is not among them."""

_RESTLESS: Final = ("Assign", "Random", "StatelessRandom", "Rng")
"""Beginnings of the names of operations that give another answer, or leave another model, each time."""

_REACHING_OUT: Final = (
    *("PyFunc", "File", "Save", "Restore", "Dataset", "Iterator", "Summary", "Table", "Print", "Lookup", "Decode"),
    *("Remote", "Send", "Recv", "Queue", "Reader", "Checkpoint", "Custom", "XlaLaunch"),
)
"""Parts of the names of operations that could touch something outside of the model."""

_REFUSED: Final = (
    "It uses the operation {operation!r}, which is not on the list of plain arithmetic: it might read or write files, "
    "or run a program. It is refused and nothing of it was run."
)

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


def check_signature(function: Any) -> None:
    """Look once more at what was loaded, since that is what will be run; and refuse what draws by lot.

    Raises
    ------
    AlpacaError
        When it could do more than arithmetic; or draws by lot or changes itself, as `model.export` of Keras leaves it
        where augmentation is part of the model.
    """
    graph = function.graph.as_graph_def()
    nodes = [*graph.node, *(node for one in graph.library.function for node in one.node_def)]
    operations = sorted({node.op for node in nodes} - _ARITHMETIC - _CALLS)
    strangers = [operation for operation in operations if not operation.startswith(_RESTLESS)]
    if strangers:
        raise AlpacaError(_REFUSED.format(operation=strangers[0]))
    restless = sorted({node.op for node in nodes if node.op.startswith(_RESTLESS)})
    if restless:
        raise AlpacaError(
            f"It draws by lot, or changes itself, each time it is asked ({restless[0]}): augmentation, or another "
            "layer that is for training only, is still at work in it. Save the model in the .keras format, in which "
            "such layers can be told apart, and bring that in."
        )


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
    """Let only arithmetic into what is asked, and nothing that touches files into whatever else can be called.

    Functions that only save and restore are reached by neither; loading restores the weights by itself.
    """
    functions = {one.signature.name: one for one in graph.graph_def.library.function}
    for operation in sorted(_operations(functions, _asked(graph))):
        if operation not in _ARITHMETIC and not operation.startswith(_RESTLESS):
            raise AlpacaError(_REFUSED.format(operation=operation))
    for operation in sorted(_operations(functions, list(graph.object_graph_def.concrete_functions))):
        if any(word in operation for word in _REACHING_OUT):
            raise AlpacaError(_REFUSED.format(operation=operation))


def _asked(graph: Any) -> list[str]:
    """Names of the functions that the signature calls."""
    outputs = {one.name.partition(":")[0] for one in graph.signature_def[SERVING].outputs.values()}
    calls = [node for node in graph.graph_def.node if node.name in outputs]
    if not calls or any(node.op not in _CALLS for node in calls):
        raise AlpacaError("Its signature calls no function, as that of a SavedModel of TensorFlow 2 does.")
    wrappers = [name for name in graph.object_graph_def.concrete_functions if "signature_wrapper" in name]
    return [*(node.attr["f"].func.name for node in calls), *wrappers]


def _operations(functions: dict[str, Any], names: list[str]) -> set[str]:
    """Every operation that the named functions reach."""
    waiting, seen, found = list(names), set[str](), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in functions:
            continue
        seen.add(name)
        for node in functions[name].node_def:
            if node.op in _CALLS:
                waiting.append(node.attr["f"].func.name)
            else:
                found.add(node.op)
                # Branches and loops carry their functions as attributes; none is arithmetic, but files hide in them.
                waiting += [value.func.name for value in node.attr.values() if value.HasField("func")]
    return found

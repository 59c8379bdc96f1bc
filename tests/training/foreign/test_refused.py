"""What cannot be brought in is refused with a sentence, and nothing of it is run."""

import pickle
import zipfile
from pathlib import Path

import pytest

from alpaca_gui.errors import AlpacaError
from alpaca_gui.jobs.child_job import run_child
from alpaca_gui.training.foreign.request import CHILD, ImportRequest
from tests.training.foreign.conftest import Told

pytestmark = [pytest.mark.tensorflow, pytest.mark.slow]

SHAPES = {
    "thousand.keras": "(None, 1000)",
    "thousand_saved": "(None, 1000)",
    "thousand.tflite": "(None, 1000)",
    "grey.keras": "(None, 24, 24, 1)",
    "channels_first.keras": "(None, 3, 24, 24)",
    "two_inputs.keras": "2 inputs: (None, 24, 24, 3), (None, 24, 24, 3)",
    "two_outputs.keras": "2 outputs: (None, 1), (None, 3)",
    "two_sigmoids.keras": "do not exclude each other",
    "tanh.keras": "'tanh'",
    "segmentation.keras": "(None, 9, 9, 8)",
    "quantised.tflite": "quantised",
    "flex.tflite": "FlexMatrixDeterminant",
    "restless_saved": "draws by lot",
    "reads_files": "'ReadFile'",
    "runs_python": "'PyFunc'",
    "weights.weights.h5": "weights without the model",
    "lambda.keras": "'Lambda'",
    "lambda.h5": "'Lambda'",
    "lambda_inside.keras": "'Lambda'",
    "custom.keras": "'strangers>Mine'",
    "module.keras": "'os.system'",
    "builtin.keras": "'function'",
    "external_link.h5": "a link to another place",
    "bomb.h5": "declares 40,000,000,",
    "circle.h5": "more, or deeper nested, groups",
    "external_data.h5": "takes weights from another file",
}


@pytest.mark.parametrize(("file", "words"), SHAPES.items())
def test_it_is_refused_and_said_why(file: str, words: str, told: Told, bundles: Path) -> None:
    assert words in told[file]["refused"]
    assert file in told[file]["refused"]
    assert not (bundles / f"{file}.model").exists()


def test_no_program_of_a_stranger_has_run(told: Told, written: Path) -> None:
    assert told["lambda.keras"]["refused"]
    assert list(written.rglob("marker")) == []


def test_the_same_layers_without_the_trick_are_brought_in(told: Told) -> None:
    assert told["plain.keras"]["made"]["parity"] < 1e-3


@pytest.mark.parametrize("name", ["two_softmax.keras", "two_softmax.h5", "two_softmax.tflite"])
def test_a_file_that_is_cut_off_is_refused_by_the_real_child(name: str, written: Path, tmp_path: Path) -> None:
    data = (written / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(AlpacaError, match=name):
        _inspect(path)


def test_a_saved_model_without_its_weights_is_refused(written: Path, tmp_path: Path) -> None:
    folder = tmp_path / "torn"
    folder.mkdir()
    (folder / "saved_model.pb").write_bytes((written / "two_softmax_saved" / "saved_model.pb").read_bytes())
    with pytest.raises(AlpacaError, match="torn is damaged"):
        _inspect(folder)
    (folder / "saved_model.pb").write_bytes(b"\xff" * 1000)
    with pytest.raises(AlpacaError, match=r"saved_model\.pb is damaged"):
        _inspect(folder)


def test_a_lambda_leaves_no_trace_in_the_real_child(written: Path) -> None:
    with pytest.raises(AlpacaError, match="a program of its author"):
        _inspect(written / "hostile" / "lambda.h5")
    assert list(written.rglob("marker")) == []


def test_damaged_litert_files_never_take_the_parent_down(written: Path, tmp_path: Path) -> None:
    data = (written / "two_softmax.tflite").read_bytes()
    path = tmp_path / "odd.tflite"
    outcomes = []
    for seed in range(12):
        damaged = bytearray(data)
        for place in range(seed + 8, len(data), len(data) // (4 + seed)):
            damaged[place] ^= 0xFF >> (seed % 4)
        path.write_bytes(damaged)
        try:
            outcomes.append(str(_inspect(path)["kind"]))
        except AlpacaError as error:
            outcomes.append(str(error))
    assert len(outcomes) == 12
    assert any("tflite" in outcome for outcome in outcomes)
    assert not any("Traceback" in outcome for outcome in outcomes), outcomes


def test_a_pickle_under_another_name_is_never_opened(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    for name in ("model.h5", "model.keras", "model.pkl", "model.tflite"):
        path = tmp_path / name
        path.write_bytes(pickle.dumps(_Bomb(str(marker))))
        with pytest.raises(AlpacaError, match="is a pickle, or holds one"):
            _inspect(path)
    with zipfile.ZipFile(tmp_path / "model.pt", "w") as archive:
        archive.writestr("model/data.pkl", pickle.dumps(_Bomb(str(marker))))
    with pytest.raises(AlpacaError, match="is a pickle, or holds one"):
        _inspect(tmp_path / "model.pt")
    assert not marker.exists()


class _Bomb:
    def __init__(self, marker: str) -> None:
        self._marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (Path(self._marker),)  # type: ignore[return-value]


def _inspect(path: Path) -> dict[str, object]:
    return run_child(CHILD, {"work": "inspect", **ImportRequest(path).as_dict()})

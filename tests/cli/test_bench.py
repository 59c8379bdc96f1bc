"""The bench says what it promises to say. How fast this machine is, is no test: it would fail on a busy day."""

import json
from pathlib import Path

import pytest

from alpaca_gui.cli import bench
from alpaca_gui.cli.benchmarks import memory, prediction
from alpaca_gui.cli.benchmarks.effort import Effort
from alpaca_gui.cli.benchmarks.promises import PROMISES, Measurement, NotMeasuredError
from alpaca_gui.cli.benchmarks.report import Report
from alpaca_gui.resources import shipped_samples

pytestmark = pytest.mark.slow

TINY = Effort(predicted=2, folder=6, rounds=1, few=2, many=4, starts=1, first_logits=1, idle_s=0.05, explained=2)
KEYS = {
    "predict_over_engine",
    "predict_over_pipeline",
    "pipeline_efficiency",
    "memory_growth_mb",
    "window_over_bare",
    "first_logit_s",
    "gap_max_ms",
    "gap_p999_ms",
    "map_ms",
    "xray_ms",
    "firm_s",
    "flips_per_s",
    "map_over_estimate",
}


@pytest.fixture
def no_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nothing(_name: str) -> None:
        return None

    monkeypatch.setattr(prediction, "find_spec", find_nothing)


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "QUICK", TINY)


def only(*names: str) -> list[str]:
    return [word for name in names for word in ("--only", name)]


def test_the_promises_are_those_of_the_program() -> None:
    limits = {p.key: (p.at_least, p.limit) for p in PROMISES}
    assert limits == {
        "predict_over_engine": (True, 15),
        "predict_over_pipeline": (True, 6),
        "pipeline_efficiency": (True, 0.85),
        "memory_growth_mb": (False, 50),
        "window_over_bare": (False, 2),
        "first_logit_s": (False, 1.5),
        "gap_max_ms": (False, 33),
        "gap_p999_ms": (False, 16),
        "map_ms": (False, 150),
        "xray_ms": (False, 150),
        "firm_s": (False, 1),
        "flips_per_s": (True, 20),
        "map_over_estimate": (True, 10),
    }
    assert {key for keys in bench.BENCHMARKS.values() for key in keys} == KEYS


# What is printed.


@pytest.fixture
def report() -> Report:
    report = Report({"cores": 2})
    report.add(Measurement({"pipeline_efficiency": 0.91234567}, {"pipeline_s": [1.00004, 2.0]}))
    report.add(Measurement({"gap_max_ms": 46.0}, {}, {"gap_max_ms": "Without a display."}))
    report.missing(("predict_over_engine",), "No TensorFlow.")
    return report


def test_json_has_every_key_with_null_and_a_reason_for_what_is_missing(report: Report) -> None:
    whole = json.loads(report.to_json())
    assert whole.keys() >= KEYS | {"limits", "met", "machine", "notes"}
    assert whole["predict_over_engine"] is None
    assert whole["met"]["predict_over_engine"] is None
    assert whole["notes"]["predict_over_engine"] == "No TensorFlow."
    assert whole["pipeline_efficiency"] == 0.9123
    assert whole["pipeline_s"] == [1.0, 2.0]
    assert (whole["met"]["pipeline_efficiency"], whole["met"]["gap_max_ms"]) == (True, False)


def test_the_table_shows_value_limit_and_whether_it_is_met(report: Report) -> None:
    rows = {line.split()[0]: line for line in report.to_table().splitlines() if line.strip()}
    for words in ("0.91", "at least 0.85", " yes "):
        assert words in rows["pipeline_efficiency"]
    for words in ("46.00 ms", "at most 33 ms", " NO "):
        assert words in rows["gap_max_ms"]
    assert "–" in rows["first_logit_s"]
    assert "No TensorFlow." in rows["predict_over_engine:"]


# The command.


def test_without_tensorflow_the_two_ratios_are_null_with_the_command_that_adds_it(
    tiny: None, no_tensorflow: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.run(["--quick", "--json", *only("prediction")]) == 0
    printed = capsys.readouterr()
    whole = json.loads(printed.out)
    for key in ("predict_over_engine", "predict_over_pipeline"):
        assert whole[key] is None
        assert "alpaca-gui[train]" in whole["notes"][key]
        assert key in printed.err
    assert whole["first_logit_s"] is None
    assert whole["notes"]["first_logit_s"] == bench.NOT_ASKED
    assert "quick" in whole["notes"]


def test_what_needs_no_window_is_measured(tiny: None, capsys: pytest.CaptureFixture[str]) -> None:
    samples = list(shipped_samples().iterdir())
    assert bench.run(["--quick", "--json", str(shipped_samples()), *only("throughput", "memory", "first")]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["pipeline_efficiency"] > 0
    assert whole["first_logit_s"] > 0
    assert whole["memory_growth_mb"] == pytest.approx(
        whole["memory_peak_mb"][1] - whole["memory_peak_mb"][0], abs=0.001
    )
    assert whole["pipeline_pictures"] == 6
    assert whole["machine"]["pictures"] == sum(path.suffix in (".jpg", ".png", ".webp") for path in samples)
    assert whole["machine"]["workers"] >= 1


def test_a_table_is_printed_unless_json_is_asked_for(tiny: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run(["--quick", *only("throughput")]) == 0
    assert "at least 0.85" in capsys.readouterr().out


def test_nothing_names_a_folder_of_this_machine(tiny: None, capsys: pytest.CaptureFixture[str]) -> None:
    bench.run(["--quick", "--json", *only("throughput")])
    printed = capsys.readouterr().out
    assert str(Path.home()) not in printed
    assert str(shipped_samples().parent) not in printed


@pytest.mark.tensorflow
@pytest.mark.slow
def test_keras_is_compared_with_on_the_same_pictures(tiny: None, capsys: pytest.CaptureFixture[str]) -> None:
    if not prediction.has_tensorflow():
        pytest.skip(prediction.NO_TENSORFLOW)
    assert bench.run(["--quick", "--json", *only("prediction")]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["predicted_pictures"] == 2
    shipped, small = whole["predict_ms"] / whole["engine_ms"], "mobilenet_v2_"
    assert whole["shipped_predict_over_engine"] == pytest.approx(shipped, rel=0.01)
    expected = whole[f"{small}predict_ms"] / whole[f"{small}engine_ms"]
    assert whole["predict_over_engine"] == pytest.approx(expected, rel=0.01)


@pytest.mark.gui
@pytest.mark.slow
def test_windows_are_measured_where_there_is_no_display(
    tiny: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert bench.run(["--quick", "--json", *only("window", "gaps")]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["window_over_bare"] > 0
    assert whole["gap_max_ms"] >= whole["gap_p999_ms"] > 0
    assert whole["window_pictures"] == 6
    assert "offscreen" in whole["notes"]["gap_max_ms"]


def test_one_measurement_that_fails_does_not_stop_the_rest(
    tiny: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> Measurement:
        raise NotMeasuredError("No luck.")

    monkeypatch.setattr(memory, "measure", fail)
    assert bench.run(["--quick", "--json", *only("memory", "throughput")]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["notes"]["memory_growth_mb"] == "No luck."
    assert whole["pipeline_efficiency"] > 0


@pytest.mark.slow
def test_explanations_are_measured(tiny: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run(["--quick", "--json", *only("explaining")]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["explained_pictures"] == 2
    assert whole["map_ms"] >= whole["map_median_ms"] > 0
    assert 0 < whole["flips_per_s"] <= whole["flips_median_per_s"]
    assert whole["map_over_estimate"] > 1
    assert whole["met"]["map_over_estimate"] is (whole["map_over_estimate"] >= 10)

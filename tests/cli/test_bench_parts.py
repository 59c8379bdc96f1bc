"""The parts of the bench: the arithmetic of its figures, its pictures and its child processes."""

import sys
from pathlib import Path

import pytest

from alpaca_gui.cli.benchmarks import (
    children,
    display,
    explaining,
    gaps,
    memory,
    pictures,
    prediction,
    starting,
    throughput,
)
from alpaca_gui.cli.benchmarks.explaining import Explained
from alpaca_gui.cli.benchmarks.promises import NotMeasuredError, Promise
from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.jobs.memory import peak_mb
from alpaca_gui.resources import shipped_model, shipped_samples


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(shipped_model())


@pytest.mark.parametrize(("value", "at_least", "at_most"), [(1.9, False, True), (2.0, True, True), (2.1, True, False)])
def test_exactly_the_limit_keeps_a_promise(value: float, at_least: bool, at_most: bool) -> None:
    assert Promise("k", 2, True, "x", "").met_by(value) is at_least
    assert Promise("k", 2, False, "x", "").met_by(value) is at_most


# The arithmetic.


def test_prediction_compares_medians_of_one_picture_and_means_of_a_file() -> None:
    found = prediction.compared([60.0, 50.0, 900.0], [70.0, 80.0, 90.0], [2.0, 3.0, 90.0], [5.0, 8.0, 100.0])
    assert found.values == {"predict_over_engine": 20.0, "predict_over_pipeline": 10.0}
    assert found.raw["predicted_pictures"] == 3


def test_efficiency_is_the_ratio_of_median_throughputs() -> None:
    found = throughput.compared(100, [2.5, 9.0, 2.0], [2.0, 1.0, 7.0])
    assert found.values == {"pipeline_efficiency": pytest.approx(0.8)}
    assert found.raw["pipeline_per_second"] == 40
    assert found.raw["bare_per_second"] == 50


def test_growth_is_what_the_longer_run_needed_more() -> None:
    assert memory.compared(1000, 130.0, 10_000, 137.5).values == {"memory_growth_mb": 7.5}


def test_windows_are_compared_by_medians_and_a_missing_display_is_said() -> None:
    found = starting.windows_compared([0.3, 0.2, 5.0], [0.1, 0.2, 0.15], {"QT_QPA_PLATFORM": "offscreen"})
    assert found.values == {"window_over_bare": pytest.approx(2.0)}
    assert "offscreen" in found.notes["window_over_bare"]


def test_gaps_are_told_by_their_longest_and_their_percentile() -> None:
    work = [1.0] * 998 + [20.0, 40.0]
    answer = {"start_ms": [3.0, 30.0], "idle_ms": [1.0, 2.0], "work_ms": work, "work_s": 2.0}
    found = gaps.summarised(answer, 500, {"QT_QPA_PLATFORM": "xcb"})
    assert found.values["gap_max_ms"] == 40
    assert 20 <= found.values["gap_p999_ms"] < 40
    assert (found.raw["gap_start_ms"], found.raw["gap_idle_max_ms"]) == (30, 2)
    assert (found.raw["window_per_second"], found.raw["gaps_over_16_ms"]) == (250, 2)
    assert found.notes == {}


def test_a_silent_heartbeat_is_no_figure() -> None:
    with pytest.raises(NotMeasuredError, match="heartbeat"):
        gaps.summarised({"start_ms": [1.0], "idle_ms": [], "work_ms": [1.0], "work_s": 1}, 1, {})


def test_explanations_are_told_by_the_slowest_picture_and_their_ratio_by_the_middle_one() -> None:
    quick = Explained(map=0.02, xray=0.1, variants=0.2, firm=0.4, flip=0.02, estimate=0.98)
    slow = Explained(map=0.1, xray=0.2, variants=0.3, firm=0.8, flip=0.04, estimate=0.9)
    found = explaining.summarised([quick, slow, quick])
    assert found.values == pytest.approx(
        {"map_ms": 100, "xray_ms": 200, "firm_s": 0.8, "flips_per_s": 25, "map_over_estimate": 50}
    )
    assert found.raw["explained_pictures"] == 3
    assert found.raw["xray_all_variants_ms"] == pytest.approx(300)
    assert found.raw["flips_median_per_s"] == pytest.approx(50)


# The parts.


def test_pictures_are_proved_readable_and_repeated_as_links(tmp_path: Path, bundle: ModelBundle) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    whole = next(iter(sorted(shipped_samples().glob("*.png"))))
    (tmp_path / "whole.png").write_bytes(whole.read_bytes())
    paths = pictures.readable_pictures(tmp_path, bundle)
    assert [path.name for path in paths] == ["whole.png"]
    with pictures.folder_of(paths, 3) as folder:
        assert [path.read_bytes() for path in sorted(folder.iterdir())] == [whole.read_bytes()] * 3
    assert not folder.exists()


def test_pictures_that_must_differ_do_and_can_still_be_read(bundle: ModelBundle) -> None:
    sample = next(iter(sorted(shipped_samples().glob("*.png"))))
    with pictures.folder_of([sample], 3, different=True) as folder:
        contents = [path.read_bytes() for path in folder.iterdir()]
        assert len(set(contents)) == 3
        assert len(pictures.readable_pictures(folder, bundle)) == 3


def test_a_folder_without_a_readable_picture_is_an_error(tmp_path: Path, bundle: ModelBundle) -> None:
    with pytest.raises(AlpacaError, match="no picture to measure with"):
        pictures.readable_pictures(tmp_path, bundle)


def test_where_links_cannot_be_made_pictures_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise OSError

    (tmp_path / "a.png").write_bytes(b"1")
    monkeypatch.setattr(Path, "symlink_to", refuse)
    with pictures.folder_of([tmp_path / "a.png"], 2) as folder:
        assert [path.read_bytes() for path in folder.iterdir()] == [b"1"] * 2


def test_a_choice_of_pictures_is_spread_over_all() -> None:
    paths = [Path(str(number)) for number in range(10)]
    assert pictures.spread(paths, 5) == [Path(each) for each in "02468"]
    assert pictures.spread(paths, 50) == paths


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import sys; sys.exit('boom')", "boom"),
        ("print('words')", "no JSON: words"),
        ("raise SystemExit(3)", "status 3: it said nothing"),
    ],
)
def test_a_child_that_fails_is_quoted(program: str, sentence: str) -> None:
    with pytest.raises(NotMeasuredError, match=sentence):
        children.answer_of([sys.executable, "-c", program])


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "PATIENCE_S", 0.2)
    with pytest.raises(NotMeasuredError, match="did not end"):
        children.answer_of([sys.executable, "-c", "import time; time.sleep(60)"])


def test_the_time_to_the_first_line_does_not_wait_for_the_end() -> None:
    slow = "import time; print('first', flush=True); time.sleep(100)"
    assert 0 < children.seconds_to_first_line([sys.executable, "-c", slow]) < 50


def test_a_child_without_a_line_is_quoted() -> None:
    with pytest.raises(NotMeasuredError, match="boom"):
        children.seconds_to_first_line([sys.executable, "-c", "import sys; sys.exit('boom')"])


def test_the_peak_is_in_megabytes_of_this_process() -> None:
    found = peak_mb()
    assert found is not None
    assert 5 < found < 100_000


def test_without_a_display_windows_are_measured_offscreen(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> str:
        return "There is no display."

    monkeypatch.setattr(display, "why_no_display", nowhere)
    assert display.display_settings() == {"QT_QPA_PLATFORM": "offscreen"}

"""The bench of the library says what it promises to say. How fast this machine is, is no test."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from alpaca_gui.cli import bench
from alpaca_gui.cli.benchmarks.library import adding, command, made, nearest, plain, retraining, window
from alpaca_gui.cli.benchmarks.library.effort import LibraryEffort
from alpaca_gui.cli.benchmarks.library.embeddings import mixed_embeddings
from alpaca_gui.cli.benchmarks.library.promises import BENCHMARKS, PROMISES
from alpaca_gui.cli.benchmarks.library.workplace import workplace
from alpaca_gui.cli.benchmarks.promises import Measurement, NotMeasuredError
from alpaca_gui.engine.backbone import backbone_of
from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.library.checking import problems
from alpaca_gui.library.columns import NO_LABEL
from alpaca_gui.library.embeddings import labelled_embeddings
from alpaca_gui.library.library import Library
from alpaca_gui.library.state import State
from alpaca_gui.resources import shipped_model, shipped_samples

TINY = LibraryEffort(
    records=2000, starts=1, rounds=2, pages=4, added=60, batch=25, labelled=60, fits=1, embeddings=900, searches=2,
    few_embeddings=50,
)  # fmt: skip
LIMITS = {
    "open_s": (False, 2),
    "sort_ms": (False, 150),
    "filter_ms": (False, 50),
    "threshold_ms": (False, 50),
    "scroll_p99_ms": (False, 16),
    "memory_mb": (False, 600),
    "add_per_s": (True, 20_000),
    "retrain_s": (False, 2),
    "nearest_million_s": (False, 1),
    "nearest_10k_ms": (False, 20),
}


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(shipped_model())


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "QUICK", TINY)


def samples() -> list[Path]:
    return sorted(shipped_samples().glob("*.png"))


def run(capsys: pytest.CaptureFixture[str], *names: str) -> dict[str, Any]:
    only = [word for name in names for word in ("--only", name)]
    assert bench.run(["library", "--quick", "--json", *only]) == 0
    whole: dict[str, Any] = json.loads(capsys.readouterr().out)
    return whole


def test_the_promises_are_those_of_the_library() -> None:
    assert {p.key: (p.at_least, p.limit) for p in PROMISES} == LIMITS
    assert {key for keys in BENCHMARKS.values() for key in keys} == {*LIMITS, "plain"}


# The command.


def test_json_has_every_key_and_says_why_there_is_no_figure(
    tiny: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> Measurement:
        raise NotMeasuredError("No luck.")

    monkeypatch.setattr(adding, "measure", fail)
    whole = run(capsys, "add", "nearest")
    assert whole.keys() >= {*LIMITS, "limits", "met", "machine", "notes"}
    assert whole["limits"] == {key: limit for key, (_, limit) in LIMITS.items()}
    assert (whole["add_per_s"], whole["met"]["add_per_s"], whole["notes"]["add_per_s"]) == (None, None, "No luck.")
    assert whole["notes"]["open_s"] == whole["notes"]["plain"] == bench.NOT_ASKED
    assert whole["nearest_million_s"] > 0
    assert whole["met"]["nearest_10k_ms"] in {True, False}
    assert whole["machine"]["records"] == 2000
    assert "2000" in whole["notes"]["quick"]


def test_what_needs_no_window_is_measured_and_nothing_is_left(
    tiny: None, home_of_its_own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = run(capsys, "add", "retrain", "nearest")
    for key in ("add_per_s", "add_without_embeddings_per_s", "retrain_s", "teach_whole_s", "nearest_10k_ms"):
        assert whole[key] > 0, key
    assert whole["batch"].startswith("25 records")
    assert whole["retrain_labelled"] == 60
    assert (whole["nearest_many"], whole["nearest_few"], whole["nearest_neighbours"]) == (900, 50, 50)
    assert not [path for path in home_of_its_own.rglob("*") if path.is_file()]


@pytest.mark.gui
@pytest.mark.slow
def test_the_window_and_the_plain_ways_are_measured_on_the_same_library(
    tiny: None, home_of_its_own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    whole = run(capsys, "open", "review", "plain")
    for key in ("open_s", "open_without_copy_s", "sort_ms", "filter_ms", "threshold_ms", "scroll_p99_ms", "memory_mb"):
        assert whole[key] > 0, (key, whole["notes"])
    assert set(whole["pages_ms"]) == {"list", "table", "grid"}
    assert all(each["pages"] == 4 for each in whole["pages_ms"].values())
    assert whole["filter_ms"] == max(whole["filters_ms"].values())
    assert whole["plain_same_order"] is whole["plain_same_filtered"] is True
    assert 1900 < whole["rows_shown"] < whole["plain_proxy_records"] == 2000
    assert whole["sort_over_plain"] == pytest.approx(whole["sort_ms"] / whole["plain_sort_of_all_s"] / 1000, rel=0.05)
    assert whole["memory_over_plain"] > 0
    assert "offscreen" in whole["notes"]["open_s"]
    assert not [path for path in home_of_its_own.rglob("*") if path.is_file()]


@pytest.mark.parametrize("arguments", [["library", "--only", "dance"], ["library", "somewhere"]])
def test_wrong_usage_is_answered_with_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.run(arguments)
    assert "alpaca-gui bench library" in capsys.readouterr().err


def test_the_word_may_stand_behind_the_options(tiny: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run(["--quick", "--only", "nearest", "library"]) == 0
    assert "nearest_million_s" in capsys.readouterr().out


def test_a_folder_called_library_is_measured_as_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    class Stop(Exception):  # noqa: N818 - it is none
        pass

    def measure(folder: Path, *_: object) -> None:
        asked.append(folder)
        raise Stop

    monkeypatch.setattr(bench, "measure", measure)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Stop):
        bench.run(["./library"])
    assert asked == [Path("library")]


# The library that is made.


def test_the_made_library_is_whole_and_as_after_a_million_pictures(tmp_path: Path, bundle: ModelBundle) -> None:
    found = made.make_library(tmp_path, bundle, samples(), 2000)
    with Library(found.path, write=False) as library:
        assert problems(library) == []
        columns = library.load(bundle.card.concept)
        assert library.rule() == bundle.card.rule
        assert library.models()[library.fact("model") - 1].model_id == bundle.model_id
    assert len(columns) == found.records == 2000
    done = columns.state == State.DONE
    assert 0.95 < done.mean() < 1
    assert np.isfinite(columns.logit[done]).all()
    assert np.isnan(columns.logit[~done]).all()
    assert all(columns.errors[int(place)] for place in columns.error[columns.state == State.FAILED])
    assert 0.02 < (columns.label != NO_LABEL).mean() < 0.1
    assert 0 < columns.removed.mean() < 0.02
    assert (columns.group > 0).any()
    there = [Path(columns.path.get(key)).is_file() for key in range(2000)]
    assert 0.1 < np.mean(there) < 0.5


def test_the_same_library_is_made_every_time(tmp_path: Path, bundle: ModelBundle) -> None:
    rows = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        path = made.make_library(tmp_path / name, bundle, samples(), 300).path
        with Library(path, write=False) as library:
            columns = library.load(bundle.card.concept)
        rows.append((columns.logit.tolist(), [Path(columns.path.get(key)).name for key in range(300)]))
    np.testing.assert_equal(rows[0], rows[1])


def test_where_links_cannot_be_made_all_pictures_are_missing(
    tmp_path: Path, bundle: ModelBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "symlink_to", refuse)
    path = made.make_library(tmp_path, bundle, samples(), 100).path
    with Library(path, write=False) as library:
        columns = library.load(bundle.card.concept)
    assert not any(Path(columns.path.get(key)).exists() for key in range(100))


# Embeddings, results, labels.


def test_mixed_embeddings_are_all_different_and_look_like_what_they_were_mixed_of(bundle: ModelBundle) -> None:
    mixed = mixed_embeddings(bundle)
    parts = list(mixed.parts(700, 300))
    rows, labels = (np.concatenate(each) for each in zip(*parts, strict=True))
    assert [len(part) for part, _ in parts] == [300, 300, 100]
    assert rows.dtype == np.float16
    assert len(np.unique(rows, axis=0)) == 700
    assert rows.min() >= 0
    assert 0.3 < labels.mean() < 0.7
    assert rows.mean() == pytest.approx(mixed.embeddings.mean(), rel=0.3)


def test_what_is_added_is_in_the_library(tmp_path: Path, bundle: ModelBundle) -> None:
    ((embeddings, _),) = mixed_embeddings(bundle).parts(10, 10)
    path = tmp_path / "x.library"
    assert len(adding.batch_seconds(path, bundle, 60, 25, embeddings)) == 3
    with Library(path, write=False) as library:
        assert problems(library) == []
        assert (library.load("").state == State.DONE).sum() == 60
        with library.reading() as connection:
            assert connection.execute("SELECT count(*) FROM embedding").fetchone() == (60,)


def test_labels_and_embeddings_to_learn_from_are_read_again(tmp_path: Path, bundle: ModelBundle) -> None:
    path = tmp_path / "x.library"
    retraining.fill(path, bundle, 40)
    with Library(path, write=False) as library:
        found = labelled_embeddings(library, bundle.card.concept, backbone_of(bundle))
    assert found.embeddings.shape == (40, mixed_embeddings(bundle).features)
    ((_, labels),) = mixed_embeddings(bundle).parts(40, 40)
    assert sorted(found.labels.tolist()) == sorted(labels.tolist())


def test_rates_are_of_all_batches() -> None:
    found = adding.compared(3000, 1000, 1280, [0.1, 0.2, 0.1], [0.05, 0.05, 0.05])
    assert found.values == {"add_per_s": pytest.approx(7500)}
    assert found.raw["add_best_batch_per_s"] == pytest.approx(10_000)
    assert found.raw["add_without_embeddings_per_s"] == pytest.approx(20_000)


# Room on the disk.


class Usage(NamedTuple):
    """As of `shutil.disk_usage`."""

    total: int
    used: int
    free: int


def test_without_room_on_the_disk_a_million_embeddings_are_not_measured_and_few_are(
    tiny: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nearly_full(_path: object) -> Usage:
        return Usage(2_000_000_000, 1_500_000_000, 500_000_000)

    monkeypatch.setattr(shutil, "disk_usage", nearly_full)
    whole = run(capsys, "nearest")
    assert whole["nearest_million_s"] is None
    assert "0.5 GB free" in whole["notes"]["nearest_million_s"]
    assert whole["nearest_10k_ms"] > 0


def test_room_is_needed_for_what_is_written_and_a_gigabyte_more() -> None:
    with pytest.raises(NotMeasuredError, match="TMPDIR"):
        nearest.require_room(Path(), 10**9, 1280)


# What the window tells, and the plain ways.

TOLD = {
    "rows": 10,
    "memory_open_mb": 300.0,
    "memory_mb": 400.0,
    "sort_ms": [100.0, 120.0, 500.0],
    "sort_again_ms": [40.0],
    "filter_ms": {"text": [10.0, 20.0, 90.0], "logit": [5.0, 6.0, 7.0]},
    "unfilter_ms": {"text": [30.0, 31.0, 32.0], "logit": [5.0, 6.0, 7.0]},
    "threshold_ms": {"closeness": [41.0, 42.0, 43.0], "all": [9.0]},
    "orders_ms": {"name": 300.0},
    "scroll_ms": {"list": [4.0] * 99 + [20.0], "grid": [5.0] * 100},
    "scroll_cpu_ms": {"list": [3.0] * 100, "grid": [4.0] * 100},
}


def test_of_several_kinds_the_slowest_median_counts() -> None:
    found = window.summarised(TOLD, {"QT_QPA_PLATFORM": "xcb"})
    assert found.values["sort_ms"] == 120
    assert found.values["filter_ms"] == 31
    assert found.values["threshold_ms"] == 42
    assert found.values["memory_mb"] == 400
    assert 4 < found.values["scroll_p99_ms"] < 20
    assert found.notes == {}


def test_a_system_that_does_not_tell_the_peak_has_all_the_other_figures() -> None:
    found = window.summarised({**TOLD, "memory_mb": None}, {"QT_QPA_PLATFORM": "xcb"})
    assert "memory_mb" not in found.values
    assert "does not tell" in found.notes["memory_mb"]
    assert found.values["sort_ms"] == 120


def test_a_window_that_did_nothing_is_no_figure() -> None:
    with pytest.raises(NotMeasuredError, match="did not say"):
        window.summarised({**TOLD, "scroll_ms": {}}, {})


def asked(sort_s: float, items_mb: float) -> tuple[plain.Ask, list[tuple[str, int]]]:
    calls: list[tuple[str, int]] = []

    def ask(way: str, count: int) -> Mapping[str, Any]:
        calls.append((way, count))
        if way == "proxy":
            return {"sort_s": sort_s, "filter_s": 0.1, "same_order": True, "same_filtered": True}
        return {"items_mb": items_mb, "items_s": 1.0, "library_mb": 200.0}

    return ask, calls


def test_what_would_take_too_long_or_too_much_is_reckoned_and_says_so() -> None:
    ask, calls = asked(sort_s=20.0, items_mb=700.0)
    found = plain.told(*plain.tried(ask, 1_000_000), 1_000_000)
    assert calls == [("proxy", 100_000), ("items", 100_000)]
    assert found.raw["plain_sort_of_all_s"] == pytest.approx(20 * 10 * np.log(1e6) / np.log(1e5))
    assert found.raw["plain_items_of_all_mb"] == pytest.approx(7000)
    assert found.raw["plain_filter_of_all_s"] == pytest.approx(1.0)
    assert "not measured" in found.notes["plain_sort_of_all_s"]
    assert "100,000" in found.notes["plain_items_of_all_mb"]


def test_what_is_bearable_is_measured_on_all() -> None:
    ask, calls = asked(sort_s=2.0, items_mb=70.0)
    found = plain.told(*plain.tried(ask, 1_000_000), 1_000_000)
    assert calls[-2:] == [("proxy", 1_000_000), ("items", 1_000_000)]
    assert found.raw["plain_sort_of_all_s"] == 2.0
    assert found.notes == {}


def test_ratios_are_ours_over_theirs_where_there_are_both() -> None:
    raw = {"plain_sort_of_all_s": 200.0, "library_columns_mb": 150.0, "plain_items_of_all_mb": 6000.0}
    assert plain.ratios({"sort_ms": 100.0}, raw) == {"sort_over_plain": 0.0005, "memory_over_plain": 0.025}


def test_the_copy_that_is_taken_away_is_the_one_that_the_library_would_read(
    tmp_path: Path, bundle: ModelBundle
) -> None:
    with workplace(bundle, ()) as place:
        path = made.make_library(place.folder, bundle, (), 50).path
        with Library(path) as library:
            columns = library.load("")
            library.write_copy(columns)
            copy = library._copy
        assert copy.is_file()
        place.forget_copy(path)
        assert not copy.exists()
        folder = copy.parent
        assert folder.exists()
        place.forget_all()
        assert not folder.exists()
    assert not place.folder.exists()

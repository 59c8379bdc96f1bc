"""What every test gets: a home of its own, no leaks, the photographs where they are.

Runs with pytest-qt (the whole suite) and without it (``make fast``, where Qt must stay unloaded).
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Before Qt loads. A test that wants a real display starts a program of its own.
# Qt's own offscreen screen has 800 x 800 pixels, on which no window would have the size that it is made for.
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={Path(__file__).with_name('screen.json')}")
# Before TensorFlow loads, for its child processes too: its notes on the processor are no warnings.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import pytest
from hypothesis import settings

from tests import leaks

CHECKOUT = Path(__file__).resolve().parent.parent
NEEDS_QT = (CHECKOUT / "tests" / "gui", CHECKOUT / "tests" / "end_to_end")

# Where tests run models, kill processes, fill disks or try hundreds of libraries: each is quick, together they are not.
SLOW = (
    *("cli/library/", "cli/test_bench_library", "cli/test_evaluate", "cli/test_train"),
    *("jobs/test_teach", "jobs/test_library_session", "jobs/test_killed", "jobs/test_candidate"),
    "jobs/test_taking_out",
    *("training/test_teach", "training/test_train", "training/test_logistic", "training/export/"),
    *("library/test_full_disk", "library/test_edits", "library/test_loading", "library/test_access"),
    *("library/test_library", "library/test_embeddings", "library/test_bringing_in", "library/test_imported"),
    *("library/test_mapped", "library/test_near_duplicates", "library/query/test_matching", "library/export/"),
    *("library/query/test_parse", "library/test_text_column", "library/test_neighbours", "judging/test_likeness"),
    *("imaging/test_thumbnail", "imaging/test_freedesktop", "engine/test_trained_on", "logit/test_thresholds"),
    *("jobs/test_child_job", "jobs/test_fetch", "jobs/test_judge", "jobs/test_session", "jobs/test_other_model"),
    *("explain/test_verdict_card", "explain/test_verify", "cli/test_explain", "cli/test_verify"),
    *("training/test_small_pictures", "jobs/test_each_side", "explain/test_smallest_flip", "explain/test_flip"),
    *("explain/test_closer", "explain/test_firmness", "explain/test_xray", "explain/test_other_score"),
    *("imaging/test_alter", "imaging/test_embedded", "explain/test_card_drawing", "explain/test_drawing"),
    *("explain/test_nearest", "explain/test_adjusting", "judging/test_intervals", "judging/test_page"),
    *("cli/test_card", "cli/test_bench_parts", "jobs/test_pipeline"),
    *("cli/test_display", "engine/test_quiet", "engine/test_samples", "explain/test_lens", "explain/test_occlusion"),
    *("cli/test_records", "cli/test_out", "judging/test_measure"),
)

TOLD = pytest.StashKey[set[str]]()

# No deadline: the machine may be busy, and a slow example is not a wrong one.
# The same cases every time: what passes once passes again, on every machine.
settings.register_profile("alpaca", deadline=None, database=None, derandomize=True)
settings.load_profile("alpaca")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Know pytest-qt's options, which pyproject.toml sets, in a run without it too."""
    if not pluginmanager.has_plugin("pytest-qt"):
        for option in ("qt_api", "qt_log_level_fail"):
            parser.addini(option, "an option of pytest-qt, which this run does without")


def has_qt(config: pytest.Config) -> bool:
    """Whether this run has pytest-qt, which loads Qt; ``make fast`` goes without."""
    return config.pluginmanager.has_plugin("pytest-qt")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Keep a run from reading what it would leave out: where half of the tests are slow, reading them is half of it."""
    if collection_path in NEEDS_QT and not has_qt(config):
        return True
    return True if "not slow" in config.option.markexpr and is_slow(collection_path) else None


def is_slow(path: Path) -> bool:
    """Whether all tests of a file, or of a folder, are slow."""
    place = path.relative_to(CHECKOUT / "tests").as_posix() if CHECKOUT / "tests" in path.parents else ""
    return f"{place}/".startswith(SLOW)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Set the marks that follow from where a test is and which fixtures it uses."""
    for item in items:
        if is_slow(item.path):
            item.add_marker(pytest.mark.slow)
        fixtures: list[str] = getattr(item, "fixturenames", [])
        if any(folder in item.path.parents for folder in NEEDS_QT) or "qapp" in fixtures:
            item.add_marker(pytest.mark.gui)
        if "photographs" in fixtures:
            item.add_marker(pytest.mark.photographs)


@pytest.hookimpl(trylast=True)  # the test's own things are put away first
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Fail the first of the core tests that loaded, or that were read with, what they promise to leave out."""
    told: set[str] = item.config.stash.get(TOLD, set())
    loaded = ({"PySide6", "tensorflow"} & sys.modules.keys()) - told
    if loaded and not has_qt(item.config):
        item.config.stash[TOLD] = told | loaded
        pytest.fail(f"The core tests loaded {', '.join(sorted(loaded))}: some import is in the wrong place")


@pytest.fixture(scope="session")
def photographs() -> Path:
    """Folder of the data set: ``alpaca/`` and ``not alpaca/``. Skips where it is absent, unless it is required."""
    folder = Path(os.environ.get("ALPACA_PHOTOGRAPHS") or CHECKOUT.parent / "shared" / "alpaca-dataset")
    if not folder.is_dir():
        reason = f"the photographs are not in {folder} (ALPACA_PHOTOGRAPHS names another folder)"
        if os.environ.get("ALPACA_REQUIRE_PHOTOGRAPHS"):
            pytest.fail(f"ALPACA_REQUIRE_PHOTOGRAPHS is set, and {reason}")
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all homes: to number each among thousands, as pytest does, takes longer than to make it."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home_of_its_own(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty home, so that none reads or writes a person's settings, caches or pictures."""
    home = Path(tempfile.mkdtemp(dir=homes))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for variable, name in (
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_RUNTIME_DIR", "runtime"),
    ):
        folder = home / name
        folder.mkdir(parents=True, mode=0o700)
        monkeypatch.setenv(variable, str(folder))
    if "PySide6.QtCore" in sys.modules:
        leaks.move_settings(home / ".config")
    return home


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a Python thread running."""
    before = leaks.threads()
    yield
    left = leaks.threads_left(before)
    if left:
        pytest.fail(f"Left running: {', '.join(thread.name for thread in left)}", pytrace=False)


@pytest.fixture(autouse=True)
def nothing_of_qt_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a QThread, a QTimer or the work of a QThreadPool running, or a window open."""
    if "PySide6.QtWidgets" not in sys.modules:
        yield
        return
    watch = leaks.QtWatch(monkeypatch)
    yield
    left = watch.left()
    if left:
        pytest.fail("Left behind: " + "; ".join(left), pytrace=False)

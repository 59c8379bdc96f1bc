"""Jobs that take records out: they tell how far they are, stop when asked, and work on rows that nobody changes."""

import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import OutputError
from alpaca_gui.imaging.source import FileSource, MemorySource
from alpaca_gui.jobs.going import GivenUp, Going
from alpaca_gui.jobs.taking_out import Chosen, to_file, to_folders, to_plan, to_sheet
from alpaca_gui.library.bringing_in import bring_in
from alpaca_gui.library.export.contact_sheet import Heading
from alpaca_gui.library.export.rows import HeldRecord
from alpaca_gui.library.export.sorting_plan import Mode
from alpaca_gui.library.imported import read_logits
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.record import Record
from alpaca_gui.library.still import still
from alpaca_gui.logit.verdict import Rule

RULE = Rule(band=1.0)


def run(steps: Generator[Going, None, Any]) -> tuple[list[Going], Any]:
    """Go through a job; gives how it went and what it returned."""
    gone: list[Going] = []
    while True:
        try:
            gone.append(next(steps))
        except StopIteration as end:
            return gone, end.value


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with 3,000 logits of pictures that are not there, and with a pasted one behind them."""
    table = tmp_path / "t.csv"
    table.write_text("path,logit\n" + "".join(f"/gone/{row}.jpg,{row - 1500}\n" for row in range(3000)))
    with Library(tmp_path / "zoo.library") as library:
        run(bring_in(library, read_logits(table), table, "alpaca", Event()))  # type: ignore[arg-type]
        picture = tmp_path / "seen.png"
        Image.new("RGB", (8, 8), "olive").save(picture)
        source = MemorySource(picture.read_bytes(), "pasted")
        key = library.add([source])
        model = library.use_model(UsedModel("m", "model", tmp_path, "alpaca"))
        library.keep([Outcome(key, Record(source, Evidence(2.0, None, None), 8, 8))], model, "")
        yield library


@pytest.fixture
def chosen(library: Library) -> Chosen:
    """All of it."""
    columns = still(library.load("alpaca"))
    return Chosen(library, columns, columns.present(), RULE)


def test_a_file_tells_how_far_it_is_and_how_many_there_were(chosen: Chosen, tmp_path: Path) -> None:
    gone, count = run(to_file(chosen, tmp_path / "out.csv", "csv", Event()))
    assert count == 3001
    assert [going.done for going in gone] == [1000, 2000, 3000, 3001]
    assert {going.of for going in gone} == {3001}
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 3002


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet", "html"])
def test_what_is_given_up_leaves_what_was_there(chosen: Chosen, tmp_path: Path, form: str) -> None:
    path, cancel = tmp_path / "out", Event()
    path.write_text("before")
    cancel.set()
    with pytest.raises(GivenUp):
        run(
            to_sheet(chosen, path, Heading("x", RULE), cancel)
            if form == "html"
            else to_file(chosen, path, form, cancel)
        )
    assert path.read_text() == "before"
    assert not list(tmp_path.glob(".out*"))


def test_a_pasted_picture_is_a_row_like_any_other_and_has_its_bytes(chosen: Chosen, library: Library) -> None:
    rows = list(chosen.rows(Event()))
    (held,) = (row for row in rows if isinstance(row, HeldRecord))
    assert rows[-1] is held
    assert held.held is not None
    assert held.held.read(held.held.number) == library.held(3000)
    assert (held.path, held.logit, held.decision) == ("pasted", 2.0, "yes")


def test_the_plan_touches_nothing_and_the_folders_get_what_it_says(
    chosen: Chosen, library: Library, tmp_path: Path
) -> None:
    target = tmp_path / "sorted"
    _, plan = run(to_plan(chosen, target, Mode.COPY, Event()))
    assert not target.exists()
    assert len(plan.left_out) == 3000
    gone, outcome = run(to_folders(plan, library, Event()))
    assert gone == [Going(1, 1)]
    assert outcome.placed == 1
    assert (target / "yes" / "pasted.png").read_bytes() == library.held(3000)
    _, again = run(to_plan(chosen, target, Mode.COPY, Event()))
    assert [each.name for each in again.placements] == ["pasted (2).png"]
    _, linked = run(to_plan(chosen, target, Mode.SYMLINK, Event()))
    assert not linked.placements


def test_still_columns_do_not_change_with_those_they_were_taken_of(library: Library) -> None:
    columns = library.load("alpaca")
    copy = still(columns)
    columns.logit[:] = 0
    columns.removed[5] = True
    columns.touch()
    columns.add([FileSource(Path("/new.jpg"))])
    assert len(copy) == 3001
    np.testing.assert_array_equal(copy.logit[:3000], np.arange(3000) - 1500)
    assert not copy.removed.any()
    assert copy.path.get(5) == "/gone/5.jpg"
    assert copy.names == {3000: "pasted"}


_LIMITED = """
import resource, sys
from pathlib import Path
from threading import Event
from alpaca_gui.errors import AlpacaError
from alpaca_gui.jobs.taking_out import Chosen, to_file
from alpaca_gui.library.library import Library
from alpaca_gui.logit.verdict import Rule
library = Library(Path(sys.argv[1]), write=False)
columns = library.load("alpaca")
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    for _ in to_file(Chosen(library, columns, columns.present(), Rule()), Path(sys.argv[2]), sys.argv[3], Event()): pass
except AlpacaError as error:
    print(error)
"""


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_where_the_disk_takes_no_more_it_is_told_and_nothing_is_left(
    library: Library, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "out" / "file"
    out.parent.mkdir()
    child = [sys.executable, "-c", _LIMITED, str(library.path), str(out), form]
    said = subprocess.run(child, check=True, capture_output=True, text=True)
    assert said.stdout.strip() == f"{out} cannot be written: File too large."
    assert list(out.parent.iterdir()) == []


def test_a_folder_that_is_a_file_is_told(chosen: Chosen, tmp_path: Path) -> None:
    (tmp_path / "sorted").mkdir()
    (tmp_path / "sorted" / "yes").write_text("in the way")
    with pytest.raises(OutputError, match="is not a folder"):
        run(to_plan(chosen, tmp_path / "sorted", Mode.COPY, Event()))

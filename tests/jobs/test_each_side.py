"""The nearest rows of each side, by label or logit, are those that plain NumPy finds; each content once."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.each_side import RowsOnSides, nearest_rows, rows_with
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.edits import label_edit, removal_edit
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.library import Library
from alpaca_gui.library.record import Content, Record
from alpaca_gui.logit.verdict import Rule
from tests.library.making import MODEL, paths

FEATURES = 16
COUNT = 60


def vector(content: int) -> np.ndarray:
    """The embedding of a content."""
    return np.random.default_rng(content).normal(size=FEATURES).astype(np.float16)


def digest(content: int) -> bytes:
    """The hash of a content."""
    return hashlib.sha256(b"%d" % content).digest()


def logit(content: int) -> float:
    """What the model said of a content."""
    return content / 10 - 3


def outcome(key: int, content: int) -> Outcome:
    """What came of a row."""
    evidence = Evidence(logit(content), None, vector(content).astype(np.float32))
    record = Record(FileSource(Path("/x")), evidence, 9, 9, content=Content(digest(content), 9), time=1.0)
    return Outcome(key, record)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of as many rows; every third has the content of the one before."""
    with Library(tmp_path / "some.library") as library:
        number = library.use_model(MODEL)
        library.add(paths(COUNT))
        library.keep([outcome(key, key - (key % 3 == 2)) for key in range(COUNT)], number, MODEL.backbone)
        yield library
        library.done_reading()


def columns_of(library: Library) -> Columns:
    """Its rows."""
    return library.load(MODEL.concept)


def expected(columns: Columns, side: int, query: np.ndarray, rule: Rule, but: int) -> list[tuple[int, float]]:
    """Contents of a side with their cosines, the most alike first, row by row in plain Python."""
    said: dict[int, int] = {}
    for key in range(len(columns)):
        content = key - (key % 3 == 2)
        if columns.removed[key]:
            continue
        if columns.label[key] >= 0:
            said[content] = int(columns.label[key])
        elif not any(
            columns.label[other] >= 0 for other in range(len(columns)) if other - (other % 3 == 2) == content
        ):  # fmt: skip
            said[content] = int(logit(content) > rule.threshold)
    said.pop(but - (but % 3 == 2), None)
    found = []
    for content, label in said.items():
        other = vector(content).astype(np.float64)
        if label == side:
            asked = query.astype(np.float64)
            found.append((content, float(other @ asked / np.linalg.norm(other) / np.linalg.norm(asked))))
    return sorted(found, key=lambda one: -one[1])


@pytest.mark.parametrize("rule", [Rule(), Rule(1.25, 1.0)])
def test_each_side_is_what_plain_numpy_finds(library: Library, rule: Rule) -> None:
    library.apply(label_edit(np.array([2, 40, 41]), 1, MODEL.concept))
    library.apply(label_edit(np.array([50, 55]), 0, MODEL.concept))
    library.apply(removal_edit(np.array([12, 13, 14])))
    columns = columns_of(library)
    query, but = vector(31).astype(np.float32), 31
    found = nearest_rows(library, MODEL.backbone, query, RowsOnSides.of(columns, rule, but), 10, Event())
    for side, rows in ((1, found.yes), (0, found.no)):
        wanted = expected(columns, side, query, rule, but)[:10]
        assert [row.key - (row.key % 3 == 2) for row in rows] == [content for content, _ in wanted]
        assert [row.cosine for row in rows] == pytest.approx([cosine for _, cosine in wanted], abs=1e-3)
        assert not columns.removed[[row.key for row in rows]].any()


def test_of_rows_with_one_content_the_one_with_a_label_speaks(library: Library) -> None:
    library.apply(label_edit(np.array([1]), 1, MODEL.concept))  # its logit, and its copy's, say no
    rows = RowsOnSides.of(columns_of(library), Rule())
    found = nearest_rows(library, MODEL.backbone, vector(1), rows, COUNT, Event())
    assert found.yes[0].key == 1
    assert not {1, 2} & {row.key for row in found.no}


def test_rows_inside_the_band_stand_where_their_logit_lies(library: Library) -> None:
    rows = RowsOnSides.of(columns_of(library), Rule(0.0, 100.0))
    found = nearest_rows(library, MODEL.backbone, vector(0), rows, COUNT, Event())
    contents = {key - (key % 3 == 2) for key in range(COUNT)}
    assert len(found.yes) + len(found.no) == len(contents)


def test_what_cannot_be_compared_is_said(library: Library) -> None:
    rows = RowsOnSides.of(columns_of(library), Rule())
    for backbone, query in (
        ("c" * 64, vector(0)),
        (MODEL.backbone, vector(0)[:-1]),
        (MODEL.backbone, np.full(FEATURES, np.nan, np.float32)),
    ):
        with pytest.raises(LibraryError, match="Nothing is known about how this picture looks"):
            nearest_rows(library, backbone, query, rows, 3, Event())
    given_up = Event()
    given_up.set()
    with pytest.raises(LibraryError):
        nearest_rows(library, MODEL.backbone, vector(0), rows, 3, given_up)


def test_a_library_that_has_grown_meanwhile_is_searched_as_far_as_its_rows_are_known(library: Library) -> None:
    rows = RowsOnSides.of(columns_of(library), Rule())
    number = library.use_model(MODEL)
    first = library.add(paths(1, "/more"))
    library.keep([outcome(first, 999)], number, MODEL.backbone)
    found = nearest_rows(library, MODEL.backbone, vector(999), rows, COUNT, Event())
    assert first not in {row.key for row in (*found.yes, *found.no)}


def test_contents_are_found_by_their_hashes_where_a_row_is_left(library: Library) -> None:
    library.apply(removal_edit(np.array([0, 4, 5])))
    rows = RowsOnSides.of(columns_of(library), Rule())
    hashes = [digest(content).hex() for content in (0, 3, 4, 7, 1234)]
    odd = ["", "zz" * 32, hashes[1].upper(), "' OR 1=1 --", "\x00" * 64]
    found = rows_with(library, [*hashes, *odd], rows)
    assert found[hashes[1]] == 3
    assert found[hashes[3]] in (7, 8)
    assert set(found) == {hashes[1], hashes[3]}
    assert rows_with(library, [], rows) == {}


def test_thousands_of_hashes_are_looked_up_in_parts(library: Library) -> None:
    rows = RowsOnSides.of(columns_of(library), Rule())
    many = [digest(content).hex() for content in range(3000)]
    assert len(rows_with(library, many, rows)) == len({key - (key % 3 == 2) for key in range(COUNT)})

"""What a library keeps it gives again: records, what a model said of a content, sources, names, notes and facts."""

import hashlib
import io
import os
import sqlite3
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.content import encoded
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, PixelSource, Source, StoredSource
from alpaca_gui.library.bringing_in import bring_in
from alpaca_gui.library.checking import problems
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.edits import removal_edit
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.saved_filters import (
    MOST_REMEMBERED,
    SavedFilter,
    forget_filter,
    name_filter,
    remember_filter,
    saved_filters,
)
from alpaca_gui.library.state import State
from tests.imaging.pictures import encoded as picture
from tests.library.making import MODEL, assert_same, outcome, paths
from tests.library.test_bringing_in import imported, whole

OTHER = UsedModel("c" * 64, "second", Path("/models/second.model"), "llama", "d" * 64)

ODD_NAMES = [
    "/caf\udce9.jpg",
    "/two\nlines.jpg",
    "/" + "x" * 4000,
    "/nul\0byte.jpg",
    "/🦙 'quoted\"; DROP TABLE record.jpg",
    "",
    " ",
    "/\u202egnp.exe",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.library"


def test_what_was_kept_is_there_when_it_is_opened_again(path: Path) -> None:
    with Library(path) as library:
        first = library.add(paths(3))
        second = library.add(paths(2, "/more"))
        assert (first, second, len(library)) == (0, 3, 5)
        number = library.use_model(MODEL)
        pictures = library.keep([outcome(0, 1.25), outcome(3, -1.0, "0"), outcome(1, None)], number, "b")
        assert pictures == [1, 1, 0]
        library.done_reading()
    with Library(path) as library:
        columns = library.load("alpaca")
        assert columns.state.tolist() == [State.DONE, State.FAILED, State.WAITING, State.DONE, State.WAITING]
        assert columns.models == ["first"]
        for key in (0, 1, 3):
            record, shown = library.record(key), columns.record(key)
            assert shown is not None
            assert (record.logit, record.error, record.width) == (shown.logit, shown.error, shown.width)
            assert record.source.location == shown.source.location == columns.path.get(key)
        assert library.record(1).error == "It is broken."
        assert library.add(paths(1)) == 5
        library.done_reading()


def test_the_same_content_is_known_to_the_model_that_saw_it_and_to_no_other(path: Path) -> None:
    with Library(path) as library:
        library.add(paths(2))
        first, second = library.use_model(MODEL), library.use_model(OTHER)
        library.keep([outcome(0, 1.25, "llama", notes=("The first frame of 3.", "It is small."))], first, "b")
        digest = hashlib.sha256(b"llama").digest()
        known = library.recall(digest, first)
        assert known is not None
        assert (known.logit, known.unlike, known.time, known.width, known.height) == (1.25, 0.25, 1000.0, 640, 480)
        assert known.notes == ("The first frame of 3.", "It is small.")
        assert library.recall(digest, second) is None
        assert library.recall(hashlib.sha256(b"other").digest(), first) is None
        library.keep([outcome(0, -3.0, "llama")], second, "d")
        again = library.recall(digest, first)
        assert again is not None
        assert again.logit == 1.25
        library.done_reading()


def test_what_failed_is_not_known_by_its_content(path: Path) -> None:
    with Library(path) as library:
        library.add(paths(1))
        number = library.use_model(MODEL)
        library.keep([outcome(0, None, "broken")], number, "b")
        assert library.recall(hashlib.sha256(b"broken").digest(), number) is None
        library.done_reading()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 3)),
        st.tuples(st.just("keep"), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=4)),
        st.tuples(st.just("fail"), st.integers(0, 3)),
        st.tuples(st.just("cancel"), st.none()),
        st.tuples(st.just("table"), st.floats(-9, 9)),
        st.tuples(st.just("answer"), st.integers(0, 2)),
        st.tuples(st.just("again"), st.integers(0, 3)),
    ),
    min_size=1,
    max_size=16,
)


def _keep(library: Library, columns: Columns, kept: list[Outcome], model: int) -> None:
    for one, place in zip(kept, library.keep(kept, model, "b"), strict=True):
        columns.set_record(one.key, one.record, model - 1, place)


@given(steps=STEPS)
@settings(max_examples=60)
def test_models_that_take_turns_leave_columns_and_library_alike(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object]]
) -> None:
    # What the window's columns do in memory, the library does in SQL; a start in between may not show anything else.
    models = [MODEL, OTHER, UsedModel("e" * 64, "third", Path("/models/third.model"), "alpaca", "b" * 64)]
    with Library(tmp_path_factory.mktemp("library") / "some.library") as library:
        columns = Columns(library.held)
        numbers = [library.use_model(model) for model in models]
        columns.models[:] = [model.name for model in models]
        now = 0
        library.answer_with(numbers[now])
        for what, value in steps:
            count = len(columns)
            match what, value:
                case "add", int(more):
                    library.add(paths(more))
                    columns.add(paths(more))
                case "keep", list(pairs):
                    kept = [outcome(k, k + 10.0 * c + now, str(c), unlike=k / 8) for k, c in pairs if k < count]
                    _keep(library, columns, kept, numbers[now])
                case "fail", int(key) if key < count:
                    _keep(library, columns, [outcome(key, None)], numbers[now])
                case "cancel", None:
                    library.cancel_waiting()
                    columns.cancel_waiting()
                case "table", float(logit):
                    rows = [(f"/table/{count}".encode(), logit, 1)]
                    brought = whole(bring_in(library, imported(rows), Path("t.csv"), "x", Event()))
                    columns.bring_in(brought)
                case "again", int(key) if key < count:
                    library.set_state(np.array([key]), State.WAITING)
                    columns.wait_again(np.array([key]))
                case "answer", int(now):
                    tables = {place for place, one in enumerate(library.models()) if one.path is None}
                    known = library.known_rows(numbers[now])
                    library.answer_with(numbers[now])
                    waiting = columns.answer_with(numbers[now] - 1, known, tables)
                    assert waiting.tolist() == np.flatnonzero(library.load("").state == State.WAITING).tolist()
            assert_same(library.load("x"), columns, ["logit", "state", "removed", "model", "time", "unlike"])
            assert_same(library.load("x"), columns, ["picture", "width", "height", "kind"])
        assert problems(library) == []
        library.done_reading()


def test_a_model_that_comes_back_says_at_once_what_it_said_before(path: Path) -> None:
    with Library(path) as library:
        library.add(paths(3))
        first, second = library.use_model(MODEL), library.use_model(OTHER)
        library.keep([outcome(key, float(key)) for key in range(3)], first, "b")
        library.answer_with(second)
        assert library.load("x").state.tolist() == [State.WAITING] * 3
        library.keep([outcome(key, -float(key)) for key in range(2)], second, "d")
        library.answer_with(first)
        columns = library.load("x")
        assert columns.state.tolist() == [State.DONE] * 3
        assert columns.logit.tolist() == [0.0, 1.0, 2.0]
        library.answer_with(second)
        np.testing.assert_array_equal(library.load("x").logit, [0.0, -1.0, np.nan])
        assert library.fact("model") == second
        library.done_reading()


def test_rows_that_wait_again_are_left_by_columns_and_library_alike(path: Path) -> None:
    with Library(path) as library:
        library.add(paths(3))
        number = library.use_model(MODEL)
        library.keep([outcome(0, 1.0), outcome(1, 2.0), outcome(2, None)], number, "b")
        columns = library.load("alpaca")
        for keys in (np.array([0, 2]), np.array([1])):
            library.set_state(keys, State.WAITING)
            columns.wait_again(keys)
            assert_same(library.load("alpaca"), columns)
        library.set_state(np.array([0]), State.CANCELLED)
        assert library.load("alpaca").state.tolist() == [State.CANCELLED, State.WAITING, State.WAITING]
        library.done_reading()


def test_a_library_that_grew_since_it_was_read_is_answered_as_far_as_it_was_read(path: Path) -> None:
    with Library(path) as library:
        library.add(paths(2))
        number = library.use_model(MODEL)
        columns = library.load("alpaca")
        library.add(paths(3, "/more"))
        library.keep([outcome(key, float(key)) for key in range(5)], number, "b")
        columns.answer_with(number - 1, library.known_rows(number), set())
        assert columns.logit.tolist() == [0.0, 1.0]
        library.done_reading()


def test_pasted_and_dropped_pictures_are_held_and_shown_again(path: Path) -> None:
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (11, 7, 4), np.uint8)
    pixels[:4, :, 3] = 0
    data = picture(Image.fromarray(pixels[..., :3]), "PNG")
    sources: list[Source] = [
        PixelSource(pixels, "pasted"),
        MemorySource(data, "dragged 🦙", "https://x.org/a"),
        *paths(1),
    ]
    with Library(path) as library:
        library.add(sources)
        library.done_reading()
    with Library(path, write=False) as library:
        columns = library.load("x")
        for key in (0, 1):
            for stored in (library.source(key), columns.source(key), library.record(key).source):
                assert isinstance(stored, StoredSource)
                assert (stored.name, stored.location) == (sources[key].name, sources[key].location)
                np.testing.assert_array_equal(decode(stored).pixels, decode(sources[key]).pixels)
        assert np.array_equal(np.asarray(Image.open(io.BytesIO(library.held(0)))), pixels)
        assert library.held(1) == data
        with pytest.raises(LibraryError, match="not held any more"):
            library.held(2)
        library.done_reading()


def test_a_link_that_was_fetched_is_from_then_on_the_picture_that_came_of_it(path: Path) -> None:
    link = LinkSource("https://example.org/llama.jpg?x=1")
    with Library(path) as library:
        library.add([link])
        assert library.source(0) == link
        fetched = MemorySource(b"picture", "llama.jpg", link.url)
        library.keep([outcome(0, 2.0, source=fetched)], library.use_model(MODEL), "b")
        library.done_reading()
    with Library(path) as library:
        source = library.source(0)
        assert isinstance(source, StoredSource)
        assert (source.location, source.name, encoded(source)) == (link.url, "llama.jpg", b"picture")
        assert library.place(link.url, link=True) is not None
        assert library.place(link.url) is None
        library.done_reading()


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_is_kept_as_it_is(path: Path, name: str) -> None:
    with Library(path) as library:
        library.add([FileSource(Path(name)), MemorySource(b"x", name, "https://" + name), LinkSource(name)])
        library.begin_request(name)
        library.done_reading()
    with Library(path) as library:
        columns = library.load("x")
        for source in (library.source(0), columns.source(0)):
            assert source == FileSource(Path(name))
        for source in (library.source(1), columns.source(1)):
            assert source.location == "https://" + name
            assert source.name == MemorySource(b"", name or "https://" + name).name
        assert library.source(2) == columns.source(2) == LinkSource(name)
        place = library.place(str(Path(name)))
        assert place is not None
        assert place.key == 0
        assert list(library.requests().values()) == [name]
        library.done_reading()


@pytest.mark.skipif(os.name == "nt", reason="it is one name there, and two here")
def test_half_a_pair_is_written_and_its_row_is_found_again(path: Path) -> None:
    name = "/half \ud800 pair.jpg"
    with Library(path) as library:
        library.add([FileSource(Path(name))])
        columns = Columns()
        columns.add([FileSource(Path(name))])
        place = library.place(name)
        assert place is not None
        assert library.source(0).location == columns.source(0).location
        library.done_reading()


def test_text_that_is_not_unicode_is_written_with_the_rest_of_it_whole(path: Path) -> None:
    stray = "half \ud800 pair"
    with Library(path) as library:
        library.add(paths(1))
        number = library.use_model(UsedModel("f" * 64, stray, Path("/m\udce9"), stray))
        library.keep([outcome(0, None, error=stray, notes=(stray,))], number, "b")
        library.set_note(0, stray)
        remember_filter(library, stray)
        name_filter(library, stray, stray)
        assert library.note(0) == "half ? pair"
        assert library.record(0).error == "half ? pair"
        assert library.record(0).notes == (stray,)
        assert (library.models()[0].name, library.models()[0].path) == ("half ? pair", Path("/m\udce9"))
        assert saved_filters(library) == [SavedFilter("half ? pair", "half ? pair")]
        forget_filter(library, stray)
        assert saved_filters(library) == []
        library.done_reading()


def test_the_latest_row_of_a_file_is_its_place_and_removed_ones_are_asked_for(path: Path) -> None:
    with Library(path) as library:
        library.add(paths(1))
        library.apply(removal_edit(np.array([0])))
        assert library.place("/pictures/00000.jpg") is None
        gone = library.place("/pictures/00000.jpg", removed=True)
        assert gone is not None
        assert gone.key == 0
        library.add(paths(1))
        place = library.place("/pictures/00000.jpg")
        assert place is not None
        assert (place.key, place.state, place.size) == (1, State.WAITING, None)
        library.done_reading()


def test_facts_notes_and_folders_are_remembered_and_forgotten(path: Path) -> None:
    with Library(path) as library:
        library.add(paths(1))
        library.set_fact("view", {"order": ["é", 1.5, None]})
        number = library.begin_request("/a")
        library.begin_request("/b")
        library.set_note(0, "noted")
        library.end_request(number)
        library.done_reading()
    with Library(path) as library:
        assert library.fact("view") == {"order": ["é", 1.5, None]}
        assert list(library.requests().values()) == ["/b"]
        assert library.note(0) == "noted"
        library.set_note(0, "")
        library.set_fact("view", None)
        assert library.note(0) == ""
        assert library.fact("view") is None
        assert not library.load("x").noted.any()
        library.done_reading()


def test_filters_without_a_name_are_forgotten_in_time_and_named_ones_never(path: Path) -> None:
    with Library(path) as library:
        name_filter(library, "logit:>0", "likely")
        for number in range(MOST_REMEMBERED + 5):
            remember_filter(library, f"width:>{number}")
        remember_filter(library, "width:>7")
        kept = saved_filters(library)
        assert kept[0] == SavedFilter("logit:>0", "likely")
        assert kept[1] == SavedFilter("width:>7")
        assert len(kept) == 1 + MOST_REMEMBERED
        name_filter(library, "logit:<0", "likely")
        assert [one for one in saved_filters(library) if one.name] == [SavedFilter("logit:<0", "likely")]
        library.done_reading()


def test_a_library_tells_what_does_not_fit_together(path: Path) -> None:
    with Library(path) as library:
        library.add(paths(4))
        library.keep([outcome(0, 1.0)], library.use_model(MODEL), "b")
        library.done_reading()
    connection = sqlite3.connect(path)
    connection.executescript(
        "DELETE FROM record WHERE number = 2; UPDATE record SET picture = 99, model = 88 WHERE number = 3;"
        "INSERT INTO label VALUES (70, 'x', 1, 0.0); UPDATE record SET state = 1 WHERE number = 4"
    )
    connection.close()
    with Library(path, write=False) as library:
        assert problems(library) == [
            "1 records are missing between others.",
            "1 records are said to be classified and have no logit.",
            "1 labels belong to no record.",
            "1 records name a content that is not there.",
            "1 records name a model that is not there.",
        ]
        library.done_reading()

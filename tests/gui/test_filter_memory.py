"""The filters that were typed before: named ones lead, the one used last follows, and the library hears of each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpaca_gui.gui.filter_memory import FilterMemory
from alpaca_gui.library.library import Library
from alpaca_gui.library.saved_filters import SavedFilter, saved_filters


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library(tmp_path / "zoo.library") as library:
        yield library


def at_once(job: Callable[[], None]) -> None:
    job()


def never(_job: Callable[[], None]) -> None:
    """As a library that is opened for reading."""


def offered(memory: FilterMemory) -> list[tuple[str, str | None]]:
    return [(one.text, one.name) for one in memory.saved]


def test_the_filter_used_last_is_offered_first_and_named_ones_before_it_by_name(library: Library) -> None:
    memory = FilterMemory((), library, at_once)
    for text in ("sheep", "lion", "label:yes", "sheep"):
        memory.remember(text)
    assert offered(memory) == [("sheep", None), ("label:yes", None), ("lion", None)]
    memory.name("lion", "wild")
    memory.name("label:yes", "mine")
    memory.remember("lion")
    assert offered(memory) == [("label:yes", "mine"), ("lion", "wild"), ("sheep", None)]
    assert saved_filters(library) == memory.saved


def test_a_filter_that_loses_its_name_to_another_stays(library: Library) -> None:
    memory = FilterMemory((), library, at_once)
    for text in ("lion", "sheep", "goat"):
        memory.remember(text)
    memory.name("lion", "mine")
    assert memory.bearer("mine") == "lion"
    memory.name("sheep", "mine")
    assert memory.bearer("mine") == "sheep"
    assert offered(memory) == [("sheep", "mine"), ("lion", None), ("goat", None)]
    assert saved_filters(library) == memory.saved


def test_a_filter_that_is_forgotten_is_offered_by_nobody(library: Library) -> None:
    memory = FilterMemory((SavedFilter("lion", "wild"), SavedFilter("sheep")), library, at_once)
    memory.remember("sheep")
    memory.forget("lion")
    memory.forget("sheep")
    assert memory.saved == saved_filters(library) == []


def test_the_list_that_the_field_was_given_stays_the_same_object(library: Library) -> None:
    memory = FilterMemory((), library, never)
    shown = memory.saved
    memory.remember("sheep")
    memory.name("sheep", "woolly")
    assert shown == [SavedFilter("sheep", "woolly")]
    memory.forget("sheep")
    assert shown == []


@settings(max_examples=40)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["use", "forget", "name x", "name y"])), max_size=12
    )
)
def test_what_is_offered_now_is_offered_at_the_next_start_too(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    with Library(tmp_path_factory.mktemp("zoo") / "zoo.library") as library:
        memory = FilterMemory((), library, at_once)
        for text, what in steps:
            match what:
                case "use":
                    memory.remember(text)
                case "forget":
                    memory.forget(text)
                case _:
                    memory.name(text, what.removeprefix("name "))
            assert memory.saved == saved_filters(library)
        names = [one.name for one in memory.saved if one.name is not None]
        assert len(names) == len(set(names))


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(["use", "name", "forget"]))))
def test_a_filter_is_offered_once_at_the_most_whatever_was_done(
    steps: list[tuple[str, str]],
) -> None:
    memory = FilterMemory((), None, never)  # type: ignore[arg-type] # nothing is written
    for text, what in steps:
        match what:
            case "use":
                memory.remember(text)
            case "name":
                memory.name(text, text.upper())
            case _:
                memory.forget(text)
    texts = [one.text for one in memory.saved]
    assert len(texts) == len(set(texts))
    named = [one.name for one in memory.saved if one.name is not None]
    assert named == sorted(named)
    assert [one.name is None for one in memory.saved] == sorted(one.name is None for one in memory.saved)

"""What a completer proposes for a half-typed filter, and that it can be read when it is taken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpaca_gui.errors import FilterError
from alpaca_gui.library.query import Text, parse
from alpaca_gui.library.query.keys import KEYS
from alpaca_gui.library.query.suggest import suggestions

MODELS = ["alpaca", 'two "words" of it', "any"]
FOLDERS = ["/home/zoo", "/home/My Pictures"]


def proposed(typed: str, cursor: int | None = None) -> list[str]:
    where = len(typed) if cursor is None else cursor
    return [one.applied_to(typed) for one in suggestions(typed, where, MODELS, FOLDERS)]


def test_every_key_is_proposed_where_nothing_is_typed_with_what_it_means() -> None:
    assert proposed("") == [f"{key}:" for key in KEYS]
    assert proposed("zoo ") == [f"zoo {key}:" for key in KEYS]
    assert all(one.meaning for one in suggestions("", 0))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("lo", ["logit:"]),
        ("zoo -LA", ["zoo -label:"]),
        ("decision:", ["decision:yes", "decision:no", "decision:unsure"]),
        ("decision:yes,u", ["decision:yes,unsure"]),
        ("-label:n", ["-label:no", "-label:none"]),
        ("time:t", ["time:today"]),
        ("error:a", ["error:any"]),
        ("model:WORDS", ['model:"two \\"words\\" of it"']),
        ("folder:my", ['folder:"/home/My Pictures"']),
        ('folder:"/home/m', ['folder:"/home/My Pictures"']),
        ('a "b c" folder:zoo', ['a "b c" folder:/home/zoo']),
        ("label:none", []),
        ("zoo", []),
        ("nothing:a", []),
    ],
)
def test_the_word_before_the_cursor_is_finished(typed: str, wanted: list[str]) -> None:
    assert proposed(typed) == wanted


def test_what_stands_behind_the_cursor_stays() -> None:
    assert proposed("lab zoo", 3) == ["label: zoo"]


def test_a_model_whose_name_is_a_word_of_the_language_is_meant_as_a_name() -> None:
    (taken,) = [one for one in proposed("model:an") if one != "model:any"]
    assert parse(taken).terms[0].value == Text("any")


def test_no_more_are_given_than_asked_for() -> None:
    assert len(suggestions("folder:", 7, folders=[f"/{n}" for n in range(100)], most=5)) == 5


@given(
    st.lists(st.sampled_from(['"', "\\", " ", ":", "-", ",", "a", "label", "model", "no", "ä", "\udcff"]), max_size=9),
    st.data(),
)
@settings(max_examples=400)
def test_whatever_is_typed_a_value_that_is_taken_can_be_read(pieces: list[str], data: st.DataObject) -> None:
    typed = "".join(pieces)
    cursor = data.draw(st.integers(0, len(typed)))
    for one in suggestions(typed, cursor, MODELS, FOLDERS):
        assert 0 <= one.start <= one.end == cursor
        if not one.text.endswith((":", ">", "<")):
            assert len(parse(one.text).terms) == 1


def test_it_is_not_disturbed_by_a_text_that_cannot_be_read() -> None:
    with pytest.raises(FilterError):
        parse("logits:1 lab")
    assert proposed("logits:1 lab") == ["logits:1 label:"]


@pytest.mark.parametrize("typed", ['"' * 50_001, "a" * 500_000, "a " * 100_000, "\\" * 100_000, 'a:"' + '\\"' * 50_000])
def test_enormous_texts_are_no_harm(typed: str) -> None:
    assert isinstance(suggestions(typed, len(typed), MODELS, FOLDERS), list)

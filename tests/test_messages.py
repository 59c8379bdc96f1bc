"""What a child process tells arrives as it was told; anything else is no message."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.messages import Done, Epoch, Failed, Message, Note, Step, from_line, to_line

# Also the stray bytes of a path that is not UTF-8, which Python carries as lone surrogates.
texts = st.text(st.one_of(st.characters(), st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF)))
numbers = st.floats(allow_nan=False)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)
messages = st.one_of(
    st.builds(Note, texts),
    st.builds(Step, texts, st.integers(), st.integers()),
    st.builds(Epoch, texts, st.integers(), st.integers(), numbers, numbers, numbers, numbers, numbers),
    st.builds(Done, st.dictionaries(texts, json_values, max_size=4)),
    st.builds(Failed, texts),
)


@given(messages)
def test_every_message_survives_the_way(message: Message) -> None:
    line = to_line(message)
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert from_line(line) == message


def test_a_loss_that_is_not_a_number_survives() -> None:
    message = from_line(to_line(Epoch("Head", 1, 5, math.nan, 0.5, math.inf, 0.5, 1.0)))
    assert isinstance(message, Epoch)
    assert math.isnan(message.loss)
    assert message.validation_loss == math.inf


@pytest.mark.parametrize(
    "line",
    [
        "", "hello", "null", "[]", "7", "{}", '{"kind": "Note"}', '{"kind": "Note", "text": "a", "more": 1}',
        '{"kind": "Note", "text": 5}', '{"kind": "Note", "text": null}', '{"kind": "Step", "stage": "a", "done": "1"}',
        '{"kind": "Done", "values": []}', '{"kind": "Shout", "text": "a"}', '{"kind": [], "text": "a"}',
        '{"kind": "Step", "stage": "a", "done": 1.5}', "[" * 100_000, '{"kind": "Note", "text": "a"', "9" * 10_000,
    ],
)  # fmt: skip
def test_anything_else_is_no_message(line: str) -> None:
    with pytest.raises(ValueError, match=r"^not a message: "):
        from_line(line)


@given(st.one_of(texts, json_values.map(json.dumps)))
def test_whatever_is_said_is_a_message_or_is_refused(line: str) -> None:
    try:
        message = from_line(line)
    except ValueError:
        return  # and no other error
    assert from_line(to_line(message)) == message

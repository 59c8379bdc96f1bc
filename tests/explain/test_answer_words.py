"""A decision in the model's own words, whatever these are: one line, and nothing that a screen or terminal obeys."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.explain.answer_words import answer_words
from alpaca_gui.logit.verdict import Decision
from alpaca_gui.resources import shipped_model

CARD = load_bundle(shipped_model()).card


@pytest.mark.parametrize(
    ("decision", "words"),
    [(Decision.YES, "Yes, llama"), (Decision.NO, "No, none of them"), (Decision.UNSURE, "Unsure")],
)
def test_each_decision_has_the_answer_that_its_card_gives(decision: Decision, words: str) -> None:
    card: ModelCard = replace(CARD, yes="llama", no="none of them")
    assert answer_words(card, decision) == words


@given(st.text(st.characters(), min_size=1, max_size=20), st.sampled_from(Decision))
def test_whatever_the_model_calls_its_answers_it_is_one_line_that_can_be_drawn(name: str, decision: Decision) -> None:
    assert answer_words(replace(CARD, yes=name, no=name), decision).isprintable()

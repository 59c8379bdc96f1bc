"""The card reads as a person wants it, and nothing in it that a stranger wrote is obeyed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.engine.bundle import LITERT, ModelBundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.card_markdown import card_markdown
from alpaca_gui.engine.example import example_code
from alpaca_gui.engine.markdown import bullets, escaped, number
from alpaca_gui.imaging.preprocess import FITS

SECTIONS = [
    "How to read its answer",
    "Where it comes from",
    "What it sees of a picture",
    "What it was trained on",
    "How good it is",
    "When a picture is unlike the training pictures",
    "What it cannot do",
    "How to make it again",
    "How to use it from Python",
    "All facts",
]


@pytest.fixture
def bundle(card: ModelCard) -> ModelBundle:
    return ModelBundle(Path("red.model"), card, "f" * 64, {LITERT: b"tensors"})


def _with(bundle: ModelBundle, **values: object) -> str:
    return card_markdown(replace(bundle, card=replace(bundle.card, **values)))  # type: ignore[arg-type]


def test_the_sections_come_in_the_order_of_a_readers_questions(bundle: ModelBundle) -> None:
    text = card_markdown(bundle)
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == SECTIONS
    assert text.startswith("# red: red or not red?\n\nThis model answers one question")
    assert "an unknown thing may well be called red with a large logit" in text
    assert text.endswith("\n")


def test_threshold_band_and_temperature_are_said(bundle: ModelBundle) -> None:
    text = card_markdown(bundle)
    assert "threshold of 0.5" in text
    assert "Less than 1.5 away" in text
    assert "divided by the temperature 2" in text


def test_figures_say_what_out_of_fold_means(shipped: ModelBundle, bundle: ModelBundle) -> None:
    text = card_markdown(shipped)
    assert "*out of fold*" in text
    assert f"| Accuracy | {shipped.card.out_of_fold['accuracy']:.4f} |" in text
    assert "had not seen it in training" in text
    unmeasured = _with(bundle, out_of_fold={})
    assert "Not measured" in unmeasured
    interval = _with(bundle, out_of_fold={"accuracy": {"value": 0.9, "low": 0.8, "high": 0.95}, "n": 1200})
    assert "| Accuracy | 0.9000 (0.8000 to 0.9500) |" in interval
    assert "over 1,200 pictures" in interval


def test_every_hash_is_on_the_card(shipped: ModelBundle) -> None:
    text = card_markdown(shipped)
    for digest in (shipped.model_id, *shipped.card.parts.values()):
        assert digest in text


def test_what_was_brought_in_says_so(bundle: ModelBundle) -> None:
    brought = {"file": "keras_model.h5", "kind": "a Keras file", "changes": ["The sigmoid was taken off."]}
    text = _with(bundle, brought_in=brought, exact_map=False)
    assert "It was brought in from another program: a Keras file, from keras\\_model.h5." in text
    assert "- The sigmoid was taken off." in text
    assert "no exact map" in text


def test_names_are_shown_and_never_obeyed(bundle: ModelBundle) -> None:
    evil = "<script>alert(1)</script> [x](javascript:y) ![p](http://e.org/p.png) **b** `c` | # h\n# h1\n```\nwww.e.org"
    text = _with(bundle, yes=evil, no=evil, training_data={"name": evil, evil: [evil, {evil: evil}]})
    outside = text.split("```python")[0]
    assert "<script" not in outside.replace("\\<", "")
    assert "](" not in outside.replace("\\]", "")
    assert "http:" not in outside
    assert "www." not in outside
    assert [line for line in text.splitlines() if line.startswith("# ")] == [text.splitlines()[0]]
    assert text.count("\n```\n") == 1


def test_the_escaped_text_reads_the_same_after_markdown() -> None:
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark")
    for text in ("a_b*c*", "1. one", "- x", "# h", "<b>&amp;</b>", "`x`", "[a](b)", "http://e.org/x", "= y", "+1"):
        tokens = markdown.parse(escaped(text))
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        assert "".join(child.content for child in tokens[1].children) == text
        assert {child.type for child in tokens[1].children} <= {"text", "text_special"}


@given(st.text(max_size=40))
def test_it_is_always_one_printable_line(text: str) -> None:
    assert escaped(text).isprintable()


def test_facts_become_lists_within_lists() -> None:
    lines = list(bullets({"a_b": {"c": 1.23456, "d": [1, "x"]}, "e": True}))
    assert lines == ["- a b:", "  - c: 1.235", "  - d:", "    - 1", "    - x", "- e: True"]
    assert [number(value) for value in (None, True, float("nan"), "x", 7, 0.5)] == ["–", "–", "–", "–", "7", "0.5000"]


def test_the_example_is_python_of_ten_lines_whatever_the_names(bundle: ModelBundle) -> None:
    text = card_markdown(bundle)
    code = text.split("```python\n")[1].split("\n```")[0]
    assert code == example_code(bundle).rstrip("\n")
    assert len(code.splitlines()) == 10
    odd = replace(bundle, path=Path('it\'s "odd"\n{0} é.model'), card=replace(bundle.card, yes='a"\nb', no="{yes}'"))
    for fit in FITS:
        shown = replace(odd, card=replace(odd.card, preprocessing=replace(odd.card.preprocessing, fit=fit)))
        compile(example_code(shown), "example.py", "exec")


def test_each_way_to_fit_a_picture_in_is_said_in_words(bundle: ModelBundle) -> None:
    said = set()
    for fit, words in (("squash", "stretched"), ("crop", "cut out"), ("pad", "black ground")):
        text = _with(bundle, preprocessing=replace(bundle.card.preprocessing, fit=fit))
        (line,) = [line for line in text.splitlines() if "turned upright" in line]
        assert words in line
        said.add(line)
    assert len(said) == len(FITS)

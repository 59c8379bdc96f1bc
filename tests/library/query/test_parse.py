"""Typed filters are read, written in one way, changed, and refused with a sentence that helps."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alpaca_gui.errors import AlpacaError, FilterError
from alpaca_gui.library.query import Choice, Filter, Range, Term, Text, Times, parse
from alpaca_gui.library.query.keys import KEYS
from alpaca_gui.library.query.moments import Moment
from alpaca_gui.library.query.terms import between, choice
from tests.library.query.stand_in import TERMS

PIECES = st.sampled_from(
    [
        *KEYS,
        ":",
        " ",
        "-",
        "−",
        "..",
        "…",
        ">",
        "<=",
        "≥",
        '"',
        "\\",
        ",",
        "1",
        "-0.5",
        "1e999",
        "nan",
        "inf",
        "any",
        "none",
        "yes",
        "today",
        "2026-11-25",
        "2026-02-30",
        "zoo",
        "C:\\a",
        "https://x.org",
        "\n",
        "\t",
        "\0",
        "\ud800",
        "ä",
        "x:",
    ]
)


def parsed(text: str) -> Filter | FilterError:
    try:
        return parse(text)
    except FilterError as error:
        return error


@given(st.lists(TERMS, max_size=6))
@settings(max_examples=500)
@example([Term("logit", Range(1.0)), Term("name", Text("..5"))])
@example([Term("logit", Range(1.0)), Term("name", Text("5"))])
@example([Term("logit", Range(low=-math.inf, without_low=True)), Term("margin", Range(math.inf))])
@example([Term("label", Choice(frozenset(["none"]))), Term("name", Text("-"), negated=True)])
def test_what_is_written_is_read_as_the_same(terms: list[Term]) -> None:
    wanted = Filter(tuple(terms))
    assert parse(str(wanted)) == wanted
    assert str(parse(str(wanted))) == str(wanted)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join)))
@settings(max_examples=1500)
def test_any_text_is_a_filter_or_a_sentence_about_some_of_it(text: str) -> None:
    found = parsed(text)
    if isinstance(found, FilterError):
        assert 0 <= found.start < found.end <= len(text)
        assert str(found).endswith((".", "?"))
        str(found).encode()
    else:
        assert parse(str(found)) == found


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("logit:-1..1", Range(-1, 1)),
        ("logit:>2", Range(low=2, without_low=True)),
        ("logit:<=0", Range(high=0)),
        ("logit:≥2", Range(low=2)),
        ("LOGIT:1..", Range(low=1)),
        ("logit:..-1", Range(high=-1)),
        ("logit:−1..−0.5", Range(-1, -0.5)),
        ("logit:–1 .. 1", Range(-1, 1)),
        ("logit: -1 … 1", Range(-1, 1)),
        ("logit:> -1", Range(low=-1, without_low=True)),
        ("logit:>-1..<1", Range(-1, 1, without_low=True, without_high=True)),
        ("logit:3", Range(3, 3)),
        ("logit:=3", Range(3, 3)),
        ("logit:1.5..2.5", Range(1.5, 2.5)),
        ("logit:.5...75", Range(0.5, 0.75)),
        ("logit:1e-3..1E3", Range(0.001, 1000)),
        ("logit:>1e999", Range(low=math.inf, without_low=True)),
        ('logit:"-1..1"', Range(-1, 1)),
        ("logit:any", Range()),
        ("logit:..", Range()),
        ("decision:yes,unsure", Choice(frozenset(["yes", "unsure"]))),
        ("decision:YES", Choice(frozenset(["yes"]))),
        ("label: none", Choice(frozenset(["none"]))),
        ("unlike:yes", Choice(frozenset(["yes"]))),
        ("unlike:>0.3", Range(low=0.3, without_low=True)),
        ("time:2026-11-5", Times(Moment("2026-11-05"), Moment("2026-11-05"))),
        ("time:>2026-11-01", Times(low=Moment("2026-11-01"), without_low=True)),
        ("time:Today", Times(Moment("today"), Moment("today"))),
        ("time:2026-11 .. yesterday", Times(Moment("2026-11"), Moment("yesterday"))),
        ("folder:/a/b", Text("/a/b")),
        ('folder:"My Pictures"', Text("My Pictures")),
        ('folder:/a/"My Pictures"/b', Text("/a/My Pictures/b")),
        ("folder:C:\\zoo", Text("C:\\zoo")),
        ('folder:"C:\\zoo\\new"', Text("C:\\zoo\\new")),
        ('folder:"C:\\\\"', Text("C:\\")),
        ("error:any", Text("")),
        ('error:"any"', Text("any")),
        ("model:b:c", Text("b:c")),
        ("name:any", Text("any")),
        ("zoo", Text("zoo")),
        ('"with \\"quotes\\" and spaces"', Text('with "quotes" and spaces')),
        ("https://x.org/a.jpg", Text("https://x.org/a.jpg")),
        ("C:\\a.jpg", Text("C:\\a.jpg")),
        ("12:30", Text("12:30")),
        ('"logit:1"', Text("logit:1")),
        ("-", Text("-")),
    ],
)
def test_it_can_be_typed_so(typed: str, wanted: object) -> None:
    (term,) = parse(typed).terms
    assert term.value == wanted
    assert not term.negated


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("  logit:-1..1   label:none folder:zoo ", "logit:-1..1 label:none folder:zoo"),
        ("-folder:zoo −logit:1 –zoo", "-folder:zoo -logit:1 -zoo"),
        ("error:none -error:none -error:any", "error:none error:any error:none"),
        ("logit:none -logit:none", "logit:none logit:any"),
        ("decision:unsure,yes,yes", "decision:yes,unsure"),
        ("logit:1.. zoo", "logit:>=1 zoo"),
        ("logit:1 ..2 3", "logit:1..2 3"),
        ("a - b", 'a "-" b'),
        ("label: none logit: 1..2", "label:none logit:1..2"),
    ],
)
def test_it_is_written_in_one_way(typed: str, written: str) -> None:
    assert str(parse(typed)) == written


@pytest.mark.parametrize(
    ("typed", "about", "sentence"),
    [
        ("zoo logits:1", "logits", "There is no filter called “logits”: did you mean logit?"),
        ("-decison:yes", "decison", "There is no filter called “decison”: did you mean decision?"),
        ("logit:abc", "abc", "“logit” cannot be “abc”: it can be -1..1, >2 or <=0."),
        ("logit:nan", "nan", "“logit” cannot be “nan”: it can be -1..1, >2 or <=0."),
        (
            "logit:1..-1",
            "1..-1",
            "“logit” cannot be “1..-1”: no number lies from 1.0 to -1.0; it can be -1..1, >2 or <=0.",
        ),
        ("logit:<1..2", "<1..2", "“logit” cannot be “<1..2”: it can be -1..1, >2 or <=0."),
        ("zoo decision:maybe a", "maybe", "“decision” cannot be “maybe”: it can be yes, no or unsure."),
        ("decision:yes,", "yes,", "“decision” cannot be “yes,”: it can be yes, no or unsure."),
        ("label:", "label:", "After “label:” something is missing: it can be yes, no, none or any."),
        ("logit: label:none", "logit:", "After “logit:” something is missing: it can be -1..1, >2 or <=0."),
        (
            "time:2026-02-30",
            "2026-02-30",
            "“time” cannot be “2026-02-30”: there is no day '2026-02-30'; it can be today, ",
        ),
        ('a "b c', '"b c', "This quotation mark is never closed: put another one at the end."),
    ],
)
def test_what_cannot_be_read_is_named_with_what_could_stand_there(typed: str, about: str, sentence: str) -> None:
    with pytest.raises(AlpacaError) as caught:
        parse(typed)
    assert isinstance(caught.value, FilterError)
    assert typed[caught.value.start : caught.value.end] == about
    assert str(caught.value).startswith(sentence)


def test_a_key_like_no_other_is_told_which_there_are() -> None:
    with pytest.raises(FilterError, match=r"logit, margin, .*Quotation marks make it a plain word"):
        parse("xyzzyq:1")


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 1_000_000,
        "logit:" + "9" * 100_000,
        "logit:" + " " * 100_000 + "1",
        '"' + "\\" * 100_001,
        "x" * 50_000 + ":1",
        "logit:" + "1 " * 60,
        "-" * 100_000,
        "logit:" + "." * 100_000,
        '"' * 100_001,
        "decision:" + "yes," * 50_000,
    ],
)
def test_enormous_texts_are_read_or_refused(typed: str) -> None:
    found = parsed(typed)
    if isinstance(found, FilterError):
        assert len(str(found)) < 400
    else:
        assert parse(str(found)) == found


def test_too_many_words_are_refused() -> None:
    assert len(parse("a " * 100).terms) == 100
    with pytest.raises(FilterError, match="at most 100") as caught:
        parse("a " * 200_000)
    assert caught.value.start == 200


def test_terms_are_put_in_replaced_and_taken_out() -> None:
    typed = parse("zoo logit:1 label:none -logit:0")
    assert str(typed.with_term(between("logit", -1, 1))) == "zoo logit:-1..1 label:none"
    assert (
        str(typed.with_term(choice("decision", "unsure", "yes")))
        == "zoo logit:1 label:none -logit:0 decision:yes,unsure"
    )
    assert str(typed.without("logit")) == "zoo label:none"
    assert typed.without("margin") == typed
    assert [term.negated for term in typed.of("logit")] == [False, True]
    assert Filter().empty
    assert not typed.empty
    assert parse(" \n ").empty


@given(st.lists(TERMS, max_size=5), TERMS)
def test_a_term_that_is_put_in_is_the_only_one_of_its_key(terms: list[Term], term: Term) -> None:
    changed = Filter(tuple(terms)).with_term(term)
    assert changed.of(term.key) == (term,)
    assert changed.without(term.key) == Filter(tuple(terms)).without(term.key)
    assert Filter(tuple(terms)).with_term(term).with_term(term) == changed


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("logits", Range()),
        ("logit", Text("a")),
        ("logit", Choice(frozenset(["yes"]))),
        ("decision", Choice(frozenset())),
        ("decision", Choice(frozenset(["any"]))),
        ("name", Range()),
        ("time", Range()),
    ],
)
def test_a_term_that_no_text_could_say_is_not_made(key: str, value: Range | Text | Choice) -> None:
    with pytest.raises(ValueError, match=key):
        Term(key, value)


def test_ends_that_say_nothing_are_not_made() -> None:
    with pytest.raises(ValueError, match="no number"):
        Range(math.nan, 1)
    with pytest.raises(ValueError, match="no number"):
        Range(2, 1)
    with pytest.raises(ValueError, match="left out"):
        Times(without_low=True)
    with pytest.raises(ValueError, match="no day"):
        Moment("2026-13")


@pytest.mark.parametrize(("text", "wanted"), [("..3", Range(high=3.0)), ("..<3", Range(high=3.0, without_high=True))])
def test_a_range_may_be_open_below(text: str, wanted: Range) -> None:
    assert parse(f"logit:{text}").terms == (Term("logit", wanted),)


@pytest.mark.parametrize("text", ["a3", ".-3", "x1..2"])
def test_only_a_sign_may_stand_before_a_number(text: str) -> None:
    with pytest.raises(FilterError, match=r"it can be -1\.\.1"):
        parse(f"logit:{text}")

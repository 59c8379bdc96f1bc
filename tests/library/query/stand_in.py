"""Rows as plain Python knows them, their columns, and terms of every kind, for the tests of typed filters."""

import datetime as dt
import math
import unicodedata
from dataclasses import dataclass, field

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from alpaca_gui.library.query import Choice, Range, Term, Text, Times
from alpaca_gui.library.query.keys import KEYS, Key, Kind
from alpaca_gui.library.query.moments import Moment
from alpaca_gui.library.text_column import TextColumn

MODELS = ["Alpaca 1", "ÄGYPTEN", "none"]
ERRORS = ["", "It is broken.", "any", "Not there: ß"]
PATHS = [
    "/home/zoo/a.jpg",
    "/home/Farm/zoo.jpg",
    "/ZOO 2/b c.png",
    "https://x.org/a:b",
    "\udcff/any.jpg",
    'q"\\u',
    "-1",
    "",
]


@dataclass(frozen=True)
class Row:
    """One row."""

    logit: float
    state: int
    removed: bool
    label: int
    model: int
    time: float
    width: int
    height: int
    unlike: float
    group: int
    error: int
    noted: bool
    path: str


@dataclass
class PlainColumns:
    """Columns with nothing but the attributes that a filter asks for."""

    logit: NDArray[np.float64]
    state: NDArray[np.uint8]
    removed: NDArray[np.bool_]
    label: NDArray[np.int8]
    model: NDArray[np.int32]
    time: NDArray[np.float64]
    width: NDArray[np.int32]
    height: NDArray[np.int32]
    unlike: NDArray[np.float32]
    group: NDArray[np.int32]
    error: NDArray[np.int32]
    noted: NDArray[np.bool_]
    path: TextColumn
    models: list[str] = field(default_factory=lambda: list(MODELS))
    errors: list[str] = field(default_factory=lambda: list(ERRORS))
    unlike_limits: dict[int, float] = field(default_factory=lambda: {0: 0.5, 1: 0.25})

    def __len__(self) -> int:
        return self.logit.size


def columns_of(rows: list[Row]) -> PlainColumns:
    path = TextColumn("/")
    path.extend([row.path for row in rows])
    return PlainColumns(
        np.array([row.logit for row in rows], np.float64),
        np.array([row.state for row in rows], np.uint8),
        np.array([row.removed for row in rows], np.bool_),
        np.array([row.label for row in rows], np.int8),
        np.array([row.model for row in rows], np.int32),
        np.array([row.time for row in rows], np.float64),
        np.array([row.width for row in rows], np.int32),
        np.array([row.height for row in rows], np.int32),
        np.array([row.unlike for row in rows], np.float32),
        np.array([row.group for row in rows], np.int32),
        np.array([row.error for row in rows], np.int32),
        np.array([row.noted for row in rows], np.bool_),
        path,
    )


def alike(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


SOME_NUMBERS = st.sampled_from([0.0, 1.0, -1.0, 0.5, 0.25, 0.3, 2.5, -2.5, 1000.0])
NUMBERS = st.one_of(SOME_NUMBERS, st.floats(allow_nan=False))
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC).timestamp()
SECONDS = st.one_of(st.just(math.nan), st.integers(-3, 3).map(lambda days: NOON + 43_200.0 * days), st.floats(0, 3e9))
ROWS = st.lists(
    st.builds(
        Row,
        logit=st.one_of(st.just(math.nan), SOME_NUMBERS, st.floats(-50, 50)),
        state=st.integers(0, 3),
        removed=st.booleans(),
        label=st.integers(-1, 1),
        model=st.integers(-1, len(MODELS) - 1),
        time=SECONDS,
        width=st.sampled_from([0, 1, 1000, 2_000_000_000]),
        height=st.sampled_from([0, 1, 999, 1000]),
        unlike=st.sampled_from([math.nan, 0.0, 0.25, 0.3, 0.5, 0.75]),
        group=st.integers(0, 2),
        error=st.integers(0, len(ERRORS) - 1),
        noted=st.booleans(),
        path=st.one_of(st.sampled_from(PATHS), st.text(st.characters(exclude_categories=["Cs"]), max_size=5)),
    ),
    max_size=20,
)

MOMENTS = st.one_of(
    st.sampled_from(["today", "yesterday", "2026", "2026-11", "2026-11-25", "2026-11-24T12:00", "2026-11-25T12:00:00"]),
    st.dates().map(str),
    st.datetimes().map(lambda at: at.isoformat(timespec="seconds")),
).map(Moment)


@st.composite
def _ranges(draw: st.DrawFn) -> Range:
    low, high = sorted((draw(st.one_of(st.just(-math.inf), NUMBERS)), draw(st.one_of(st.just(math.inf), NUMBERS))))
    return Range(low, high, draw(st.booleans()), draw(st.booleans()))


@st.composite
def _times(draw: st.DrawFn) -> Times:
    low, high = draw(st.none() | MOMENTS), draw(st.none() | MOMENTS)
    return Times(low, high, low is not None and draw(st.booleans()), high is not None and draw(st.booleans()))


TEXTS = st.one_of(
    st.sampled_from(
        ["", "zoo", "ZOO", "/home", "any", "None", "a b", 'q"', "\\", "-1", "..5", ">1", "x:y", "ägypten", "\udcff"]
    ),
    st.text(max_size=6),
)


def _values(key: Key) -> st.SearchStrategy[Range | Times | Choice | Text]:
    words = st.frozensets(st.sampled_from(key.words), min_size=1).map(Choice) if key.words else st.nothing()
    match key.kind:
        case Kind.NUMBERS:
            return st.one_of(_ranges(), words)
        case Kind.TIMES:
            return _times()
        case Kind.TEXT:
            return TEXTS.map(Text)
        case Kind.WORDS:
            return words


def terms_of(key: str) -> st.SearchStrategy[Term]:
    return st.builds(Term, st.just(key), _values(KEYS[key]), st.booleans())


TERMS = st.sampled_from(sorted(KEYS)).flatmap(terms_of)

"""What each term means: which rows it holds for, before a minus turns it round."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.library.path_parts import folded
from alpaca_gui.library.query.columns_like import ColumnsLike, Context, Texts
from alpaca_gui.library.query.terms import Choice, Range, Term, Text, Times
from alpaca_gui.library.state import State
from alpaca_gui.library.text_search import Mask
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Decision, Rule, decide, margins

_LABELS: Final = {"yes": (1,), "no": (0,), "none": (-1,), "any": (0, 1)}
_REMOVED: Final = {"yes": (True,), "no": (False,), "any": (True, False)}


class Rows(Protocol):
    """Some rows; see `alpaca_gui.library.query.apply.Rows`."""

    @property
    def columns(self) -> ColumnsLike:
        """All rows."""

    def __len__(self) -> int:
        """Count them."""

    def of(self, name: str, /) -> NDArray[Any]:
        """Give one column of them."""

    def containing(self, text: str, /) -> Mask:
        """Tell whose location holds a text."""

    def below(self, folder: str, /) -> Mask:
        """Tell which lie in a folder."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows are read: by which rule, at which moment."""

    rule: Rule
    context: Context


def holds(term: Term, rows: Rows, reading: Reading) -> Mask:
    """Tell for which rows a term holds, (len(rows),), its minus left aside.

    A row of which the value is not known (no logit, no label, a size of 0) is in no range and no word's meaning, but
    for ``none``.
    """
    with np.errstate(invalid="ignore", over="ignore"):  # NaN may raise the processor's flag, a huge limit is infinite
        match term.value:
            case Range():
                return within(_numbers(term.key, rows, reading.rule), term.value)
            case Times():
                return _in_times(rows.of("time"), term.value, reading.context)
            case Text():
                return _of_text(term.key, term.value.text, rows)
            case Choice():
                return _WORDS[term.key](term.value.words, rows, reading.rule)


def within(values: NDArray[Any], wanted: Range) -> Mask:
    """Tell which values lie in a range; NaN lies in none. The ends are rounded as the values are."""
    low, high = wanted.low, wanted.high
    if values.dtype == np.float32:
        low, high = np.float32(low), np.float32(high)  # type: ignore[assignment]
    found: Mask = values > low if wanted.without_low else values >= low
    if high != np.inf or wanted.without_high:
        found &= values < high if wanted.without_high else values <= high
    return found


def _numbers(key: str, rows: Rows, rule: Rule) -> NDArray[Any]:
    match key:
        case "margin":
            return margins(rows.of("logit"), rule)
        case "closeness":
            return np.abs(margins(rows.of("logit"), rule))
        case "probability":
            return sigmoid(rows.of("logit") / rule.temperature)
        case "width" | "height":
            pixels = rows.of(key)
            return np.where(pixels > 0, pixels, np.nan)
        case _:
            return rows.of(key)


def _in_times(times: NDArray[np.float64], wanted: Times, context: Context) -> Mask:
    found = ~np.isnan(times)
    if wanted.low is not None:
        start, end = wanted.low.stretch(context)
        found &= times >= (end if wanted.without_low else start)
    if wanted.high is not None:
        start, end = wanted.high.stretch(context)
        found &= times < (start if wanted.without_high else end)
    return found


def _of_text(key: str, text: str, rows: Rows) -> Mask:
    match key:
        case "name":
            return rows.containing(text)
        case "folder":
            return rows.below(text)
        case "model":
            places = rows.of("model") + 1  # copied before the names are read: a place that is new has its name then
            table = _holding(rows.columns.models, text, shift=1)
        case _:
            places = rows.of("error").copy()
            table = _holding(rows.columns.errors, text, shift=0)
    found: Mask = table[places]
    return found


def _holding(texts: Texts, text: str, shift: int) -> Mask:
    """Tell which texts hold ``text``, ``shift`` places later; the first place, that of none, never does."""
    wanted = folded(text, "")
    found = [wanted in folded(texts[place], "") for place in range(len(texts))]
    table = np.array([False] * shift + found, np.bool_)
    table[:1] = False
    return table


def _decision(words: frozenset[str], rows: Rows, rule: Rule) -> Mask:
    logit = rows.of("logit")
    table = np.array([decision.word in words for decision in Decision])
    found: Mask = table[decide(logit, rule)] & ~np.isnan(logit)
    return found


def _agrees(words: frozenset[str], rows: Rows, rule: Rule) -> Mask:
    """Tell where the label and a decision for yes or no are the same (yes), or are not (no)."""
    logit, label = rows.of("logit"), rows.of("label")
    decision = decide(logit, rule)
    both = (label >= 0) & (decision != Decision.UNSURE) & ~np.isnan(logit)
    found: Mask = both & _either(words, label == decision, label != decision)
    return found


def _unlike(words: frozenset[str], rows: Rows, _rule: Rule) -> Mask:
    """Tell where the distance is above the limit of the model that spoke (yes), or is not (no)."""
    places = rows.of("model") + 1
    limits = np.full(len(rows.columns.models) + 1, np.nan, np.float32)
    for place, limit in dict(rows.columns.unlike_limits).items():
        limits[place + 1] = limit
    unlike, limit_of = rows.of("unlike"), limits[places]
    return _either(words, unlike > limit_of, unlike <= limit_of)


def _either(words: frozenset[str], yes: Mask, no: Mask) -> Mask:
    if words == {"yes", "no"}:
        return yes | no
    return yes if "yes" in words else no


def _known(name: str) -> Callable[[frozenset[str], Rows, Rule], Mask]:
    """Give the meaning of ``any`` and ``none`` where nothing is 0 or false."""

    def meaning(words: frozenset[str], rows: Rows, _rule: Rule) -> Mask:
        known: Mask = rows.of(name) != 0
        return _either(frozenset("yes" if word == "any" else "no" for word in words), known, ~known)

    return meaning


def _one_of(name: str, numbers: Mapping[str, tuple[Any, ...]]) -> Callable[[frozenset[str], Rows, Rule], Mask]:
    """Give the meaning of words that stand for numbers of a column."""

    def meaning(words: frozenset[str], rows: Rows, _rule: Rule) -> Mask:
        values = rows.of(name)
        wanted = {number for word in words for number in numbers[word]}
        found: Mask = np.logical_or.reduce([values == number for number in sorted(wanted)])
        return found

    return meaning


_WORDS: Final[Mapping[str, Callable[[frozenset[str], Rows, Rule], Mask]]] = MappingProxyType(
    {
        "decision": _decision,
        "agrees": _agrees,
        "unlike": _unlike,
        "label": _one_of("label", _LABELS),
        "state": _one_of("state", {state.name.lower(): (int(state),) for state in State}),
        "removed": _one_of("removed", _REMOVED),
        "duplicates": _known("group"),
        "note": _known("noted"),
    }
)

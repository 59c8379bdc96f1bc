"""From a typed text to a filter, or to a sentence that says which word cannot be read and what could stand there."""

from difflib import get_close_matches
from typing import Final

from alpaca_gui.errors import FilterError
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.query.ends import number_range, time_range
from alpaca_gui.library.query.filter import Filter
from alpaca_gui.library.query.keys import KEYS, PLAIN, PRESENCE, Key, Kind
from alpaca_gui.library.query.scan import Word, scan
from alpaca_gui.library.query.terms import Choice, Range, Term, Text, Times, Value

MOST_TERMS: Final = 100
_LONGEST_SHOWN: Final = 40
_EVERYTHING: Final[dict[Kind, Value]] = {Kind.NUMBERS: Range(), Kind.TIMES: Times(), Kind.TEXT: Text("")}


def parse(text: str) -> Filter:
    """Read a typed filter; all its words must hold for a row.

    Raises
    ------
    FilterError
        When a word cannot be read; it says where the word stands.
    """
    terms: list[Term] = []
    for word in scan(text):
        if len(terms) == MOST_TERMS:
            raise FilterError(f"A filter has at most {MOST_TERMS} words.", word.start, len(text))
        terms.append(_term(word))
    return Filter(tuple(terms))


def _term(word: Word) -> Term:
    if word.key is None:
        return Term(PLAIN, Text(word.value), word.negated)
    key = KEYS.get(word.key)
    if key is None:
        raise _no_such_key(word)
    if not word.value and not word.quoted:
        sentence = f"After “{key.name}:” something is missing: {_wanted(key)}."
        raise FilterError(sentence, word.start, max(word.end, word.value_start))
    presence = word.value.strip().lower()
    if key.presence and not word.quoted and presence in PRESENCE:
        return Term(key.name, _EVERYTHING[key.kind], word.negated != (presence == "none"))
    return Term(key.name, _value(key, word), word.negated)


def _value(key: Key, word: Word) -> Value:
    if key.kind is Kind.TEXT:
        return Text(word.value)
    try:
        value = _range(key.kind, word.value) or _choice(key, word.value)
    except ValueError as error:
        raise _wrong_value(key, word, f"{error}; ") from error
    if value is None:
        raise _wrong_value(key, word)
    return value


def _range(kind: Kind, text: str) -> Value | None:
    match kind:
        case Kind.NUMBERS:
            return number_range(text)
        case Kind.TIMES:
            return time_range(text)
        case _:
            return None


def _choice(key: Key, text: str) -> Choice | None:
    words = frozenset(word.strip().lower() for word in text.split(","))
    return Choice(words) if words <= set(key.words) else None


def _wanted(key: Key) -> str:
    return f"it can be {key.example}"


def _wrong_value(key: Key, word: Word, why: str = "") -> FilterError:
    sentence = f"“{key.name}” cannot be “{_shown(word.value.strip())}”: {why}{_wanted(key)}."
    return FilterError(sentence, word.value_start, word.end)


def _no_such_key(word: Word) -> FilterError:
    name = word.key or ""
    alike = get_close_matches(name, KEYS, n=1) if len(name) <= _LONGEST_SHOWN else []
    advice = (
        f"did you mean {alike[0]}?" if alike else f"there are {', '.join(KEYS)}. Quotation marks make it a plain word."
    )
    sentence = f"There is no filter called “{_shown(name)}”: {advice}"
    start = word.start + word.negated
    return FilterError(sentence, start, start + len(name))


def _shown(text: str) -> str:
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return printable(short)

"""What could be typed next, for a completer."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from alpaca_gui.library.path_parts import folded
from alpaca_gui.library.query.keys import KEYS, PRESENCE, Key, Kind
from alpaca_gui.library.query.moments import WORDS
from alpaca_gui.library.query.scan import NOT
from alpaca_gui.library.query.write import value_text

_WORD: Final = re.compile(r'(?:[^\s"]|"(?:[^"\\]|\\.)*(?:"|\\?$))+', re.DOTALL)
_BEGUN: Final = re.compile(rf"(?P<sign>[{NOT}]?)(?P<key>[^\W\d_]+):(?P<value>.*)", re.DOTALL)
_STARTS: Final = {Kind.NUMBERS: (">", "<"), Kind.TIMES: (*WORDS, ">", "<")}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to go on.

    Attributes
    ----------
    text
        What is put in place of ``typed[start:end]``.
    start, end
        The place.
    meaning
        What it means, in a few words.
    """

    text: str
    start: int
    end: int
    meaning: str

    def applied_to(self, typed: str) -> str:
        """Give the typed text with the suggestion taken."""
        return typed[: self.start] + self.text + typed[self.end :]


def suggestions(
    text: str, cursor: int, models: Sequence[str] = (), folders: Sequence[str] = (), most: int = 50
) -> list[Suggestion]:
    """Give ways to finish the word before the cursor, the likeliest first; none for a word that is finished.

    Parameters
    ----------
    text, cursor
        What is typed, and the number of characters before the cursor.
    models, folders
        Names and paths to choose from.
    most
        How many at most.
    """
    start = _word_start(text, cursor)
    typed, found = text[start:cursor], []
    for offer in _offers(typed, {"model": models, "folder": folders}):
        if offer.text != typed:
            found.append(Suggestion(offer.text, start, cursor, offer.meaning))
        if len(found) == most:
            break
    return found


@dataclass(frozen=True, slots=True)
class _Offer:
    text: str
    meaning: str


def _word_start(text: str, cursor: int) -> int:
    return next((word.start() for word in _WORD.finditer(text, 0, cursor) if word.end() == cursor), cursor)


def _offers(typed: str, names: dict[str, Sequence[str]]) -> Iterator[_Offer]:
    begun = _BEGUN.fullmatch(typed)
    if begun is None:
        sign = typed[:1] if typed[:1] in tuple(NOT) else ""
        for key in KEYS.values():
            if key.name.startswith(typed.removeprefix(sign).lower()):
                yield _Offer(f"{sign}{key.name}:", key.meaning)
        return
    found = KEYS.get(begun["key"].lower())
    if found is not None:
        before = f"{begun['sign']}{found.name}:"
        yield from _values(found, before, begun["value"], names.get(found.name, ()))


def _values(key: Key, before: str, typed: str, names: Iterable[str]) -> Iterator[_Offer]:
    *chosen, last = typed.lower().split(",") if key.kind is Kind.WORDS else [typed.lower()]
    kept = ",".join(chosen) + "," if chosen else ""
    words = (*key.words, *_STARTS.get(key.kind, ()), *(PRESENCE if key.presence else ()))
    for word in words:
        if word.startswith(last) and word not in chosen:
            yield _Offer(f"{before}{kept}{word}", key.meaning)
    wanted = folded(typed.strip('"'), "")
    for name in names:
        if wanted in folded(name, ""):
            yield _Offer(f"{before}{value_text(key.name, name)}", key.meaning)

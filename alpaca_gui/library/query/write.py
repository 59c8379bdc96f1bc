"""From a term back to the text that is read as that term."""

import re
from typing import Final

from alpaca_gui.library.query.ends import written_numbers, written_times
from alpaca_gui.library.query.keys import KEYS, PLAIN, PRESENCE
from alpaca_gui.library.query.terms import Choice, Range, Term, Text, Times, Value

_PLAIN_WORD: Final = re.compile(r'[^\s":.…\-\N{MINUS SIGN}\N{EN DASH}][^\s":]*')
"""What can stand alone: no minus before it, nothing that would go on a range before it, nothing like a key."""
_BARE_VALUE: Final = re.compile(r'[^\s"]+')


def written(term: Term) -> str:
    """Write a term in one way alone; `alpaca_gui.library.query.parse.parse` reads it as the same term."""
    sign = "-" if term.negated else ""
    if term.key == PLAIN and isinstance(term.value, Text):
        plain = _PLAIN_WORD.fullmatch(term.value.text)
        return sign + (term.value.text if plain else quoted(term.value.text))
    value = _written_value(term.key, term.value)
    if not value:
        return f"{term.key}:{'none' if term.negated else 'any'}"
    return f"{sign}{term.key}:{value}"


def value_text(key: str, text: str) -> str:
    """Write a text to stand after the key's colon, in quotation marks where it needs them."""
    special = KEYS[key].presence and text.lower() in PRESENCE
    return text if _BARE_VALUE.fullmatch(text) and not special else quoted(text)


def quoted(text: str) -> str:
    """Write a text in quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _written_value(key: str, value: Value) -> str:
    match value:
        case Range():
            return written_numbers(value)
        case Times():
            return written_times(value)
        case Choice():
            return ",".join(word for word in KEYS[key].words if word in value.words)
        case Text():
            return "" if KEYS[key].presence and not value.text else value_text(key, value.text)

"""Columns of a table as the program has them: numbers, labels, whole paths; and no Python for each row."""

import os
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

NO_LABEL: Final = -1
UNKNOWN: Final = -2

_NUMBER: Final = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
_WORDS: Final = {
    **dict.fromkeys(("yes", "true", "1", "1.0"), 1),
    **dict.fromkeys(("no", "false", "0", "0.0"), 0),
    **dict.fromkeys(("", "none", "null", "nan", "na"), NO_LABEL),
}
_WHOLE: Final = r"^(/|[A-Za-z][A-Za-z0-9+.-]+://)"
_WHOLE_ON_WINDOWS: Final = r"^([/\\]|[A-Za-z]:[/\\]|[A-Za-z][A-Za-z0-9+.-]+://)"


def numbers(column: Any, decimal_comma: bool) -> NDArray[np.float64] | None:
    """Float64 (n,), NaN for what is no number; None where the column is of a kind that holds none.

    Parameters
    ----------
    column
        Numbers, or binary with numbers as people and programs write them; the true minus sign is one too.
    decimal_comma
        Whether ``0,5`` is a half.
    """
    kind = column.type
    if pa.types.is_large_binary(kind):
        column = _number_texts(column, decimal_comma)
    elif not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind)):
        return None
    values = column.cast(pa.float64(), safe=False)
    found: NDArray[np.float64] = pc.fill_null(values, np.nan).to_numpy(zero_copy_only=False)
    return found


def _number_texts(column: Any, decimal_comma: bool) -> Any:
    valid = pc.match_substring_regex(column, pattern=_NUMBER)
    if not pc.all(valid).as_py():
        column = pc.replace_substring(column, pattern="\N{MINUS SIGN}", replacement="-")
        if decimal_comma:
            column = pc.replace_substring(column, pattern=",", replacement=".")
        valid = pc.match_substring_regex(column, pattern=_NUMBER)
    texts = pc.if_else(valid, column, pa.scalar(None, column.type)).cast(pa.large_string())
    return pc.ascii_trim_whitespace(texts)


def labels(column: Any | None, n: int, words: Mapping[str, int]) -> NDArray[np.int8] | None:
    """Int8 (n,): 1 yes, 0 no, -1 where there is none, `UNKNOWN` for what is none of these; None for lists and the like.

    Parameters
    ----------
    column
        Words, numbers or booleans; None for a table without labels.
    n
        How many rows there are.
    words
        What the model at hand calls its sides, beside yes and no, true and false, 1 and 0.
    """
    if column is None:
        return np.full(n, NO_LABEL, np.int8)
    if pa.types.is_nested(column.type):
        return None
    known = {**_WORDS, **{word.strip().casefold(): side for word, side in words.items()}}
    coded = column.dictionary_encode(null_encoding="encode")
    sides = np.array([known.get(_word(each), UNKNOWN) for each in coded.dictionary.to_pylist()], np.int8)
    places: NDArray[np.int32] = coded.indices.to_numpy(zero_copy_only=False)
    return sides[places] if sides.size else np.empty(0, np.int8)


def _word(value: object) -> str:
    if value is None:
        return ""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.strip().casefold()


def whole_paths(column: Any, folder: str) -> Any:
    """Binary (n,): what is relative is taken from ``folder``; absolute paths and addresses stay, and what is empty."""
    pattern = _WHOLE_ON_WINDOWS if os.name == "nt" else _WHOLE
    stays = pc.or_(pc.match_substring_regex(column, pattern=pattern), pc.equal(pc.binary_length(column), 0))
    if pc.all(stays).as_py():
        return column
    before = folder if folder.endswith(os.sep) else folder + os.sep
    inside = pc.replace_substring_regex(column, pattern=r"^(\./)+", replacement="")
    kind = pa.large_binary()
    joined = pc.binary_join_element_wise(
        pa.scalar(before.encode("utf-8", "surrogateescape"), kind), inside, pa.scalar(b"", kind)
    )
    return pc.if_else(stays, column, joined)

"""Text in a cell of a table: no formula to a spreadsheet, and every name back as it was.

A spreadsheet runs a cell that begins with one of these signs, also out of a CSV file (OWASP, "CSV Injection"). An
apostrophe before it makes it text. A text that begins with an apostrophe itself gets one more, so that a reader can
tell.
"""

import re
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARDED: Final = ("'", *_FORMULA)

GUARD_IN_BYTES: Final = r"^'(['=+\-@\t\r\n]|\xEF\xBC[\x9D\x8B\x8D\xA0])"
"""What `unguarded` takes the apostrophe from, as a regular expression over UTF-8 bytes; group 1 is what stays."""

_LONE: Final = re.compile(r"[\ud800-\udc7f\udd00-\udfff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def guarded(text: str) -> str:
    """Give ``text`` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def unguarded(cell: str) -> str:
    """Give the text that `guarded` was given; an apostrophe that it did not set stays."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _GUARDED else cell


def storable(text: str) -> str:
    """Give ``text`` so that it can be written as UTF-8 with ``surrogateescape``.

    That is everything that stands for bytes. A lone surrogate that stands for none (a broken name on Windows, a
    broken address) becomes U+FFFD.
    """
    if text.isascii():
        return text
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return _LONE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text


def readable(text: str) -> str:
    """Give ``text`` as valid Unicode: U+FFFD for every surrogate."""
    return text if text.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)

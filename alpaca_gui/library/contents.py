"""Finding contents by their hashes."""

import re
from collections.abc import Iterable
from typing import Final

from alpaca_gui.library.library import Library

_AT_ONCE: Final = 500
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def contents_of(library: Library, hashes: Iterable[str]) -> dict[str, int]:
    """Give the numbers of the contents that have one of ``hashes``, SHA-256 in hexadecimal; others are left out."""
    digests = sorted({bytes.fromhex(one) for one in hashes if _DIGEST.fullmatch(one)})
    found: dict[str, int] = {}
    for start in range(0, len(digests), _AT_ONCE):
        part = digests[start : start + _AT_ONCE]
        marks = ",".join("?" * len(part))
        with library.reading_rows() as connection:
            rows = connection.execute(
                f"SELECT lower(hex(digest)), number FROM picture WHERE digest IN ({marks})",  # noqa: S608 - only marks
                part,
            )
            found.update(rows.fetchall())
    return found

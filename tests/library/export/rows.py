"""Rows for the tests of every format, and names of every kind."""

import os
from typing import Final

from hypothesis import strategies as st

from alpaca_gui.library.export.rows import ExportedRecord

NAMES: Final = (
    st.binary(min_size=1).map(os.fsdecode)
    | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
    | st.tuples(st.sampled_from("'=+-@\t\r\n＝＋－＠\"\udcff"), st.text("'=+-@a\"\n\r,;\udc80é")).map("".join)
)
"""Names as a disk can hold them: any bytes, and above all those that a table is built of."""

ODD: Final = (
    "=HYPERLINK(1).jpg",
    "'=x.jpg",
    "''",
    "'",
    "'tis.jpg",
    "-2.jpg",
    "@a",
    "\ttab",
    "a\r\nb, \"c\";'d'.jpg",
    os.fsdecode(b"caf\xe9\xff.jpg"),
    "＝wide.jpg",
    "ünï 🦙.jpg",
)


def full(path: str = "/p/a.jpg") -> ExportedRecord:
    """A row in which nothing is missing."""
    return ExportedRecord(
        path,
        -0.25,
        0.4378234991142019,
        "unsure",
        -1.25,
        640,
        480,
        None,
        "yes",
        "alpaca",
        "ab" * 32,
        "2024-05-01T12:00:00.250000+00:00",
        "cd" * 32,
        "=a note",
        0.5,
        7,
    )


def failed(path: str = "/p/b.jpg") -> ExportedRecord:
    """A row of a picture that could not be read."""
    return ExportedRecord(path, error="- It is broken.")

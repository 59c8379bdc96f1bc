"""What is said of a picture outside the program: one row, the same in every format."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Self

from alpaca_gui.imaging.source import StoredSource
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Rule, judge


@dataclass(frozen=True, slots=True)
class PrintedRecord:
    """What is printed for one picture; the fields are the keys of JSON and the columns of CSV.

    Attributes
    ----------
    path
        Whole location of the source; the bytes of a name that is not UTF-8 stand in it as surrogates.
    logit, probability, decision, margin
        The verdict; None where there is no logit.
    width, height
        Size in pixels, upright; None where it is not known.
    error
        Why there is no logit, or None.
    """

    path: str
    logit: float | None = None
    probability: float | None = None
    decision: str | None = None
    margin: float | None = None
    width: int | None = None
    height: int | None = None
    error: str | None = None

    @classmethod
    def of(cls, record: Record, rule: Rule) -> Self:
        """Read a record with a rule."""
        path = record.source.location
        if record.logit is None:
            return cls(path, error=record.error)
        verdict = judge(record.logit, rule)
        word = verdict.decision.word
        return cls(path, verdict.logit, verdict.probability, word, verdict.margin, record.width, record.height)


@dataclass(frozen=True, slots=True)
class ExportedRecord(PrintedRecord):
    """What is printed, and what only a library knows.

    Attributes
    ----------
    label
        ``yes`` or ``no``, as a person said; None without a label.
    model, model_id
        Name and id of the model that spoke.
    time
        When it spoke: ISO 8601 with its offset, in UTC.
    content_hash
        SHA-256 of the file's bytes, in hexadecimal.
    note
        What a person wrote. Give None for none: in CSV an empty note cannot be told from it.
    unlike
        Distance from the pictures that the model was trained on.
    group
        Number of the group of duplicates that it belongs to.
    """

    label: str | None = None
    model: str | None = None
    model_id: str | None = None
    time: str | None = None
    content_hash: str | None = None
    note: str | None = None
    unlike: float | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class HeldRecord(ExportedRecord):
    """A row whose picture is no file: its bytes are held by the library. It is written as any other row.

    Attributes
    ----------
    held
        Where the bytes come from.
    """

    held: StoredSource | None = None


def names(kind: type[PrintedRecord]) -> tuple[str, ...]:
    """The columns of a kind of row, in order."""
    return tuple(field.name for field in fields(kind))


def reader(kind: type[PrintedRecord]) -> Callable[[PrintedRecord], tuple[Any, ...]]:
    """A function that gives a row's values in the order of `names`; `dataclasses.asdict` takes ten times as long."""
    read: Callable[[PrintedRecord], tuple[Any, ...]] = attrgetter(*names(kind))
    return read

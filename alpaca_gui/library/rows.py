"""Rows of a library as they are taken out: what the columns hold, with the hash and the note that only the file has."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import numpy as np

from alpaca_gui.imaging.source import StoredSource
from alpaca_gui.library.columns import NO_LABEL, Columns
from alpaca_gui.library.export.rows import ExportedRecord, HeldRecord, names, reader
from alpaca_gui.library.library import Library
from alpaca_gui.library.origin import Kind
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule, judge

_AT_ONCE: Final = 500
_LABELS: Final = {1: "yes", 0: "no", NO_LABEL: None}


def exported_rows(library: Library, columns: Columns, keys: Keys, rule: Rule) -> Iterator[ExportedRecord]:
    """Give the rows of ``keys`` in their order; any number of them, as none is held."""
    ids = [model.model_id for model in library.models()]
    group = columns.group
    for start in range(0, keys.size, _AT_ONCE):
        part = keys[start : start + _AT_ONCE].tolist()
        details = _details(library, part)
        for key in part:
            digest, note = details.get(key + 1, (None, None))
            row = _row(columns, key, rule, ids, int(group[key]), digest, note)
            yield _held(row, library, columns.names.get(key), key) if columns.kind[key] == Kind.HELD else row


def _held(row: ExportedRecord, library: Library, name: str | None, key: int) -> HeldRecord:
    source = StoredSource(key, library.held, name or row.path, row.path)
    return HeldRecord(**dict(zip(names(ExportedRecord), reader(ExportedRecord)(row), strict=True)), held=source)


def _details(library: Library, keys: list[int]) -> dict[int, tuple[str | None, str | None]]:
    places = ",".join("?" * len(keys))
    with library.reading() as connection:
        rows = connection.execute(
            "SELECT record.number, lower(hex(digest)), note FROM record LEFT JOIN picture "  # noqa: S608 - only marks
            f"ON picture.number = record.picture WHERE record.number IN ({places})",
            [key + 1 for key in keys],
        )
        return {number: (digest or None, note) for number, digest, note in rows}


def _row(  # noqa: PLR0913, PLR0917 - one row's values, from three places
    columns: Columns, key: int, rule: Rule, ids: list[str], group: int, digest: str | None, note: str | None
) -> ExportedRecord:
    location = columns.path.get(key)
    label = _LABELS[int(columns.label[key])]
    state = State(int(columns.state[key]))
    if state is not State.DONE:
        error = columns.errors[int(columns.error[key])] or ("not classified" if state is not State.FAILED else "failed")
        return ExportedRecord(location, error=error, label=label, content_hash=digest, note=note, group=group or None)
    verdict = judge(float(columns.logit[key]), rule)
    place = int(columns.model[key])
    unlike = float(columns.unlike[key])
    return ExportedRecord(
        location,
        verdict.logit,
        verdict.probability,
        verdict.decision.word,
        verdict.margin,
        int(columns.width[key]) or None,
        int(columns.height[key]) or None,
        None,
        label,
        columns.models[place] if place >= 0 else None,
        ids[place] if 0 <= place < len(ids) else None,
        _time(float(columns.time[key])),
        digest,
        note,
        None if np.isnan(unlike) else unlike,
        group or None,
    )


def _time(seconds: float) -> str | None:
    return None if np.isnan(seconds) else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")

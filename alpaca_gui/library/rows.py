"""Rows of a library as they are taken out: what the columns hold, with the hash and the note that only the file has."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from alpaca_gui.imaging.source import StoredSource
from alpaca_gui.library.columns import NO_LABEL, Columns
from alpaca_gui.library.export.rows import ExportedRecord, HeldRecord, names, reader
from alpaca_gui.library.library import Library
from alpaca_gui.library.origin import Kind
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Decision, Rule, decide, margins

_AT_ONCE: Final = 500
_LABELS: Final = {1: "yes", 0: "no", NO_LABEL: None}
_DECISIONS: Final = {int(decision): decision.word for decision in Decision}


def exported_rows(library: Library, columns: Columns, keys: Keys, rule: Rule) -> Iterator[ExportedRecord]:
    """Give the rows of ``keys`` in their order; any number of them, as none is held."""
    writer = _RowWriter(library, columns, rule)
    for start in range(0, keys.size, _AT_ONCE):
        yield from writer.rows(keys[start : start + _AT_ONCE])


class _RowWriter:
    """Makes rows by the hundred: what is a number a row is worked out for all of them at once."""

    def __init__(self, library: Library, columns: Columns, rule: Rule) -> None:
        self._library = library
        self._columns = columns
        self._rule = rule
        self._ids = [model.model_id for model in library.models()]
        self._group = columns.group

    def rows(self, keys: Keys) -> Iterator[ExportedRecord]:
        """Give the rows of some hundred keys."""
        columns, rule = self._columns, self._rule
        logits = columns.logit[keys]
        details = _details(self._library, keys.tolist())
        for key, state, *said, label, group, kind in zip(
            keys.tolist(),
            columns.state[keys].tolist(),
            logits.tolist(),
            sigmoid(logits / rule.temperature).tolist(),
            decide(logits, rule).tolist(),
            margins(logits, rule).tolist(),
            columns.label[keys].tolist(),
            self._group[keys].tolist(),
            columns.kind[keys].tolist(),
            strict=True,
        ):
            digest, note = details.get(key + 1, (None, None))
            reading = self._reading(key, *said) if state == State.DONE else self._failure(key, state)
            row = ExportedRecord(
                columns.path.get(key),
                **reading,
                label=_LABELS[label],
                content_hash=digest,
                note=note,
                group=group or None,
            )
            yield _held(row, self._library, columns.names.get(key), key) if kind == Kind.HELD else row

    def _reading(self, key: int, logit: float, probability: float, decision: int, margin: float) -> dict[str, Any]:
        """What a record says that has a logit."""
        columns = self._columns
        place = int(columns.model[key])
        unlike = float(columns.unlike[key])
        return {
            "logit": logit,
            "probability": probability,
            "decision": _DECISIONS[decision],
            "margin": margin,
            "width": int(columns.width[key]) or None,
            "height": int(columns.height[key]) or None,
            "model": columns.models[place] if place >= 0 else None,
            "model_id": self._ids[place] if 0 <= place < len(self._ids) else None,
            "time": _time(float(columns.time[key])),
            "unlike": None if math.isnan(unlike) else unlike,
        }

    def _failure(self, key: int, state: int) -> dict[str, Any]:
        """What a record says that has none."""
        said = self._columns.errors[int(self._columns.error[key])]
        return {"error": said or ("failed" if state == State.FAILED else "not classified")}


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


def _time(seconds: float) -> str | None:
    return None if math.isnan(seconds) else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")

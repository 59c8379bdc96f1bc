"""What was measured, for a person and for a program."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from alpaca_gui.cli.benchmarks.promises import PROMISES, Measurement, Promise


@dataclass(slots=True)
class Report:
    """Collects measurements; what nothing was found for has a note that says why.

    Attributes
    ----------
    facts
        What it was measured on.
    promises
        The figures that are promised.
    values, raw, notes
        As in `Measurement`, of all measurements.
    """

    facts: Mapping[str, object]
    promises: tuple[Promise, ...] = PROMISES
    values: dict[str, float] = field(default_factory=dict)
    raw: dict[str, object] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def add(self, measurement: Measurement) -> None:
        """Take a measurement over."""
        self.values.update(measurement.values)
        self.raw.update(measurement.raw)
        self.notes.update(measurement.notes)

    def missing(self, keys: tuple[str, ...], why: str) -> None:
        """Say why there is no value for ``keys``."""
        self.notes.update(dict.fromkeys(keys, why))

    def to_json(self) -> str:
        """Give one JSON object: the promised figures (null where missing), the raw ones, facts and notes."""
        figures = {promise.key: self.values.get(promise.key) for promise in self.promises}
        met = {promise.key: self._met(promise) for promise in self.promises}
        limits = {promise.key: promise.limit for promise in self.promises}
        whole = {**figures, **self.raw, "limits": limits, "met": met, "machine": dict(self.facts), "notes": self.notes}
        return json.dumps(_rounded(whole), indent=2, allow_nan=False)

    def to_table(self) -> str:
        """Give lines for a person."""
        lines = [f"{'':22} {'value':>12}  {'limit':<16} {'met':<4} measured against"]
        lines += [self._row(promise) for promise in self.promises]
        lines += ["", *(f"{key}: {why}" for key, why in self.notes.items())] if self.notes else []
        lines += ["", *(f"{name}: {_words(value)}" for name, value in (self.raw | dict(self.facts)).items())]
        return "\n".join(lines)

    def _met(self, promise: Promise) -> bool | None:
        value = self.values.get(promise.key)
        return None if value is None else promise.met_by(value)

    def _row(self, promise: Promise) -> str:
        value = self.values.get(promise.key)
        shown = "–" if value is None else f"{value:.2f} {promise.unit}".strip()
        met = "–" if value is None else "yes" if promise.met_by(value) else "NO"
        return f"{promise.key:22} {shown:>12}  {promise.limit_text():<16} {met:<4} {promise.against}"


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, 4)
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list():
            return [_rounded(each) for each in value]
        case _:
            return value


def _words(value: object) -> str:
    match value:
        case float():
            return f"{value:.4g}"
        case list():
            return ", ".join(map(_words, value))
        case dict():
            return ", ".join(f"{key} {_words(each)}" for key, each in value.items())
        case _:
            return str(value)

"""The plain ways beside ours: a proxy model in Python that sorts and filters, and an item for each cell."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from alpaca_gui.cli.benchmarks.children import answer_of
from alpaca_gui.cli.benchmarks.library.made import MadeLibrary
from alpaca_gui.cli.benchmarks.library.workplace import Workplace
from alpaca_gui.cli.benchmarks.promises import Measurement
from alpaca_gui.jobs.child import child_command

FEW: Final = 100_000
"""Records that are tried first; by them it is foretold what all would take."""
MOST_S: Final = 120.0
MOST_MB: Final = 6_000.0
_PATIENCE_S: Final = 600.0
_CHILD: Final = "alpaca_gui.gui.bench_plain"

Ask = Callable[[str, int], Mapping[str, Any]]
"""Has one of the plain ways tried on so many records, and gives what the child said."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a plain way took.

    Attributes
    ----------
    answer
        What the child said.
    records
        How many records it had.
    scale
        What its figures are to be multiplied by for all records; 1 where it had all of them.
    """

    answer: Mapping[str, Any]
    records: int
    scale: float = 1.0


def measure(place: Workplace, made: MadeLibrary) -> Measurement:
    """Measure both ways on all records, or on 100,000 where all would take too long or too much.

    Raises
    ------
    NotMeasuredError
        Where a child fails.
    """

    def ask(way: str, count: int) -> Mapping[str, Any]:
        command = child_command(_CHILD, way, str(made.path), place.bundle.card.concept, str(count))
        return answer_of(command, place.environment, _PATIENCE_S)

    return told(*tried(ask, made.records), made.records)


def tried(ask: Ask, records: int) -> tuple[Tried, Tried]:
    """Try proxy and items, first on few records and then on all of them where that seems bearable."""
    few = min(FEW, records)
    proxy, items = Tried(ask("proxy", few), few), Tried(ask("items", few), few)
    if few == records:
        return proxy, items
    sorting, linear = _growth(few, records), records / few
    answer = proxy.answer
    if answer["sort_s"] * sorting + answer["filter_s"] * linear <= MOST_S:
        proxy = Tried(ask("proxy", records), records)
    else:
        proxy = Tried(answer, few, linear)
    answer = items.answer
    if answer["items_mb"] * linear <= MOST_MB and answer["items_s"] * linear <= MOST_S:
        items = Tried(ask("items", records), records)
    else:
        items = Tried(answer, few, linear)
    return proxy, items


def told(proxy: Tried, items: Tried, records: int) -> Measurement:
    """Give the figures; what was foretold and not measured says so."""
    sorting = _growth(proxy.records, records)
    raw = {
        "plain_proxy_records": proxy.records,
        "plain_sort_s": proxy.answer["sort_s"],
        "plain_filter_s": proxy.answer["filter_s"],
        "plain_same_order": proxy.answer["same_order"],
        "plain_same_filtered": proxy.answer["same_filtered"],
        "plain_sort_of_all_s": proxy.answer["sort_s"] * sorting,
        "plain_filter_of_all_s": proxy.answer["filter_s"] * proxy.scale,
        "plain_items_records": items.records,
        "plain_items_mb": items.answer["items_mb"],
        "plain_items_of_all_mb": items.answer["items_mb"] * items.scale,
        "library_columns_mb": items.answer["library_mb"],
    }
    notes = {}
    for name, one in (("plain_sort_of_all_s", proxy), ("plain_items_of_all_mb", items)):
        if one.records < records:
            notes[name] = (
                f"Reckoned from {one.records:,} records and not measured: all {records:,} would take too "
                "long or too much memory. Sorting is taken to grow as n log n, the rest as n."
            )
    return Measurement({}, raw, notes)


def ratios(values: Mapping[str, float], raw: Mapping[str, Any]) -> dict[str, float]:
    """Give ours over theirs, where both were measured: the smaller, the better."""
    found = {}
    for name, ours, theirs, scale in (
        ("sort_over_plain", values.get("sort_ms"), raw.get("plain_sort_of_all_s"), 1000),
        ("filter_over_plain", values.get("filter_ms"), raw.get("plain_filter_of_all_s"), 1000),
        ("memory_over_plain", raw.get("library_columns_mb"), raw.get("plain_items_of_all_mb"), 1),
    ):
        if ours is not None and theirs:
            found[name] = ours / (theirs * scale)
    return found


def _growth(few: int, many: int) -> float:
    return 1.0 if few == many else many * math.log(many) / (few * math.log(few))

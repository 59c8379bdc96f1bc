"""What a person does with a window of many records, and how long each thing takes; for the bench."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QAbstractSlider, QTableView

from alpaca_gui.gui.bench_frames import Work, frame_ms, rest, wait_until, work_of
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.record_views import ViewKind
from alpaca_gui.gui.workspace import Workspace
from alpaca_gui.jobs.memory import peak_mb, resident_mb
from alpaca_gui.library.columns import Order, Show
from alpaca_gui.library.query import Filter, parse
from alpaca_gui.logit.verdict import Rule

_BREATH_S: Final = 0.1
_PAGE_S: Final = 0.03
"""As fast as a held key repeats."""

FILTERS: Final[dict[str, str]] = {
    "logit": "logit:-{n}..{n}",
    "decision and label": "decision:unsure label:none logit:-{n}..9",
    "text": "{n}7",
    "folder": "folder:{n}0",
    "contradictions": "agrees:no logit:>0.{n}",
    "error": "error:any {n}1",
    "model and size": "model:any width:>{n}00",
}
"""Kinds of filters; ``{n}`` is another number in each round, so that nothing is remembered from the one before."""


def review(window: MainWindow, rounds: int, pages: int) -> dict[str, Any]:
    """Do everything, and give ms by their names: a list for each thing done.

    Raises
    ------
    RuntimeError
        When the window does not become ready.
    """
    workspace = window.workspace
    if workspace is None:
        raise RuntimeError("a window that answers has a workspace")
    collection = workspace.collection
    wait_until(lambda: collection.bundle is not None and not collection.busy)
    collection.columns.path.prepare()
    rest(_BREATH_S)
    view = workspace.views.view
    answer: dict[str, Any] = {"rows": collection.item_model.rowCount(), "memory_open_mb": resident_mb()}
    answer["sort_ms"], answer["sort_again_ms"] = _sorts(collection, view, rounds)
    answer["filter_ms"], answer["unfilter_ms"] = _filters(collection, view, rounds)
    answer["threshold_ms"] = _thresholds(collection, view, rounds)
    answer["orders_ms"] = {order.value: _first(collection, view, order) for order in Order}
    answer["scroll_ms"], answer["scroll_cpu_ms"] = _scrolls(workspace, pages)
    answer["memory_mb"] = peak_mb()
    return answer


def _sorts(collection: Collection, view: QTableView, rounds: int) -> tuple[list[float], list[float]]:
    """Sort by closeness: after rows have changed, when nothing is known of their order; and after the threshold has."""
    anew, again = [], []
    for number in range(rounds):
        collection.shown.arrange(Order.ADDED, Show.ALL)
        collection.set_rule(_rule(collection, number))
        rest(_BREATH_S)
        again.append(_timed(view, partial(collection.shown.arrange, Order.CLOSENESS, Show.ALL)))
        collection.shown.arrange(Order.ADDED, Show.ALL)
        rest(_BREATH_S)
        collection.columns.touch()
        anew.append(_timed(view, partial(collection.shown.arrange, Order.CLOSENESS, Show.ALL)))
    return anew, again


def _filters(
    collection: Collection, view: QTableView, rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Filter what is sorted by closeness, and show all of it again."""
    there: dict[str, list[float]] = {name: [] for name in FILTERS}
    back: dict[str, list[float]] = {name: [] for name in FILTERS}
    for number in range(1, rounds + 1):
        for name, text in FILTERS.items():
            wanted = parse(text.format(n=number))
            there[name].append(_timed(view, partial(collection.shown.set_filter, wanted)))
            back[name].append(_timed(view, partial(collection.shown.set_filter, Filter())))
    return there, back


def _thresholds(collection: Collection, view: QTableView, rounds: int) -> dict[str, list[float]]:
    """Read with other thresholds, as a drag does."""
    found = {}
    scenes = (
        ("closeness", Order.CLOSENESS, Show.ALL, ""),
        ("closeness, unsure ones", Order.CLOSENESS, Show.UNSURE, ""),
        ("closeness, text", Order.CLOSENESS, Show.ALL, "77"),
        ("added, yes ones", Order.ADDED, Show.YES, ""),
        ("added, all", Order.ADDED, Show.ALL, ""),
    )
    for place, (name, order, show, text) in enumerate(scenes, start=1):
        collection.shown.arrange(order, show)
        collection.shown.set_filter(parse(text))
        rest(_BREATH_S)
        changes = (_rule(collection, number + place / 10) for number in range(1, rounds + 1))
        found[name] = [_timed(view, partial(collection.set_rule, rule)) for rule in changes]
    collection.shown.set_filter(Filter())
    return found


def _first(collection: Collection, view: QTableView, order: Order) -> float:
    """Sort for the first time in this order."""
    collection.shown.arrange(Order.CLOSENESS if order is Order.ADDED else Order.ADDED, Show.ALL)
    return _timed(view, partial(collection.shown.arrange, order, Show.ALL))


def _scrolls(workspace: Workspace, pages: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Scroll page by page in every view, sorted by closeness."""
    collection = workspace.collection
    collection.shown.arrange(Order.CLOSENESS, Show.ALL)
    works: dict[str, list[Work]] = {}
    for kind in ViewKind:
        workspace.show_view(kind)
        rest(5 * _BREATH_S)
        bar = workspace.views.view.verticalScrollBar()
        bar.setValue(0)
        turn = partial(bar.triggerAction, QAbstractSlider.SliderAction.SliderPageStepAdd)
        works[kind.value] = [work_of(turn, _PAGE_S) for _ in range(pages)]
    busy = {name: [one.busy_ms for one in each] for name, each in works.items()}
    return busy, {name: [one.cpu_ms for one in each] for name, each in works.items()}


def _rule(collection: Collection, number: float) -> Rule:
    """Give the rule with another threshold, a little to either side of zero; another one for each number."""
    rule = collection.rule
    threshold = 0.0865 * number * (-1) ** round(number)
    return Rule(threshold, rule.band, rule.temperature)


def _timed(view: QTableView, change: Callable[[], object]) -> float:
    """Make a change and wait for its frame; then take breath, so that thumbnails of the one before are over."""
    taken = frame_ms(view, change)
    rest(_BREATH_S)
    return taken

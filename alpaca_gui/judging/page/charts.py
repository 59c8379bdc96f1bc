"""The four charts of the page, drawn as SVG: ROC, precision and recall, reliability, the logits of both sides."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.page.axes import TOP, WIDTH, Axes
from alpaca_gui.judging.page.markup import text
from alpaca_gui.judging.report import Bin, Curve, Report
from alpaca_gui.judging.words import figure_text, interval_text
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.words import MINUS

_MOST_POINTS: Final = 800
_BARS: Final = 36


@dataclass(frozen=True, slots=True)
class Chart:
    """The axes of a chart, and what is drawn inside them as SVG."""

    axes: Axes
    inside: str


def charts(judgement: Judgement, report: Report) -> str:
    """All four, each with its title and a sentence that says how to read it."""
    counts = report.counts
    no = counts.no_as_yes + counts.no_as_no
    recall = counts.recall or 0.0
    roc = _curve(
        report.roc, Axes("share of no's answered yes", "share of yes's found"), (counts.no_as_yes / no, recall)
    )
    here = None if counts.precision is None else (recall, counts.precision)
    pr = _curve(report.precision_recall, Axes("recall", "precision"), here, guide=False)
    auc = f"{figure_text(report.auc)} ({interval_text(report.auc)})"
    return f'<div class="charts">{_figure("ROC curve", roc, f"The area under it is {auc}. {_HERE}")}' + "".join(
        (
            _figure("Precision and recall", pr, _HERE),
            _figure("Reliability", _reliability(report.reliability), _RELIABILITY),
            _figure("Logits of both sides", _histogram(judgement), _histogram_words(judgement)),
            "</div>",
        )
    )


_HERE: Final = "The ring is where the model's threshold is."
_RELIABILITY: Final = (
    "Each dot is a tenth of the probabilities, larger where it holds more pictures; on the dashed line probabilities "
    "come true exactly as often as they say."
)


def _figure(title: str, chart: Chart, caption: str) -> str:
    drawing = chart.axes.drawing(f"{title}. {caption}", chart.inside)
    return f"<figure><h3>{text(title)}</h3>{drawing}<figcaption>{text(caption)}</figcaption></figure>"


def _curve(curve: Curve, axes: Axes, here: tuple[float, float] | None, *, guide: bool = True) -> Chart:
    x, y = _thinned(curve.x), _thinned(curve.y)
    parts = [_diagonal(axes)] if guide else []
    parts.append(f'<polyline class="curve" points="{axes.points(x, y)}"/>')
    if here is not None:
        parts.append(f'<circle class="here" cx="{axes.x(here[0]):.1f}" cy="{axes.y(here[1]):.1f}" r="5"/>')
    return Chart(axes, "".join(parts))


def _thinned(values: Floats) -> Floats:
    """Keep as many points as can be told apart, both ends among them."""
    if values.size <= _MOST_POINTS:
        return values
    places = np.linspace(0, values.size - 1, _MOST_POINTS).round().astype(np.int64)
    return np.asarray(values[places])


def _diagonal(axes: Axes) -> str:
    return f'<polyline class="guide" points="{axes.points((0, 1), (0, 1))}"/>'


def _reliability(bins: tuple[Bin, ...]) -> Chart:
    axes = Axes("probability of yes", "share of yes's")
    most = max(each.count for each in bins)
    parts = [_diagonal(axes)]
    for each in bins:
        if each.count:
            x, y = axes.x(each.probability), axes.y(each.share)
            words = f"{each.count} pictures, mean probability {each.probability:.3f}, {each.share:.3f} of them yes"
            parts.append(f'<path class="gap" d="M{x:.1f},{axes.y(each.probability):.1f} V{y:.1f}"/>')
            radius = 4 + 6 * (each.count / most) ** 0.5
            parts.append(
                f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{words}</title></circle>'
            )
    return Chart(axes, "".join(parts))


def _histogram(judgement: Judgement) -> Chart:
    """Bars of both sides, yes upon no's; the dashed line is the threshold."""
    logits, yes = judgement.logits, judgement.labels == 1
    low, high = float(min(logits.min(), judgement.rule.threshold)), float(max(logits.max(), judgement.rule.threshold))
    spare = 0.03 * (high - low) or 1.0
    edges = np.linspace(low - spare, high + spare, _BARS + 1)
    below, above = (np.histogram(logits[side], edges)[0] for side in (~yes, yes))
    axes = Axes("logit", "pictures", float(edges[0]), float(edges[-1]), 1.12 * float((below + above).max()))
    parts = []
    for place in range(_BARS):
        parts.append(_bar(axes, edges, place, "no", 0, int(below[place])))
        parts.append(_bar(axes, edges, place, "yes", int(below[place]), int(above[place])))
    line = axes.x(judgement.rule.threshold)
    parts.append(f'<path class="guide" d="M{line:.1f},{TOP} V{axes.y(0):.1f}"/>')
    return Chart(axes, "".join(parts) + _key(judgement))


def _bar(axes: Axes, edges: Floats, place: int, kind: str, base: int, count: int) -> str:
    if not count:
        return ""
    left, right = axes.x(float(edges[place])), axes.x(float(edges[place + 1]))
    top, height = axes.y(base + count), axes.y(base) - axes.y(base + count)
    box = f'x="{left + 0.5:.1f}" y="{top:.1f}" width="{right - left - 1:.1f}" height="{height:.1f}"'
    words = f"{count} {kind}, logits {edges[place]:.2f} to {edges[place + 1]:.2f}".replace("-", MINUS)
    return f'<rect class="{kind}" {box}><title>{words}</title></rect>'


def _key(judgement: Judgement) -> str:
    parts = []
    for row, (kind, words) in enumerate((("yes", judgement.yes), ("no", judgement.no))):
        y = TOP + 8 + 18 * row
        short = words if len(words) <= 24 else f"{words[:23]}…"
        parts.append(f'<rect class="{kind}" x="{WIDTH - 26}" y="{y - 9}" width="10" height="10"/>')
        parts.append(f'<text class="key" x="{WIDTH - 32}" y="{y}" text-anchor="end">labelled {text(short)}</text>')
    return "".join(parts)


def _histogram_words(judgement: Judgement) -> str:
    threshold = f"{judgement.rule.threshold:g}".replace("-", MINUS)
    return f"How many pictures of either label have which logit; the dashed line is the threshold, {threshold}."

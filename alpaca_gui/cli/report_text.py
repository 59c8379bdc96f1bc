"""A report for the terminal: readable text, or the values of one JSON object."""

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import wrap
from typing import Any, Final

from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.report import Report
from alpaca_gui.judging.words import (
    FIGURES,
    about_logits,
    about_pictures,
    about_rule,
    about_suspicious,
    figure_text,
    interval_text,
)

WIDTH: Final = 100
_SHOWN: Final = 10


def report_lines(judgement: Judgement, report: Report) -> Iterator[str]:
    """Give the report line by line."""
    yield f"{printable(judgement.model)} ({judgement.model_id[:12]})"
    for text in (about_pictures(judgement), about_logits(judgement), about_rule(judgement)):
        yield from paragraph(text)
    yield ""
    yield from _figures(report)
    yield ""
    yield from _matrix(judgement, report)
    if report.each_seed:
        yield ""
        yield from _seeds(report)
    yield ""
    yield from paragraph(about_suspicious(judgement, report))
    yield from picture_lines(judgement, report.suspicious[:_SHOWN])
    if len(report.suspicious) > _SHOWN:
        yield f"{'':10}  and {len(report.suspicious) - _SHOWN:,} more, which --suspicious lists"


def picture_lines(judgement: Judgement, places: tuple[int, ...]) -> Iterator[str]:
    """Give a line for each picture: logit, label and path."""
    if not places:
        return
    width = max(len(judgement.yes), len(judgement.no), len("labelled"))
    yield f"{'logit':>10}  {'labelled':<{width}}  path"
    for place in places:
        label = judgement.yes if judgement.labels[place] else judgement.no
        yield f"{judgement.logits[place]:>+10.4f}  {label:<{width}}  {printable(str(judgement.paths[place]))}"


def paragraph(text: str) -> list[str]:
    """Break a sentence into lines."""
    return wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def report_json(judgement: Judgement, report: Report) -> dict[str, Any]:
    """Give the report as JSON values; figures are plain numbers, their intervals stand beside them."""
    return {
        "model": judgement.model,
        "model_id": judgement.model_id,
        "yes": judgement.yes,
        "no": judgement.no,
        "n": report.n,
        "out_of_fold": report.n_out_of_fold == report.n,
        "n_out_of_fold": report.n_out_of_fold,
        "n_trained_on": judgement.n_seen,
        **{name: getattr(report, name).value for name in FIGURES},
        "intervals": {name: [getattr(report, name).low, getattr(report, name).high] for name in FIGURES},
        "counts": asdict(report.counts),
        "threshold": judgement.rule.threshold,
        "band": judgement.rule.band,
        "temperature": judgement.rule.temperature,
        "each_seed": [each.as_dict() for each in report.each_seed],
        "suspicious": [_picture(judgement, place) for place in report.suspicious],
        "left_out": [{"path": str(each.path), "error": each.sentence} for each in judgement.left_out],
    }


def _picture(judgement: Judgement, place: int) -> dict[str, Any]:
    return {
        "path": str(judgement.paths[place]),
        "label": "yes" if judgement.labels[place] else "no",
        "logit": float(judgement.logits[place]),
        "out_of_fold": bool(judgement.out_of_fold[place]),
    }


def _figures(report: Report) -> Iterator[str]:
    yield f"{'':22}{'figure':>8}   95 % interval"
    for name, words in FIGURES.items():
        figure = getattr(report, name)
        yield f"{words:22}{figure_text(figure):>8}   {interval_text(figure)}"


def _matrix(judgement: Judgement, report: Report) -> Iterator[str]:
    heads = [f"answered {judgement.yes}", f"answered {judgement.no}"]
    counts = report.counts
    rows = [
        (f"labelled {judgement.yes}", counts.yes_as_yes, counts.yes_as_no),
        (f"labelled {judgement.no}", counts.no_as_yes, counts.no_as_no),
    ]
    first = max(len(row[0]) for row in rows)
    yield " " * first + "".join(f"   {head}" for head in heads)
    for name, *cells in rows:
        yield f"{name:<{first}}" + "".join(f"   {cell:>{len(head)},}" for cell, head in zip(cells, heads, strict=True))


def _seeds(report: Report) -> Iterator[str]:
    yield "Each way to deal the pictures to folds, on its own:"
    yield f"{'pictures':>10}" + "".join(f"  {words:>20}" for words in FIGURES.values())
    for each in report.each_seed:
        yield f"{each.n:>10,}" + "".join(f"  {getattr(each, name):>20.4f}" for name in FIGURES)

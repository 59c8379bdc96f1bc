"""Puts the page together."""

import alpaca_gui
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.page.charts import charts
from alpaca_gui.judging.page.gallery import gallery
from alpaca_gui.judging.page.markup import document, paragraph, table, text
from alpaca_gui.judging.page.style import STYLE
from alpaca_gui.judging.report import Report
from alpaca_gui.judging.words import (
    EXPLAINED,
    FIGURES,
    about_logits,
    about_pictures,
    about_rule,
    about_suspicious,
    figure_text,
    interval_text,
)


def page(judgement: Judgement, report: Report) -> str:
    """Give the report as one page of HTML, whole in itself; it is made of printable characters alone."""
    title = f"How good is {judgement.model}?"
    parts = [
        f"<h1>{text(title)}</h1>",
        paragraph(f"Yes means {judgement.yes}, no means {judgement.no}. {about_pictures(judgement)}"),
        paragraph(about_logits(judgement), "beware" if judgement.n_seen else ""),
        paragraph(about_rule(judgement), "quiet"),
        "<h2>Figures</h2>",
        _figures(report),
        _matrix(judgement, report),
        _seeds(report),
        "<h2>Curves</h2>",
        charts(judgement, report),
        "<h2>Suspicious labels</h2>",
        paragraph(about_suspicious(judgement, report)),
        gallery(judgement, report),
        _left_out(judgement),
        "<h2>Of what model</h2>",
        paragraph(f"{judgement.model}, SHA-256 {judgement.model_id}; alpaca-gui {alpaca_gui.__version__}.", "quiet"),
    ]
    return document(title, STYLE, "\n".join(parts))


def _figures(report: Report) -> str:
    rows = []
    for name, words in FIGURES.items():
        figure = getattr(report, name)
        rows.append((words, figure_text(figure), interval_text(figure)))
    explained = "".join(f"<li>{text(f'{FIGURES[name]}: {words}')}</li>" for name, words in EXPLAINED.items())
    return (
        table("Each figure with its 95 % interval", ("figure", "value", "95 % interval"), rows)
        + f"<details><summary>What the figures mean</summary><ul>{explained}</ul></details>"
    )


def _matrix(judgement: Judgement, report: Report) -> str:
    counts = report.counts
    heads = ("label", f"answered {judgement.yes}", f"answered {judgement.no}")
    rows = [
        (f"labelled {judgement.yes}", f"{counts.yes_as_yes:,}", f"{counts.yes_as_no:,}"),
        (f"labelled {judgement.no}", f"{counts.no_as_yes:,}", f"{counts.no_as_no:,}"),
    ]
    wrong = [place for place, n in (((0, 1), counts.yes_as_no), ((1, 0), counts.no_as_yes)) if n]
    return table("How many pictures are answered how, at the threshold", heads, rows, wrong)


def _seeds(report: Report) -> str:
    if not report.each_seed:
        return ""
    rows = [
        (str(number), f"{each.n:,}", *(f"{getattr(each, name):.4f}" for name in FIGURES))
        for number, each in enumerate(report.each_seed, start=1)
    ]
    heads = ("deal", "pictures", *FIGURES.values())
    return table("Each way to deal the pictures to folds, on its own", heads, rows)


def _left_out(judgement: Judgement) -> str:
    if not judgement.left_out:
        return ""
    items = "".join(f"<li>{text(f'{printable(str(e.path))}: {e.sentence}')}</li>" for e in judgement.left_out)
    return f"<h2>Left out</h2>{paragraph('These files could not be read.')}<ul>{items}</ul>"

"""The pictures that the model gets wrong or is unsure about, worst first, with thumbnails inside the page."""

import base64
from typing import Final

import numpy as np

from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import FileSource, Source
from alpaca_gui.imaging.thumbnail import jpeg_thumbnail
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.page.markup import paragraph, text
from alpaca_gui.judging.report import Report
from alpaca_gui.logit.verdict import margins
from alpaca_gui.logit.words import logit_text, probability_text

MOST: Final = 200
"""So many pictures are shown at most."""

_SIDE: Final = 320


def gallery(judgement: Judgement, report: Report) -> str:
    """Both lists: wrong answers, the furthest from right first, and right ones within the band, the closest first."""
    margin = margins(judgement.logits, judgement.rule)
    right = (margin > 0) == (judgement.labels == 1)
    order = np.argsort(-np.abs(margin), kind="stable")
    wrong = order[~right[order]]
    closest = order[::-1]
    unsure = closest[right[closest] & (np.abs(margin[closest]) < judgement.rule.band)]
    suspicious = set(report.suspicious)
    room = max(0, MOST - wrong.size)
    return (
        "<h2>Wrong answers</h2>"
        + paragraph(_how_many(wrong.size, "The furthest from right come first.", min(wrong.size, MOST)))
        + _pictures(judgement, wrong[:MOST].tolist(), suspicious)
        + "<h2>Right, but unsure</h2>"
        + paragraph(_how_many(unsure.size, "Their margin is inside the band.", min(unsure.size, room)))
        + _pictures(judgement, unsure[:room].tolist(), suspicious)
    )


def _how_many(found: int, order: str, shown: int) -> str:
    if not found:
        return "There is none."
    pictures = f"{found:,} picture{'s' if found > 1 else ''}."
    return f"{pictures} {order}" + (f" {shown:,} of them are shown, {MOST} pictures at most." if shown < found else "")


def _pictures(judgement: Judgement, places: list[int], suspicious: set[int]) -> str:
    if not places:
        return ""
    inside = "".join(_picture(judgement, place, place in suspicious) for place in places)
    return f'<ul class="pictures">{inside}</ul>'


def _picture(judgement: Judgement, place: int, suspicious: bool) -> str:
    path, logit, rule = judgement.paths[place], float(judgement.logits[place]), judgement.rule
    label = judgement.yes if judgement.labels[place] else judgement.no
    answer = judgement.yes if logit > rule.threshold else judgement.no
    alt = f"The picture {path.name}, labelled {label}, answered {answer}"
    marks = '<br><span class="mark">Suspicious label</span>' if suspicious else ""
    if abs(logit - rule.threshold) < rule.band:
        marks += '<br><span class="doubt">Unsure</span>'
    held = "out of fold" if judgement.out_of_fold[place] else "the model's own"
    return (
        f'<li class="picture">{image(FileSource(path), alt)}<div class="said">'
        f'<span class="logit" title="logit, {held}">{text(logit_text(logit))}</span> '
        f'<span class="quiet">p = {text(probability_text(logit / rule.temperature))}</span><br>'
        f"labelled {text(label)}<br>answered {text(answer)}{marks}<br>"
        f'<span class="quiet" title="{text(str(path))}">{text(path.name)}</span></div></li>'
    )


def image(source: Source, alt: str) -> str:
    """A thumbnail as an element, its data inside it; where there is none, the sentence why."""
    try:
        data = jpeg_thumbnail(source, _SIDE)
    except AlpacaError as error:  # it was there when it was judged
        return not_shown(str(error))
    return f'<img alt="{text(alt)}" loading="lazy" src="data:image/jpeg;base64,{base64.b64encode(data).decode()}">'


def not_shown(why: str) -> str:
    """What stands in a thumbnail's place; ``why`` is a sentence."""
    return f'<div class="gone">It cannot be shown. {text(why)}</div>'

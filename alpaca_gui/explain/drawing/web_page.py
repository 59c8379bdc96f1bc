"""The explanation as one page of HTML that needs nothing else: no network, no script, pictures and drawings inside."""

from typing import Final

from alpaca_gui.explain.drawing.card_drawing import SHOWN, number_exact, rule_text
from alpaca_gui.explain.drawing.elements import Box, rectangle, sign
from alpaca_gui.explain.drawing.firm_drawing import HEIGHT as FIRM_HEIGHT
from alpaca_gui.explain.drawing.firm_drawing import firm_axis
from alpaca_gui.explain.drawing.ink import PAGE_SHEET
from alpaca_gui.explain.drawing.map_drawing import legend, picture_with_map, sum_note, sum_text
from alpaca_gui.explain.drawing.tiles import FIRM, Section, Tile, no_sum_text, sections, sources
from alpaca_gui.explain.explanation import Explanation
from alpaca_gui.explain.firm_words import firm_words
from alpaca_gui.imaging.inline import jpeg_address
from alpaca_gui.judging.page.markup import document, paragraph, table, text
from alpaca_gui.judging.page.style import STYLE
from alpaca_gui.logit.verdict import decide_one, judge
from alpaca_gui.logit.words import logit_text, probability_text, sentence

MAP: Final = "What each part adds to the logit"
ESTIMATE: Final = "What the logit loses where a part is covered"
_WIDTH: Final = 900
_LOWEST: Final = 160
_HIGHEST: Final = 640
"""Of the frame around the picture: a very long or a very tall one does not fill it."""

_LEGEND: Final = Box(2, 2, 556, 40)
_AXIS_WIDTH: Final = 820

_OWN_STYLE: Final = """
.verdict { display: flex; align-items: center; gap: .6rem; font-size: 1.7rem; font-weight: 700; margin: .8rem 0 0; }
.verdict { overflow-wrap: anywhere; } .verdict svg { width: 1.6rem; flex: none; }
.verdict.yes { color: var(--yes); } .verdict.no { color: var(--no); } .verdict.unsure { color: var(--unsure); }
.number { font-variant-numeric: tabular-nums; }
.huge { font-size: 3.2rem; font-weight: 700; line-height: 1.15; margin: .2rem 0; overflow-wrap: anywhere; }
.digits, .hashes { font-family: "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
.hashes { font-size: .8rem; } .sum { font-size: 1.1rem; }
.legend { max-width: 36rem; margin-top: .5rem; } .wide { overflow-x: auto; } .wide svg { min-width: 36rem; }
.toggle:not(:checked) ~ svg .cells { display: none; }
.picture img { height: auto; max-height: 12rem; min-height: 2rem; width: 100%; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; overflow-wrap: anywhere; }
"""


def web_page(explanation: Explanation) -> str:
    """Give the explanation as a page, light or dark as the reader's system is."""
    title = f"Why {explanation.card.picture} has its logit"
    parts = [
        f"<h1><bdi>{text(explanation.card.picture)}</bdi></h1>",
        _verdict(explanation),
        _map(explanation),
        f"<h2>{FIRM}</h2>",
        _firm(explanation),
        *(_section(section) for section in sections(explanation)),
        "<h2>Of what</h2>",
        paragraph(sources(explanation), "quiet"),
        _hashes(explanation),
    ]
    return document(title, STYLE + PAGE_SHEET + _OWN_STYLE, "\n".join(parts))


def _svg(width: float, height: float, said: str, inside: str) -> str:
    return f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{text(said)}">{inside}</svg>'


def _verdict(explanation: Explanation) -> str:
    card = explanation.card
    verdict = judge(card.logit, card.rule)
    said = sentence(verdict)
    shape = _svg(20, 20, card.decision.word, sign(card.decision, 10, 10, 10))
    return "".join(
        [
            f'<p class="verdict {card.decision.word}">{shape}{text(explanation.answer)}</p>',
            f'<p class="huge number">{text(logit_text(card.logit))}</p>',
            paragraph(f"logit {number_exact(card.logit)}, float32 {card.bits}", "digits"),
            paragraph(f"Probability of yes {probability_text(verdict.log_odds)}: {said}."),
            paragraph(f"Read with {rule_text(card.rule)}. {card.width} x {card.height} pixels.", "quiet"),
        ]
    )


def _map(explanation: Explanation) -> str:
    seen, cells = explanation.seen, explanation.cells
    width, height = seen.picture.image.width, seen.picture.image.height
    frame = Box(0, 0, _WIDTH, min(max(_WIDTH * height / width, _LOWEST), _HIGHEST))
    place = frame.fitted(width, height)
    address = jpeg_address(seen.picture.shrunk(SHOWN, SHOWN))
    drawn = picture_with_map(place, address, cells, explanation.region)
    what = "The picture" if cells is None else MAP if seen.contributions is not None else ESTIMATE
    said = f"{explanation.card.picture}: {what[0].lower()}{what[1:]}"
    svg = _svg(frame.width, frame.height, said, rectangle(frame, "ground") + drawn)
    if cells is None:
        return f"<h2>{what}</h2><figure>{svg}</figure>{paragraph(no_sum_text(explanation))}"
    key = _svg(560, 44, "What the colours mean, in logits", legend(_LEGEND, cells.largest, 15))
    return (
        f'<h2>{what}</h2><figure><input class="toggle" type="checkbox" id="map" checked>'
        f'<label for="map"> Show the map over the picture</label>{svg}<div class="legend">{key}</div></figure>'
        f"{_sum(explanation)}"
    )


def _sum(explanation: Explanation) -> str:
    contributions = explanation.seen.contributions
    if contributions is None:
        return paragraph(no_sum_text(explanation))
    return paragraph(sum_text(contributions), "sum number") + paragraph(sum_note(contributions), "quiet")


def _firm(explanation: Explanation) -> str:
    firmness, rule = explanation.firmness, explanation.card.rule
    axis = firm_axis(8, 0, _AXIS_WIDTH - 16, firmness, rule)
    svg = _svg(_AXIS_WIDTH, FIRM_HEIGHT, "The logits under small changes on an axis", axis)
    rows = [(each.words, logit_text(each.logit), decide_one(each.logit, rule).word) for each in firmness.changes]
    flips = [(place, 1) for place, row in enumerate(rows) if row[2] != explanation.card.decision.word]
    listed = table("Each small change with its logit", ("change", "logit", "decision"), rows, flips)
    how = paragraph(firmness.how, "quiet")
    said = paragraph(firm_words(firmness, rule))
    return f'{said}{how}<figure class="wide">{svg}</figure>{listed}'


def _section(section: Section) -> str:
    parts = [f"<h2>{text(section.heading)}</h2>"]
    parts += [paragraph(said, kind) for said, kind in ((section.said, ""), (section.beware, "beware")) if said]
    for name, tiles in section.shelves:
        parts.append(f"{f'<h3>{text(name)}</h3>' if name else ''}{_tiles(tiles)}")
    return "".join(parts)


def _tiles(tiles: list[Tile]) -> str:
    return (
        f'<ul class="pictures">{"".join(_tile(tile) for tile in tiles)}</ul>' if tiles else paragraph("None.", "quiet")
    )


def _tile(tile: Tile) -> str:
    image = f'<img alt="{text(tile.name)}" src="{text(tile.address)}">' if tile.address else ""
    said = text(tile.why).replace("_", "_<wbr>")  # a long identifier is broken at its joints
    why = f'<br><span class="quiet">{said}</span>' if tile.why else ""
    said = f'<span class="logit">{text(tile.number)}</span><br>{text(tile.name)}{why}'
    return f'<li class="picture">{image}<div class="said">{said}</div></li>'


def _hashes(explanation: Explanation) -> str:
    card = explanation.card
    rows = (
        f"picture {card.picture_hash}",
        f"model {card.model}, {card.model_id}",
        f"preprocessing {card.preprocessing_hash}",
        f"alpaca-gui {card.program}",
    )
    return f'<p class="hashes quiet">{"<br>".join(text(row) for row in rows)}</p>'

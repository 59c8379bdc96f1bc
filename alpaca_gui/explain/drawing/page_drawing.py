"""The whole explanation on one page, 1600 units wide and as high as it has to be."""

from typing import Final

from alpaca_gui.explain.drawing.card_drawing import SHOWN, answer_drawing, number_exact, rule_text
from alpaca_gui.explain.drawing.elements import Box, Type, line, rectangle, sign, words
from alpaca_gui.explain.drawing.firm_drawing import HEIGHT as FIRM_HEIGHT
from alpaca_gui.explain.drawing.firm_drawing import firm_axis
from alpaca_gui.explain.drawing.ink import standalone
from alpaca_gui.explain.drawing.map_drawing import legend, picture_with_map, sum_note, sum_text
from alpaca_gui.explain.drawing.missing import boxes_text
from alpaca_gui.explain.drawing.setting import broken, fitted, leading, paragraph, wrapped
from alpaca_gui.explain.drawing.shelves import shelf
from alpaca_gui.explain.drawing.tiles import FIRM, Section, Tile, no_sum_text, sections, sources
from alpaca_gui.explain.explanation import Explanation
from alpaca_gui.explain.firm_words import firm_words
from alpaca_gui.imaging.inline import jpeg_address
from alpaca_gui.logit.verdict import decide_one, judge
from alpaca_gui.logit.words import logit_text, probability_text, sentence

WIDTH: Final = 1600
_MARGIN: Final = 64
_CONTENT: Final = WIDTH - 2 * _MARGIN
_PICTURE: Final = Box(_MARGIN, 120, 800, 600)
_COLUMN: Final = _PICTURE.right + 56
_BODY: Final = Type(18)
_QUIET: Final = Type(17, "quiet")
_HEADING: Final = Type(24, bold=True)
_CHANGE_COLUMNS: Final = 2
_ANSWER: Final = ((42, 1), (33, 1), (26, 2), (21, 3))
"""Sizes of the answer's letters, each with the lines that there is room for."""


def page_drawing(explanation: Explanation) -> str:
    """Give the explanation as SVG, light."""
    page = _Page()
    page.top(explanation)
    page.firm(explanation)
    for section in sections(explanation):
        page.section(section)
    page.foot(explanation)
    return page.whole()


class _Page:
    """Grows downwards: each section begins where the one before has ended."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._y = 0.0

    def whole(self) -> str:
        """Everything, on a ground as high as it is."""
        ground = rectangle(Box(0, 0, WIDTH, self._y), "surface")
        return standalone(WIDTH, self._y, ground + "".join(self._parts))

    def top(self, explanation: Explanation) -> None:
        """Name, picture with map, and the verdict beside it."""
        card, seen = explanation.card, explanation.seen
        title = Type(30, bold=True)
        place = _PICTURE.fitted(seen.picture.image.width, seen.picture.image.height)
        address = jpeg_address(seen.picture.shrunk(SHOWN, SHOWN))
        self._parts += [
            words(_MARGIN, 82, fitted(card.picture, _CONTENT, title), title),
            self._boxes(explanation),
            rectangle(_PICTURE, "ground"),
            picture_with_map(place, address, explanation.cells, explanation.region),
        ]
        self._verdict(explanation)
        self._y = _PICTURE.bottom

    def _boxes(self, explanation: Explanation) -> str:
        card, form = explanation.card, Type(15, "quiet")
        said = boxes_text(f"{card.picture}{explanation.answer}{card.model}", Type(30, bold=True))
        return words(_MARGIN, 108, fitted(said, _CONTENT, form), form) if said else ""

    def _verdict(self, explanation: Explanation) -> None:
        card, contributions = explanation.card, explanation.seen.contributions
        verdict = judge(card.logit, card.rule)
        width = WIDTH - _MARGIN - _COLUMN
        huge, digits, said = Type(76, bold=True), Type(20, mono=True), sentence(verdict)
        place = Box(_COLUMN + 56, 148, width - 56, 0)
        self._parts += [
            sign(card.decision, _COLUMN + 20, 148, 20),
            answer_drawing(explanation.answer, card.decision, place, _ANSWER),
            words(_COLUMN, 222, "logit", _QUIET),
            words(_COLUMN - 4, 294, fitted(logit_text(card.logit), width, huge), huge),
            words(_COLUMN, 334, fitted(f"{number_exact(card.logit)}  {card.bits}", width, digits), digits),
            words(_COLUMN, 392, "probability of yes", _QUIET),
            words(_COLUMN, 436, fitted(probability_text(verdict.log_odds), width, Type(38)), Type(38)),
            paragraph(
                _COLUMN,
                472,
                wrapped(f"{said[0].upper()}{said[1:]}. Read with {rule_text(card.rule)}.", width, _QUIET),
                _QUIET,
            ),
        ]
        if explanation.cells is not None:
            self._parts.append(legend(Box(_COLUMN, 560, width, 48), explanation.cells.largest, 17))
        if contributions is None:
            self._parts.append(paragraph(_COLUMN, 646, wrapped(no_sum_text(explanation), width, _QUIET), _QUIET))
            return
        terms, logit = sum_text(contributions).split(" = ")
        lines = [*wrapped(terms, width, _BODY), f"= {logit}"]
        self._parts.append(paragraph(_COLUMN, 646, lines, _BODY))
        note = wrapped(sum_note(contributions), width, _QUIET)
        self._parts.append(paragraph(_COLUMN, 646 + len(lines) * leading(_BODY) + 4, note, _QUIET))

    def firm(self, explanation: Explanation) -> None:
        """The axis of all changes, what flips it, and each change with its logit."""
        firmness, rule = explanation.firmness, explanation.card.rule
        self._heading(FIRM)
        self._paragraph(firm_words(firmness, rule), _BODY)
        self._paragraph(firmness.how, _QUIET)
        self._y += 14
        self._parts.append(firm_axis(_MARGIN, self._y, _CONTENT, firmness, rule))
        self._y += FIRM_HEIGHT + 24
        width = _CONTENT / _CHANGE_COLUMNS
        rows = -(-len(firmness.changes) // _CHANGE_COLUMNS)
        for number, change in enumerate(firmness.changes):
            column, row = divmod(number, rows)
            x, y = _MARGIN + column * width, self._y + (row + 1) * 28
            decision = decide_one(change.logit, rule)
            self._parts.append(sign(decision, x + 7, y - 6, 7))
            self._parts.append(words(x + 24, y, fitted(change.words, width - 170, _BODY), _BODY))
            self._parts.append(words(x + width - 40, y, logit_text(change.logit), _BODY, "end"))
        self._y += rows * 28 + 12

    def section(self, section: Section) -> None:
        """Small pictures: what the model saw, or the training pictures most like this one."""
        self._heading(section.heading)
        for said in (section.said, section.beware):
            if said:
                self._paragraph(said, _BODY)
        for name, tiles in section.shelves:
            if name:
                self._paragraph(name, Type(18, bold=True))
            self._shelf(tiles)

    def foot(self, explanation: Explanation) -> None:
        """Hashes, and what is exact and what is not."""
        card = explanation.card
        self._y += 28
        self._parts.append(line(_MARGIN, self._y, WIDTH - _MARGIN, self._y))
        self._y += 8
        self._paragraph(sources(explanation), _QUIET)
        form = Type(15, "quiet", mono=True)
        for what, said in (
            ("picture", card.picture_hash),
            ("model", f"{card.model_id}, {card.model}"),
            ("preprocessing", card.preprocessing_hash),
            ("alpaca-gui", card.program),
        ):
            self._y += 24
            self._parts.append(words(_MARGIN, self._y, what, form))
            self._parts.append(words(_MARGIN + 150, self._y, fitted(said, _CONTENT - 150, form), form))
        self._y += 40

    def _heading(self, name: str) -> None:
        self._y += 64
        self._parts.append(words(_MARGIN, self._y, name, _HEADING))
        self._y += 8

    def _paragraph(self, said: str, form: Type) -> None:
        lines = broken(said, _CONTENT, form)
        self._parts.append(paragraph(_MARGIN, self._y + leading(form), lines, form))
        self._y += len(lines) * leading(form) + 6

    def _shelf(self, tiles: list[Tile]) -> None:
        drawn, height = shelf(_MARGIN, self._y + 12, _CONTENT, tiles)
        self._parts.append(drawn)
        self._y += height + 12

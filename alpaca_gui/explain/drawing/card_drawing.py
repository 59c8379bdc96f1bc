"""The verdict card, drawn: 1200 x 800 units, the shape of three to two."""

from dataclasses import dataclass
from typing import Final

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.explain.answer_words import answer_words
from alpaca_gui.explain.cell_words import no_map_text
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.drawing.axis_drawing import LogitAxis, number_text
from alpaca_gui.explain.drawing.elements import Box, Type, line, rectangle, sign, words
from alpaca_gui.explain.drawing.ink import standalone
from alpaca_gui.explain.drawing.map_drawing import legend, picture_with_map, sum_note, sum_text
from alpaca_gui.explain.drawing.missing import boxes_text
from alpaca_gui.explain.drawing.setting import fitted, leading, paragraph, set_whole, wrapped
from alpaca_gui.explain.lens import Seen
from alpaca_gui.explain.placement import input_region
from alpaca_gui.explain.verdict_card import VerdictCard
from alpaca_gui.imaging.alter import Region
from alpaca_gui.imaging.inline import jpeg_address
from alpaca_gui.logit.verdict import Decision, Rule, judge
from alpaca_gui.logit.words import MINUS, logit_text, probability_text, sentence

WIDTH: Final = 1200
HEIGHT: Final = 800
SHOWN: Final = 900
"""Longest side, in pixels, of the picture inside of a drawing."""

_MARGIN: Final = 48
_SIDE: Final = 356
_SECOND: Final = _MARGIN + _SIDE + 20
_COLUMN: Final = _SECOND + _SIDE + 36
_RIGHT: Final = WIDTH - _MARGIN
_TITLE: Final = Type(25, bold=True)
_SMALL: Final = Type(14.5, "quiet")
_TINY: Final = Type(13, "quiet")
_DIGITS: Final = Type(16, mono=True)
_ANSWER: Final = ((33, 1), (26, 1), (21, 2), (17, 3))
"""Sizes of the answer's letters, each with the lines that there is room for: it is the model's, and may be long."""


def card_drawing(card: VerdictCard, seen: Seen, model: ModelCard) -> str:
    """Give the card as SVG.

    Parameters
    ----------
    card
        What it says.
    seen
        The picture, and what each cell added.
    model
        Of the model, for its answers in words.
    """
    parts = [
        rectangle(Box(0, 0, WIDTH, HEIGHT), "surface"),
        words(_MARGIN, 66, fitted(card.picture, _RIGHT - _MARGIN - 190, _TITLE), _TITLE),
        words(_RIGHT, 66, "verdict card", Type(16, "quiet"), "end"),
        _boxes(card, model),
        _pictures(seen, model),
        _verdict(card, model),
        _axis(card),
        _sum(seen),
        _facts(card),
    ]
    return standalone(WIDTH, HEIGHT, "".join(parts))


def _boxes(card: VerdictCard, model: ModelCard) -> str:
    """Say what could not be drawn; the names inside the file are whole."""
    said = boxes_text(f"{card.picture}{answer_words(model, card.decision)}{card.model}", _TITLE)
    return words(_MARGIN, 86, fitted(said, _RIGHT - _MARGIN, _TINY), _TINY) if said else ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A place for a picture, and the picture fitted into it."""

    place: Box
    picture: Box

    @classmethod
    def at(cls, x: float, seen: Seen, width: float = _SIDE) -> "_Frame":
        place = Box(x, 96, width, _SIDE)
        return cls(place, place.fitted(seen.picture.image.width, seen.picture.image.height))


def _pictures(seen: Seen, model: ModelCard) -> str:
    address = jpeg_address(seen.picture.shrunk(SHOWN, SHOWN))
    region = input_region(model.preprocessing, seen.picture.image.width, seen.picture.image.height)
    left, right = _Frame.at(_MARGIN, seen), _Frame.at(_SECOND, seen)
    size = words(_MARGIN, left.place.bottom + 24, f"{seen.picture.width} x {seen.picture.height} pixels", _SMALL)
    if seen.contributions is None:
        return _framed(_Frame.at(_MARGIN, seen, _SECOND + _SIDE - _MARGIN), address, None, region) + size
    strip = Box(_SECOND, right.place.bottom + 12, _SIDE, 38)
    return "".join(
        [
            _framed(left, address, None, region),
            _framed(right, address, seen.contributions, region),
            legend(strip, seen.contributions.largest, 14.5),
            size,
        ]
    )


def _framed(frame: _Frame, address: str, contributions: Contributions | None, region: Region) -> str:
    return rectangle(frame.place, "ground") + picture_with_map(frame.picture, address, contributions, region)


def _verdict(card: VerdictCard, model: ModelCard) -> str:
    verdict = judge(card.logit, card.rule)
    width = _RIGHT - _COLUMN
    huge, said = Type(56, bold=True), sentence(verdict)
    return "".join(
        [
            sign(card.decision, _COLUMN + 15, 118, 15),
            answer_drawing(
                answer_words(model, card.decision), card.decision, Box(_COLUMN + 42, 118, width - 42, 0), _ANSWER
            ),
            words(_COLUMN, 182, "logit", _SMALL),
            words(_COLUMN - 3, 236, fitted(logit_text(card.logit), width, huge), huge),
            words(_COLUMN, 268, fitted(number_exact(card.logit), width, _DIGITS), _DIGITS),
            words(_COLUMN, 292, f"float32 {card.bits}", _DIGITS),
            words(_COLUMN, 342, "probability of yes", _SMALL),
            words(_COLUMN, 378, fitted(probability_text(verdict.log_odds), width, Type(30)), Type(30)),
            paragraph(_COLUMN, 410, wrapped(said[0].upper() + said[1:] + ".", width, _SMALL), _SMALL),
            paragraph(_COLUMN, 470, wrapped(rule_text(card.rule), width, _SMALL), _SMALL),
        ]
    )


def answer_drawing(said: str, decision: Decision, place: Box, sizes: tuple[tuple[float, int], ...]) -> str:
    """A decision in the model's words, around the line where ``place`` begins, in the largest size that fits."""
    ways = [(Type(size, decision.word, bold=True), most) for size, most in sizes]
    form, lines = set_whole(said, place.width, ways)
    return paragraph(place.x, place.y + 0.36 * form.size - (len(lines) - 1) * leading(form) / 2, lines, form)


def rule_text(rule: Rule) -> str:
    """The rule in words: ``threshold 0, band 0.5, temperature 1.2``."""
    parts = [f"threshold {number_text(rule.threshold)}"]
    if rule.band:
        parts.append(f"unsure within {number_text(rule.band)}")
    if rule.temperature != 1.0:
        parts.append(f"temperature {number_text(rule.temperature)}")
    return ", ".join(parts)


def number_exact(value: float) -> str:
    """All digits that lead back to the number, with a sign and a true minus."""
    digits = repr(value)
    return f"{MINUS}{digits[1:]}" if digits.startswith("-") else f"+{digits}"


def _axis(card: VerdictCard) -> str:
    axis = LogitAxis.around(_MARGIN, 596, _RIGHT - _MARGIN, [card.logit, 0.0], card.rule)
    return "".join(
        [
            axis.drawn(card.rule, 46, 15),
            sign(card.decision, axis.place(card.logit), 596, 11),
            axis.named(card.rule, card.logit, 574, logit_text(card.logit), Type(17, card.decision.word, bold=True)),
        ]
    )


def _sum(seen: Seen) -> str:
    width = _RIGHT - _MARGIN
    if seen.contributions is None:
        return paragraph(_MARGIN, 654, wrapped(no_map_text(seen.no_map), width, Type(16)), Type(16))
    form = Type(18)
    return words(_MARGIN, 656, fitted(sum_text(seen.contributions), width, form), form) + words(
        _MARGIN, 679, fitted(sum_note(seen.contributions), width, _SMALL), _SMALL
    )


def _facts(card: VerdictCard) -> str:
    third = (_RIGHT - _MARGIN) / 3
    facts = (
        ("picture, SHA-256", "", card.picture_hash),
        ("model", card.model, card.model_id),
        ("preprocessing, SHA-256", "", card.preprocessing_hash),
    )
    digits = Type(14.5, "ink", mono=True)
    parts = [line(_MARGIN, 698, _RIGHT, 698, "axis")]
    for place, (what, name, digest) in enumerate(facts):
        x = _MARGIN + place * third
        heading = f"{what} {name}".strip()
        parts.append(words(x, 723, fitted(heading, third - 24, _SMALL), _SMALL))
        parts.append(words(x, 746, f"{digest[:16]}…", digits))
    check = f"alpaca-gui {card.program}. Whole hashes are inside the file: alpaca-gui verify CARD PICTURE checks it."
    parts.append(words(_MARGIN, 774, fitted(check, _RIGHT - _MARGIN, _TINY), _TINY))
    return "".join(parts)

"""Reads a verdict card out of JSON that anybody may have written."""

import json
import math
import re
import struct
from typing import Any, Final

from alpaca_gui.errors import CardError
from alpaca_gui.explain.verdict_card import FORMAT, KIND, LONGEST_NAME, VerdictCard
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.verdict import Decision, Rule

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_LARGEST_SIDE: Final = 1 << 31


def card_from_json(text: str) -> VerdictCard:
    """Read a card.

    Raises
    ------
    CardError
        With a sentence, when it is no card, of another format, lacks something or contradicts itself.
    """
    try:
        values = json.loads(text, parse_constant=_refuse)
        if not isinstance(values, dict) or values.get("kind") != KIND:
            raise CardError("What is written in it is not a verdict card.")
        if values["format"] != FORMAT:
            found = repr(values["format"])[:40]
            raise CardError(f"The card has format {found}; this program reads format {FORMAT}.")
        return _card(values)
    except KeyError as error:
        raise CardError(f"The card lacks {error}.") from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise CardError(f"The card cannot be read: {printable(str(error))[:200]}.") from error


def _card(values: dict[str, Any]) -> VerdictCard:
    picture, model = _part(values, "picture"), _part(values, "model")
    card = VerdictCard(
        picture=_name(picture["name"]),
        picture_hash=_hash(picture["sha256"]),
        width=_side(picture["width"]),
        height=_side(picture["height"]),
        model=_name(model["name"]),
        model_id=_hash(model["id"]),
        preprocessing_hash=_hash(model["preprocessing"]),
        logit=_logit(values["logit"]),
        probability=_number(values["probability"]),
        decision=_decision(values["decision"]),
        rule=Rule(_number(values["threshold"]), _number(values["band"]), _number(values["temperature"])),
        program=_name(values["program"]),
    )
    if values["float32"] != card.bits:
        raise ValueError(f"its logit is {card.bits}, its bits say {values['float32']!r}")
    return card


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _part(values: dict[str, Any], name: str) -> dict[str, Any]:
    part = values[name]
    if not isinstance(part, dict):
        raise ValueError(f"what it says of the {name} has another shape")
    return part


def _logit(value: object) -> float:
    """Read a logit, which the model gives in float32: no other number can be one."""
    logit = _number(value)
    try:
        nearest: float = struct.unpack(">f", struct.pack(">f", logit))[0]
    except OverflowError:
        raise ValueError("its logit is larger than any float32") from None
    if nearest != logit:
        raise ValueError(f"its logit is {logit!r}, which is no float32")
    return logit


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        raise ValueError(f"a name is a text of at most {LONGEST_NAME:,} characters")
    return printable(value)


def _hash(value: object) -> str:
    if not isinstance(value, str) or _HASH.fullmatch(value) is None:
        raise ValueError("a hash has 64 hexadecimal digits")
    return value


def _side(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _LARGEST_SIDE:
        raise ValueError("a picture's side is a whole number of pixels")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError("a number is missing, or is not finite")
    return float(value)


def _decision(value: object) -> Decision:
    for decision in Decision:
        if value == decision.word:
            return decision
    raise ValueError("the decision is yes, no or unsure")

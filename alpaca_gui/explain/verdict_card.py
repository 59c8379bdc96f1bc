"""The verdict card: what a model said of a picture, with everything that is needed to compute it again.

`card_json.py` reads it.
"""

import hashlib
import json
import struct
from dataclasses import dataclass
from typing import Any, Final, Self

import alpaca_gui
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.explain.looked import Looked
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.verdict import Decision, Rule, judge

KIND: Final = "alpaca-gui verdict card"
FORMAT: Final = 1
"""Version of the card's JSON; another one is refused."""

LONGEST_NAME: Final = 1000
"""Characters of a picture's or a model's name; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """One verdict.

    Attributes
    ----------
    picture, picture_hash, width, height
        The picture's name, SHA-256 of its bytes, and its size in pixels as a person sees it.
    model, model_id, preprocessing_hash
        The model's name, SHA-256 of its card (which holds those of its parts), and of its preprocessing settings.
    logit, probability, decision, rule
        What was said, and with which threshold, band and temperature it was read.
    program
        The version that made it.
    """

    picture: str
    picture_hash: str
    width: int
    height: int
    model: str
    model_id: str
    preprocessing_hash: str
    logit: float
    probability: float
    decision: Decision
    rule: Rule
    program: str = alpaca_gui.__version__

    @classmethod
    def of(cls, looked: Looked, bundle: ModelBundle, rule: Rule) -> Self:
        """The card of a picture that was looked at with ``bundle`` and is read with ``rule``."""
        verdict, picture = judge(looked.seen.logit, rule), looked.seen.picture
        return cls(
            picture=printable(looked.seen.source.name)[:LONGEST_NAME],
            picture_hash=looked.digest,
            width=picture.width,
            height=picture.height,
            model=printable(bundle.name)[:LONGEST_NAME],
            model_id=bundle.model_id,
            preprocessing_hash=preprocessing_hash(bundle.card.preprocessing),
            logit=verdict.logit,
            probability=verdict.probability,
            decision=verdict.decision,
            rule=rule,
        )

    @property
    def bits(self) -> str:
        """The logit's float32 in hexadecimal, e.g. ``0x40ccc2bd``."""
        return float32_bits(self.logit)

    def as_dict(self) -> dict[str, Any]:
        """The card as plain JSON values."""
        return {
            "kind": KIND,
            "format": FORMAT,
            "program": self.program,
            "picture": {"name": self.picture, "sha256": self.picture_hash, "width": self.width, "height": self.height},
            "model": {"name": self.model, "id": self.model_id, "preprocessing": self.preprocessing_hash},
            "logit": self.logit,
            "float32": self.bits,
            "probability": self.probability,
            "decision": self.decision.word,
            "threshold": self.rule.threshold,
            "band": self.rule.band,
            "temperature": self.rule.temperature,
        }

    def to_json(self) -> str:
        """The card as strict JSON in ASCII; numbers lead back to themselves."""
        return json.dumps(self.as_dict(), allow_nan=False)


def float32_bits(logit: float) -> str:
    """The IEEE 754 bits of the float32 nearest to ``logit``, in hexadecimal.

    Raises
    ------
    OverflowError
        When no float32 is that large.
    """
    return f"0x{struct.pack('>f', logit).hex()}"


def preprocessing_hash(preprocessing: Preprocessing) -> str:
    """SHA-256 of the settings as JSON with sorted keys and without spaces, in hexadecimal."""
    text = json.dumps(preprocessing.as_dict(), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()

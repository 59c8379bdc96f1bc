"""The keys of the typed filters, what may stand behind each, and what it means."""

from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final


class Kind(Enum):
    """What stands behind a key."""

    NUMBERS = auto()
    TIMES = auto()
    WORDS = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Key:
    """A key.

    Attributes
    ----------
    name
        As it is typed before the colon.
    kind
        What stands behind the colon.
    meaning
        What it asks of a row; for a list of proposals.
    example
        Values that could stand there, for a sentence.
    words
        Words that may stand there, in their order.
    presence
        Whether ``any`` and ``none`` may stand there too: something is known, nothing is known.
    """

    name: str
    kind: Kind
    meaning: str
    example: str
    words: tuple[str, ...] = ()
    presence: bool = True


PRESENCE: Final = ("any", "none")
PLAIN: Final = "name"
"""The key of words that are typed without one."""

_NUMBERS = (
    Key("logit", Kind.NUMBERS, "the logit", "-1..1, >2 or <=0"),
    Key("margin", Kind.NUMBERS, "logit minus threshold", "-1..1, >2 or <=0"),
    Key("closeness", Kind.NUMBERS, "how far from the threshold, either side", "<0.5"),
    Key("probability", Kind.NUMBERS, "the probability of yes", "0.4..0.6"),
    Key("width", Kind.NUMBERS, "width in pixels", ">1000"),
    Key("height", Kind.NUMBERS, "height in pixels", ">1000"),
    Key("unlike", Kind.NUMBERS, "unlike the training pictures", "yes, no or >0.3", ("yes", "no")),
)
_OTHERS = (
    Key("time", Kind.TIMES, "when it was classified", "today, 2026-11-25 or >2026-11-01"),
    Key("decision", Kind.WORDS, "the answer by the rule of now", "yes, no or unsure", ("yes", "no", "unsure"), False),
    Key("label", Kind.WORDS, "what a person said", "yes, no, none or any", ("yes", "no", "none", "any"), False),
    Key("agrees", Kind.WORDS, "label and decision are the same", "yes or no", ("yes", "no"), False),
    Key(
        "state",
        Kind.WORDS,
        "how far it has come",
        "done, waiting, failed or cancelled",
        ("done", "waiting", "failed", "cancelled"),
        False,
    ),
    Key("duplicates", Kind.WORDS, "looks like another picture", "any or none", PRESENCE, False),
    Key("note", Kind.WORDS, "has a note", "any or none", PRESENCE, False),
    Key("removed", Kind.WORDS, "removed rows too, or alone", "yes, no or any", ("yes", "no", "any"), False),
    Key("model", Kind.TEXT, "a piece of the model's name", "alpaca, any or none"),
    Key("error", Kind.TEXT, "a piece of the error's sentence", "any, none or a piece of the sentence"),
    Key("folder", Kind.TEXT, "a piece of the folder's path, or a whole one", "zoo or /home/zoo", (), False),
    Key(PLAIN, Kind.TEXT, "a piece of the location", 'alpaca or "with spaces"', (), False),
)

KEYS: Final = MappingProxyType({key.name: key for key in (*_NUMBERS, *_OTHERS)})
"""All keys by name."""

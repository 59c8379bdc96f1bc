"""The model card: everything a person or the program has to know about a bundle, as stored in its ``model.json``."""

import json
from dataclasses import dataclass, field
from typing import Any, Final, Self

from alpaca_gui.errors import BundleError
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.verdict import Rule

FORMAT: Final = 1
"""Version of the bundle's layout; a newer one is refused."""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is written about a model.

    Attributes
    ----------
    yes, no
        The two answers in words. A positive logit means ``yes``, which is also the concept.
    preprocessing
        The step between a decoded picture and the model's input.
    rule
        Threshold, band and temperature to begin with.
    exact_map
        Whether the mean of the logit map is the logit.
    backbone, head, training_data, recipe, out_of_fold
        Facts for a person: names, sources, licences, everything needed to train it again, figures. Plain JSON values.
    brought_in
        For a model of another program: the file that it was made from, and what was changed. Plain JSON values.
    parts
        SHA-256, as hexadecimal text, of every other member of the bundle by name.
    """

    yes: str
    no: str
    preprocessing: Preprocessing
    rule: Rule
    exact_map: bool
    backbone: dict[str, Any] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    training_data: dict[str, Any] = field(default_factory=dict)
    recipe: dict[str, Any] = field(default_factory=dict)
    out_of_fold: dict[str, Any] = field(default_factory=dict)
    brought_in: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def concept(self) -> str:
        """What the yes of the model means, e.g. ``alpaca``."""
        return self.yes

    def to_json(self) -> bytes:
        """Return the card as UTF-8 JSON, the same bytes for the same card."""
        values = {
            "format": FORMAT,
            "answers": {"yes": self.yes, "no": self.no},
            "preprocessing": self.preprocessing.as_dict(),
            "threshold": self.rule.threshold,
            "band": self.rule.band,
            "temperature": self.rule.temperature,
            "exact_map": self.exact_map,
            "backbone": self.backbone,
            "head": self.head,
            "training_data": self.training_data,
            "recipe": self.recipe,
            "out_of_fold": self.out_of_fold,
            "brought_in": self.brought_in,
            "parts": self.parts,
        }
        return json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """Read a card.

        Raises
        ------
        BundleError
            When it is not JSON, is of a newer format, or lacks something.
        """
        try:
            values = json.loads(data)
            found = values["format"]
            if found != FORMAT:
                raise BundleError(f"The model bundle has format {found}; this program reads format {FORMAT}.")
            return cls(
                yes=_text(values["answers"]["yes"]),
                no=_text(values["answers"]["no"]),
                preprocessing=Preprocessing.from_dict(values["preprocessing"]),
                rule=Rule(float(values["threshold"]), float(values["band"]), float(values["temperature"])),
                exact_map=bool(values["exact_map"]),
                backbone=dict(values["backbone"]),
                head=dict(values["head"]),
                training_data=dict(values["training_data"]),
                recipe=dict(values.get("recipe", {})),  # the first bundles had neither of these two
                out_of_fold=dict(values["out_of_fold"]),
                brought_in=dict(values.get("brought_in", {})),
                parts={_text(name): _text(digest) for name, digest in values["parts"].items()},
            )
        except KeyError as error:
            raise BundleError(f"The model's card lacks {error}.") from error
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise BundleError(f"The model's card cannot be read: {error}.") from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"a text was expected, got {value!r}")
    value.encode()  # half of a pair, which JSON may hold, is no text that can be shown or kept
    return value

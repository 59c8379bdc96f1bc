"""Everything about one picture, put together: verdict, exact map, small changes, preprocessing, nearest pictures."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.errors import BundleError
from alpaca_gui.explain.answer_words import answer_words
from alpaca_gui.explain.explanation_json import changes_values, map_values, nearest_values, preprocessing_values
from alpaca_gui.explain.firmness import Firmness, firmness
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.looked import Looked
from alpaca_gui.explain.nearest import NearestTraining, nearest_training
from alpaca_gui.explain.occlusion import Occlusion, cover_parts
from alpaca_gui.explain.placement import input_region
from alpaca_gui.explain.signed_cells import SignedCells
from alpaca_gui.explain.training_index import TrainingIndex
from alpaca_gui.explain.verdict_card import VerdictCard
from alpaca_gui.explain.xray import Xray, xray
from alpaca_gui.imaging.alter import Region
from alpaca_gui.logit.verdict import Rule

FORMAT: Final = 1
"""Version of the JSON."""

NEAREST: Final = 7
"""So many training pictures of each side are shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """What there is to say of one picture.

    Attributes
    ----------
    card
        The verdict, with the hashes of picture, model and preprocessing.
    seen
        The picture as the model saw it, with its contributions where the model has an exact map.
    model
        What is written about the model.
    firmness, xray
        The logit under small changes, and under other preprocessing.
    nearest
        None where the model's file does not tell what it was trained on; ``no_nearest`` says why.
    estimate
        The map's stand-in where the model has no exact one; None where it has.
    """

    card: VerdictCard
    seen: Seen
    model: ModelCard
    firmness: Firmness
    xray: Xray
    nearest: NearestTraining | None
    no_nearest: str = ""
    estimate: Occlusion | None = None

    @property
    def answer(self) -> str:
        """The decision in the model's own words."""
        return answer_words(self.model, self.card.decision)

    @property
    def cells(self) -> SignedCells | None:
        """The exact map, or its estimate."""
        return self.seen.contributions or self.estimate

    @property
    def region(self) -> Region:
        """Where on the picture the model's input, and so its map, lies; in shares of the picture."""
        image = self.seen.picture.image
        return input_region(self.model.preprocessing, image.width, image.height)

    def as_dict(self) -> dict[str, Any]:
        """Everything but the pictures, as plain JSON values.

        ``bias`` and all ``cells`` sum to ``logit`` (to 1e-4), and ``cells_exact`` is true. Where the model has no exact
        map they are null, ``cells_note`` says why, and ``estimate`` has cells that do not sum, and how they were found.

        ``stable`` is true where no small change gives another decision; ``flips`` names those that do, whether it
        becomes yes, no or unsure; ``shaken`` those among them that lead to unsure, or away from it. ``crosses`` names
        those that take an unsure picture's logit over the threshold and leave it unsure, which is no flip.
        """
        return {
            "format": FORMAT,
            **{key: value for key, value in self.card.as_dict().items() if key not in ("kind", "format")},
            "answers": {"yes": self.model.yes, "no": self.model.no},
            **map_values(self.seen, self.estimate),
            "lowest": self.firmness.lowest,
            "middle": self.firmness.middle,
            "highest": self.firmness.highest,
            "stable": self.firmness.stable(self.card.rule),
            "flips": [each.name for each in self.firmness.flipping(self.card.rule)],
            "shaken": [each.name for each in self.firmness.shaken(self.card.rule)],
            "crosses": [each.name for each in self.firmness.crossing(self.card.rule)],
            **changes_values(self.firmness),
            **preprocessing_values(self.xray),
            "nearest": None if self.nearest is None else nearest_values(self.nearest),
        }

    def to_json(self) -> str:
        """The same as strict JSON, with a newline at its end."""
        return json.dumps(self.as_dict(), indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def explain(
    lens: Lens,
    looked: Looked,
    rule: Rule,
    cancel: Event,
    step: Callable[[str], None] | None = None,
) -> Explanation:
    """Find out all there is to say of a picture, which takes a second or two.

    Parameters
    ----------
    lens
        The model's.
    looked
        The picture, from `alpaca_gui.explain.looked.look`.
    rule
        The threshold, band and temperature to read with.
    cancel
        Set it to end sooner; what is missing then makes the explanation useless.
    step
        Told what is looked into next, in words.

    Raises
    ------
    PictureError
        When the picture cannot be decoded another time, or the model gives no finite logit for a changed one.
    """
    tell = step or _nobody
    tell("small changes")
    firm = firmness(lens, looked.seen, cancel)
    tell("preprocessing")
    views = xray(lens, looked.seen, cancel)
    tell("nearest training pictures")
    nearest, why = _nearest(lens.bundle, looked)
    card = VerdictCard.of(looked, lens.bundle, rule)
    estimate = _estimated(lens, looked.seen, cancel, tell)
    return Explanation(card, looked.seen, lens.bundle.card, firm, views, nearest, why, estimate)


def _nobody(_words: object) -> None:
    """Tell nobody."""


def _estimated(lens: Lens, seen: Seen, cancel: Event, tell: Callable[[str], None]) -> Occlusion | None:
    """Give the map's stand-in where there is no exact one; none where it was cancelled."""
    if seen.contributions is not None:
        return None
    tell("parts of the picture, covered one by one")
    found = cover_parts(lens, seen, cancel, _nobody)
    return found if found.complete else None


def _nearest(bundle: ModelBundle, looked: Looked) -> tuple[NearestTraining | None, str]:
    embedding = looked.seen.evidence.embedding
    if embedding is None:
        return None, "The model gives no embedding, by which pictures could be compared."
    try:
        index = TrainingIndex.of(bundle)
        if index is None:
            return None, "The model's file does not tell what it was trained on."
        return nearest_training(index, embedding, NEAREST, looked.digest), ""
    except BundleError as error:
        return None, str(error)

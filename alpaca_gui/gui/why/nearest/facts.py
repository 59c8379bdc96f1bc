"""What a tile draws of a training picture, and of a row of the library."""

import math

from PySide6.QtGui import QImage

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.explain.nearest import Neighbour
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.why.nearest.tile import TileFacts
from alpaca_gui.gui.why.nearest.words import answer_of
from alpaca_gui.jobs.each_side import Alike
from alpaca_gui.library.columns import Columns
from alpaca_gui.logit.verdict import Rule, decide_one


class FactsOf:
    """Reads pictures with one model's words and one rule."""

    def __init__(self, columns: Columns, card: ModelCard, rule: Rule) -> None:
        self._columns = columns
        self._card = card
        self._rule = rule

    def training(self, one: Neighbour, key: int | None, image: QImage) -> TileFacts:
        """Of a training picture, with its row where it is in the library, and its small picture out of the bundle."""
        return TileFacts(
            one.cosine,
            key=key,
            name="" if key is None else self._columns.source(key).name,
            digest=one.digest,
            answer=answer_of(self._card, one.label),
            label=one.label,
            logit=one.logit,
            sign=self._sign(one.logit),
            image=image,
        )

    def library(self, one: Alike) -> TileFacts:
        """Of a row of the library."""
        label, logit = int(self._columns.label[one.key]), float(self._columns.logit[one.key])
        known = None if math.isnan(logit) else logit
        return TileFacts(
            one.cosine,
            key=one.key,
            name=self._columns.source(one.key).name,
            answer="" if label < 0 else answer_of(self._card, label),
            label=label,
            logit=known,
            sign=self._sign(known),
        )

    def _sign(self, logit: float | None) -> Sign:
        return Sign.WAITING if logit is None else Sign(int(decide_one(logit, self._rule)))

"""Is a verdict card true? It is computed again, and each thing on it is held against what was found."""

import math
import struct
from dataclasses import dataclass
from enum import Enum
from typing import Final

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.explain.looked import Looked
from alpaca_gui.explain.verdict_card import VerdictCard
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import MINUS

TOLERANCE: Final = 1e-4
"""Logits that are no further apart are the same number computed by two processors, whose sums round in other orders."""

_OF_PROBABILITY: Final = 1e-12


class Outcome(Enum):
    """How a thing on the card compares."""

    SAME = "the same"
    CLOSE = "the same to 0.0001"
    NOTED = "note"
    DIFFERENT = "differs"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing on the card, what became of it, and words on that."""

    what: str
    outcome: Outcome
    words: str


@dataclass(frozen=True, slots=True)
class Verification:
    """All things on a card, compared."""

    checks: tuple[Check, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs; a logit may be the same to `TOLERANCE`."""
        return all(check.outcome is not Outcome.DIFFERENT for check in self.checks)

    @property
    def exact(self) -> bool:
        """Whether it is the same to the last bit."""
        return all(check.outcome in (Outcome.SAME, Outcome.NOTED) for check in self.checks)

    @property
    def differing(self) -> tuple[str, ...]:
        """Names of what differs."""
        return tuple(check.what for check in self.checks if check.outcome is Outcome.DIFFERENT)

    @property
    def sentence(self) -> str:
        """The whole in one sentence."""
        if not self.same:
            return f"Not the same. What differs: {', '.join(self.differing)}."
        if not self.exact:
            said = "The same to 0.0001: only the logit's last bits differ, as they do from one processor to another."
        else:
            said = "The same, to the last bit."
        *before, last = [check.what for check in self.checks if check.outcome is Outcome.NOTED] or [""]
        noted = f"{', '.join(before)} and {last}" if before else last
        return f"{said} Read with another {noted} than the model's own." if noted else said


def verify(card: VerdictCard, looked: Looked, bundle: ModelBundle, rule: Rule | None = None) -> Verification:
    """Hold a card against a picture that was looked at with ``bundle``.

    Parameters
    ----------
    card
        What was claimed.
    looked, bundle
        The picture, seen anew, and the model.
    rule
        The rule that the card should have been read with. Where None it is read with its own, and a threshold, band or
        temperature that is not the model's own is noted: a person may have chosen it.
    """
    found = VerdictCard.of(looked, bundle, rule or card.rule)
    return Verification(
        (
            _picture(card, found),
            _model(card, found),
            _preprocessing(card, found),
            _logit(card, found),
            _probability(card, found),
            _decision(card, found),
            *_rules(card.rule, rule, bundle.card.rule),
        )
    )


def ulps(one: float, other: float) -> int:
    """How many float32 numbers lie from one to the other."""
    return abs(_ordered(one) - _ordered(other))


def _ordered(value: float) -> int:
    bits: int = struct.unpack(">i", struct.pack(">f", value))[0]
    return bits if bits >= 0 else -(bits & 0x7FFFFFFF)


def _picture(card: VerdictCard, found: VerdictCard) -> Check:
    size, card_size = f"{found.width} x {found.height}", f"{card.width} x {card.height}"
    if card.picture_hash == found.picture_hash and size == card_size:
        words = f"{size}, SHA-256 {found.picture_hash[:16]}…{_called(card.picture, found.picture)}"
        return Check("picture", Outcome.SAME, words)
    words = f"the card is of {card.picture}, {card_size}, SHA-256 {card.picture_hash[:16]}…; "
    words += f"this is {found.picture}, {size}, {found.picture_hash[:16]}…"
    if size == card_size and card.logit == found.logit and card.model_id == found.model_id:
        words += ". Size and logit are the card's, so it may be the same pixels in other bytes"
    return Check("picture", Outcome.DIFFERENT, words)


def _called(on_card: str, here: str) -> str:
    """What is said where only a file's name is another one, which anybody may change."""
    return "" if on_card == here else f", called {on_card} on the card"


def _model(card: VerdictCard, found: VerdictCard) -> Check:
    if card.model_id == found.model_id:
        return Check("model", Outcome.SAME, f"{found.model}, {found.model_id[:16]}…{_called(card.model, found.model)}")
    words = f"the card is by {card.model}, {card.model_id[:16]}…; this is {found.model}, {found.model_id[:16]}…. "
    return Check("model", Outcome.DIFFERENT, words + "--model names the model to ask")


def _preprocessing(card: VerdictCard, found: VerdictCard) -> Check:
    if card.preprocessing_hash == found.preprocessing_hash:
        return Check("preprocessing", Outcome.SAME, f"SHA-256 {found.preprocessing_hash[:16]}…")
    words = f"the card's is {card.preprocessing_hash[:16]}…, the model's {found.preprocessing_hash[:16]}…"
    return Check("preprocessing", Outcome.DIFFERENT, words)


def _logit(card: VerdictCard, found: VerdictCard) -> Check:
    if card.logit == found.logit:
        return Check("logit", Outcome.SAME, f"{_exact(found.logit)}, float32 {found.bits}")
    words = f"the card says {_exact(card.logit)} ({card.bits}), found {_exact(found.logit)} ({found.bits}): "
    words += f"{abs(card.logit - found.logit):.3g} apart"
    if abs(card.logit - found.logit) > TOLERANCE:
        return Check("logit", Outcome.DIFFERENT, words)
    count = ulps(card.logit, found.logit)
    return Check("logit", Outcome.CLOSE, f"{words}, {count:,} float32 number{'s' if count != 1 else ''}")


def _probability(card: VerdictCard, found: VerdictCard) -> Check:
    """The sigmoid is at most 1/4 steep, so logits that are close give probabilities that are."""
    spare = _OF_PROBABILITY
    if card.logit != found.logit and abs(card.logit - found.logit) <= TOLERANCE:
        spare += TOLERANCE / (4 * card.rule.temperature)
    if math.isclose(card.probability, found.probability, rel_tol=_OF_PROBABILITY, abs_tol=spare):
        return Check("probability", Outcome.SAME, f"{found.probability!r}")
    words = f"the card says {card.probability!r}, found {found.probability!r}"
    return Check("probability", Outcome.DIFFERENT, words)


def _decision(card: VerdictCard, found: VerdictCard) -> Check:
    if card.decision is found.decision:
        return Check("decision", Outcome.SAME, found.decision.word)
    words = f"the card says {card.decision.word}, found {found.decision.word}"
    return Check("decision", Outcome.DIFFERENT, words)


def _rules(card: Rule, asked: Rule | None, own: Rule) -> list[Check]:
    checks = []
    for what in ("threshold", "band", "temperature"):
        on_card, wanted = getattr(card, what), getattr(asked or own, what)
        if on_card == wanted:
            checks.append(Check(what, Outcome.SAME, _exact(on_card)))
        elif asked is not None:
            words = f"the card was read with {_exact(on_card)}, asked for was {_exact(wanted)}"
            checks.append(Check(what, Outcome.DIFFERENT, words))
        else:
            words = f"the card was read with {_exact(on_card)}, which the decision follows; the model's own is "
            checks.append(Check(what, Outcome.NOTED, words + _exact(wanted)))
    return checks


def _exact(value: float) -> str:
    return repr(value).replace("-", MINUS, 1) if value < 0 else repr(value)

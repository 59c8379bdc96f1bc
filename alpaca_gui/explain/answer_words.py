"""A decision in the model's own words."""

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.verdict import Decision


def answer_words(card: ModelCard, decision: Decision) -> str:
    """Say a decision as the model that made it calls its answers, on one line: ``Yes, alpaca``."""
    return {
        Decision.YES: f"Yes, {printable(card.yes)}",
        Decision.NO: f"No, {printable(card.no)}",
        Decision.UNSURE: "Unsure",
    }[decision]

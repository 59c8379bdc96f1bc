"""Run in a process of its own by the tests of training: fits heads to made-up features and prints what came out."""

import json
import sys
from typing import Any

import keras
import numpy as np

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training import shipped
from alpaca_gui.training.folds import out_of_fold, stratified_folds
from alpaca_gui.training.head import train_head
from tests.training.made_up import LABELS, made_up_embeddings


def _losses_made() -> list[dict[str, Any]]:
    """Train while writing down how every binary cross-entropy was made."""
    made = []
    real = keras.losses.BinaryCrossentropy

    class Recorded(real):  # type: ignore[misc, valid-type]
        def __init__(self, **settings: Any) -> None:
            made.append({"from_logits": settings.get("from_logits")})
            super().__init__(**settings)

    keras.losses.BinaryCrossentropy = Recorded
    try:
        train_head(made_up_embeddings(), LABELS)
    finally:
        keras.losses.BinaryCrossentropy = real
    return made


def _refusal(accuracy: float, log_loss: float) -> str | None:
    try:
        shipped.require({"accuracy": accuracy, "log_loss": log_loss})
    except AlpacaError as error:
        return str(error)
    return None


def _main() -> None:
    embeddings = made_up_embeddings()
    separable = embeddings + 40.0 * LABELS[:, np.newaxis]
    seen: list[set[int]] = []

    def remember(kept: Any, labels: Any) -> Any:
        seen.append({int(np.flatnonzero((embeddings == row).all(axis=1))[0]) for row in kept})
        return train_head(kept, labels)

    out_of_fold(embeddings, LABELS, seed=3, train=remember)
    facts = {
        "logits": train_head(embeddings, LABELS).logits(embeddings).tolist(),
        "again": train_head(embeddings, LABELS).logits(embeddings).tolist(),
        "separable": train_head(separable, LABELS, c=10.0).logits(separable).tolist(),
        "losses": _losses_made(),
        "folds": stratified_folds(LABELS, seed=3).tolist(),
        "other_folds": stratified_folds(LABELS, seed=4).tolist(),
        "seen": [sorted(kept) for kept in seen],
        "refusals": [_refusal(0.964, 0.05), _refusal(0.99, 0.111), _refusal(float("nan"), 0.05), _refusal(0.965, 0.11)],
    }
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    _main()

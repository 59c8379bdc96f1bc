"""Out-of-fold logits for the pictures that a model was trained on, in place of its own, which would flatter it."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.logit.sigmoid import Floats


@dataclass(frozen=True, slots=True, eq=False)
class FairLogits:
    """The logits to judge a model by; attributes as in `alpaca_gui.judging.judgement.Judgement`."""

    logits: Floats
    out_of_fold: NDArray[np.bool_]
    seed_logits: Floats | None
    seen: NDArray[np.bool_]


def fair_logits(bundle: ModelBundle, hashes: tuple[str, ...], own: Floats) -> FairLogits:
    """Take the out-of-fold logit, the mean over the seeds, wherever the bundle has one.

    Parameters
    ----------
    bundle
        The model.
    hashes
        SHA-256 of the pictures' files, in hexadecimal.
    own
        The model's own logits, (n,).

    Raises
    ------
    BundleError
        When the bundle's record of what it was trained on cannot be read.
    """
    trained_on = bundle.trained_on()
    nothing = np.zeros(len(hashes), dtype=np.bool_)
    if trained_on is None:
        whole = bool(hashes) and fingerprint(hashes) == bundle.card.training_data.get("sha256")
        return FairLogits(own, nothing, None, nothing | whole)
    rows = _rows(trained_on, hashes)
    seeds = np.full((len(hashes), trained_on.logits.shape[1]), np.nan)
    seeds[rows >= 0] = trained_on.logits[rows[rows >= 0]]
    there = np.isfinite(seeds).any(axis=1)
    if not there.any():
        return FairLogits(own, nothing, None, rows >= 0)
    logits = own.copy()
    logits[there] = np.nanmean(seeds[there], axis=1)
    return FairLogits(logits, there, seeds, (rows >= 0) & ~there)


def fingerprint(hashes: tuple[str, ...]) -> str:
    """SHA-256 over the sorted hashes, a line each: how a card names the pictures that its model was trained on."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def _rows(trained_on: TrainedOn, hashes: tuple[str, ...]) -> NDArray[np.int64]:
    """Row of each picture in what the model was trained on, -1 where it is not there."""
    places = {digest: row for row, digest in enumerate(trained_on.hashes)}
    return np.array([places.get(digest, -1) for digest in hashes], dtype=np.int64)

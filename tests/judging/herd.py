"""A small labelled dataset, and a bundle whose model is never run: a stand-in answers by redness."""

import hashlib
from pathlib import Path

import numpy as np
from PIL import Image

from alpaca_gui.engine.bundle import LITERT, TRAINED_ON, ModelBundle, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.verdict import Rule
from tests.imaging.pictures import encoded

REDS = {"red": (250, 220, 180, 90), "not red": (0, 20, 40, 60, 200)}
"""How red the pictures of either folder are: the stand-in says (red - 128) / 20, so one of each side is wrong."""


class Redness:
    """Says how red a picture is."""

    def __init__(self, bundle: ModelBundle) -> None:
        """Need nothing of the bundle."""

    def classify(self, picture: Picture) -> Evidence:
        return Evidence(logit_of_red(int(picture.pixels[0, 0, 0])), None, None)


class Paleness(Redness):
    """Says the same with a higher bar, so that two models differ."""

    def classify(self, picture: Picture) -> Evidence:
        return Evidence(logit_of_red(int(picture.pixels[0, 0, 0])) - 3, None, None)


def logit_of_red(red: int) -> float:
    """What the stand-in says."""
    return (red - 128) / 20


def make_herd(top: Path) -> Path:
    """Write the pictures, no two alike."""
    folder = top / "herd"
    for side, reds in REDS.items():
        (folder / side).mkdir(parents=True)
        for red in reds:
            data = encoded(Image.new("RGB", (6, 4), (red, 0, 0)), "PNG")
            (folder / side / f"{red:03}.png").write_bytes(data)
    return folder


def hashes(folder: Path) -> list[str]:
    """SHA-256 of every file below a folder, sorted."""
    return sorted(hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file())


def save_model(path: Path, trained_on: TrainedOn | None = None, **training_data: str) -> Path:
    """Write a bundle that says what it was trained on, or does not."""
    step, rule = Preprocessing(8, 8), Rule(band=1.0)
    card = ModelCard("red", "not red", step, rule, exact_map=False, training_data=training_data)
    parts = {LITERT: b"not run"}
    if trained_on is not None:
        parts[TRAINED_ON] = trained_on.to_bytes()
    save_bundle(path, card, parts)
    return path


def trained_on(digests: list[str], logits: np.ndarray) -> TrainedOn:
    """What a bundle remembers of pictures with these hashes and out-of-fold logits (n, seeds)."""
    n = len(digests)
    embeddings = np.zeros((n, 2), dtype=np.float16)
    return TrainedOn(tuple(digests), np.ones(n, dtype=np.uint8), np.asarray(logits, dtype=np.float64), embeddings)

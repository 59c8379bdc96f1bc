"""Two folders of small drawings: discs for yes, squares for no."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from alpaca_gui.training.request import Recipe, TrainingRequest

YES, NO = "round things", "angular things"


def draw(path: Path, round_one: bool, seed: int) -> Path:
    """Draw a disc or a square in a place, size and colour of its own, on a ground of noise."""
    rng = np.random.default_rng(seed)
    image = Image.fromarray(rng.integers(60, 200, (24, 24, 3), dtype=np.uint8)).resize((96, 96))
    x, y, size = rng.integers(8, 50), rng.integers(8, 50), rng.integers(25, 44)
    shape = ImageDraw.Draw(image).ellipse if round_one else ImageDraw.Draw(image).rectangle
    shape((int(x), int(y), int(x + size), int(y + size)), fill=tuple(rng.integers(0, 255, 3).tolist()))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
    return path


def two_folders(root: Path, yes: int = 12, no: int = 12) -> Path:
    """Fill ``root`` with so many pictures of either kind."""
    for number in range(yes):
        draw(root / YES / f"{number:03}.png", True, number)
    for number in range(no):
        draw(root / NO / f"{number:03}.png", False, 1000 + number)
    return root


def request_for(root: Path, out: Path, recipe: Recipe = Recipe.HEAD, seed: int = 42) -> TrainingRequest:
    """Ask for a model of the folders that `two_folders` made."""
    return TrainingRequest(root / YES, root / NO, YES, NO, out, recipe, seed=seed)

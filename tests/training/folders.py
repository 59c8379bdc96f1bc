"""Two folders of small drawings: discs for yes, squares for no."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from alpaca_gui.training.request import Recipe, TrainingRequest

YES, NO = "round things", "angular things"


def draw(path: Path, round_one: bool, seed: int) -> Path:
    """Draw a disc or a square in a place, size and colour of its own, on a ground of noise."""
    rng = np.random.default_rng(seed)
    grain = int(rng.integers(2, 24))
    ground = rng.integers(0, 255, (grain, grain, 3), dtype=np.uint8)
    image = Image.fromarray(ground).resize((96, 96), Image.Resampling(int(rng.integers(0, 2)) * 3))
    drawing = ImageDraw.Draw(image)
    shape = drawing.ellipse if round_one else drawing.rectangle
    for _ in range(int(rng.integers(1, 5))):
        x, y, size = (int(n) for n in rng.integers((0, 0, 20), (60, 60, 50)))
        shape((x, y, x + size, y + size), fill=tuple(rng.integers(0, 255, 3).tolist()), outline="white")
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

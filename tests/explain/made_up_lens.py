"""A stand-in for the model whose logit is a known function of the picture's mean grey."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.probe import Probe
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.imaging.source import PixelSource

GREY = 100
"""Of every pixel: at a brightness b it is 100 b to the last digit, as b has two decimals."""


class MadeUpLens(Lens):
    """Runs no model, and counts what it is asked."""

    def __init__(self, logit: Callable[[float], float], side: int = 8) -> None:
        self._logit = logit
        self._preprocessing = Preprocessing(side, side)
        self.asked = 0

    @property
    def preprocessing(self) -> Preprocessing:
        return self._preprocessing

    def logit(self, picture: Picture) -> float:
        self.asked += 1
        return self._logit(float(picture.pixels.mean()))

    def show(self, picture: Picture, contributions: Contributions | None = None) -> Seen:
        """Look at a picture."""
        evidence = Evidence(self.logit(picture), None, None)
        source = PixelSource(np.zeros((1, 1, 4), np.uint8), "made up")
        return Seen(source, picture, np.zeros((1, 8, 8, 3), np.float32), evidence, contributions)


def grey(width: int = 12, height: int = 12, level: int = GREY) -> Picture:
    """A picture of one grey."""
    return Picture(Image.new("RGB", (width, height), (level, level, level)), width, height)


def probe_of(logit: Callable[[float], float], picture: Picture | None = None) -> tuple[Probe, MadeUpLens]:
    """A probe whose logit is a function of the mean grey, and the lens in it."""
    lens = MadeUpLens(logit)
    return Probe(lens, lens.show(picture or grey())), lens

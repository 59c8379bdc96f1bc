"""Draws an alpaca on a meadow: the sample picture that was made for this project. The same picture in every run.

Everything is measured on a square of 640 units and drawn at twice that, then reduced.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

SIDE: Final = 640
FINE: Final = 2
_SIZE: Final = (SIDE * FINE, SIDE * FINE)
_LIGHT: Final = (-0.5, -0.8)

Colour = tuple[int, int, int]
Field = NDArray[np.float32]
Joint = tuple[float, float, float]

FLEECE: Final[Colour] = (226, 205, 172)
FAR_SIDE: Final[Colour] = (163, 148, 124)
EARS: Final[Colour] = (192, 174, 146)
FACE: Final[Colour] = (222, 203, 174)


class AlpacaPainter:
    """Paints layer over layer; holds the canvas and the random numbers of its texture."""

    def __init__(self, seed: int = 7) -> None:
        self._rng = np.random.default_rng(seed)
        self._canvas = self._meadow()

    def paint(self) -> Image.Image:
        """Give the finished picture, RGB, 640 x 640."""
        self._shadow((150, 548, 470, 590))
        self._legs()
        self._wool(_limb((150, 360, 22), (138, 400, 20), (142, 430, 10)), FAR_SIDE, 9, 6)
        self._wool(_body, FLEECE, 14, 9)
        self._head()
        self._hooves()
        self._grass_blades(5000)
        return self._finished()

    def _noise(self, width: int, height: int, cell: int, octaves: int = 4) -> Field:
        """Value noise (height, width) in [0, 1]: smooth random fields of halving grain, each at 0.6 of the last."""
        total = np.zeros((height, width), dtype=np.float32)
        weights = [0.6**octave for octave in range(octaves)]
        for octave, weight in enumerate(weights):
            grain = max(1, cell >> octave)
            columns, rows = width // grain + 2, height // grain + 2
            coarse = Image.fromarray((self._rng.random((rows, columns)) * 255).astype(np.uint8))
            smooth = coarse.resize((columns * grain, rows * grain), Image.Resampling.BICUBIC)
            total += weight * np.asarray(smooth, dtype=np.float32)[:height, :width] / 255
        return total / sum(weights)

    def _meadow(self) -> Image.Image:
        width, height = _SIZE
        down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
        noise = self._noise(width, height, 64, 6)[..., None]
        sky = np.concatenate([150 + 70 * down, 185 + 45 * down, 225 + 15 * down], -1) + 0 * noise
        trees = np.concatenate([70 + 40 * noise, 95 + 40 * noise, 60 + 30 * noise], -1)
        green = 0.5 + 0.5 * (noise - 0.5)
        grass = np.concatenate([70 + 70 * green, 105 + 75 * green, 35 + 45 * green], -1) * (0.75 + 0.35 * down)
        treetops = 0.20 + 0.12 * self._noise(width, 1, 90, 5)[..., None]
        pixels = np.where(down < treetops, sky, np.where(down < 0.375, trees, grass))
        return _image(pixels).filter(ImageFilter.GaussianBlur(5 * FINE))

    def _shadow(self, box: tuple[int, int, int, int]) -> None:
        mask = _mask(lambda pen: pen.ellipse(_scaled(*box), fill=150)).filter(ImageFilter.GaussianBlur(10 * FINE))
        self._canvas.paste((35, 50, 20), mask=mask)

    def _wool(self, shape: Callable[[ImageDraw.ImageDraw], None], colour: Colour, curl: int, depth: int) -> None:
        """Cover a shape with fleece: a soft dome with curls on it, lit from the upper left, with a ragged outline."""
        mask = _mask(shape)
        dome = _blurred(mask, 26)
        relief = dome * 60 * FINE + self._noise(*_SIZE, curl * FINE) * depth * FINE
        slope_y, slope_x = np.gradient(relief)
        light = np.clip(0.78 - 0.22 * (_LIGHT[0] * slope_x + _LIGHT[1] * slope_y), 0.35, 1.15)
        ragged = _blurred(mask, 3) + (self._noise(*_SIZE, 5 * FINE, 2) - 0.5) * 0.5 > 0.5
        outline = _image(ragged * 255).filter(ImageFilter.GaussianBlur(0.8 * FINE))
        self._canvas.paste(_image(np.array(colour) * light[..., None]), mask=outline)

    def _legs(self) -> None:
        for hip, knee, foot in (((215, 440), (222, 510), (218, 565)), ((385, 440), (392, 510), (388, 565))):
            self._wool(_limb((*hip, 30), (*knee, 17), (*foot, 11)), FAR_SIDE, 9, 5)
        for hip, knee, foot in (((185, 430), (180, 505), (184, 578)), ((420, 430), (424, 505), (420, 578))):
            self._wool(_limb((*hip, 38), (*knee, 21), (*foot, 12)), FLEECE, 10, 6)

    def _head(self) -> None:
        self._wool(_ear(425, 415), EARS, 5, 3)
        self._wool(_ear(468, 476), EARS, 5, 3)
        self._wool(_limb((446, 165, 36), (470, 178, 29), (500, 192, 19)), FACE, 6, 2)
        self._wool(_limb((436, 140, 24), (452, 128, 26), (466, 142, 19)), FLEECE, 11, 8)
        self._ellipse(476, 166, 7.5, 7.5, (28, 20, 16))
        self._ellipse(478.5, 163.5, 2.2, 2.2, (240, 240, 240))
        self._ellipse(513, 186, 6, 4.5, (92, 72, 62))
        self._ellipse(514, 186, 2.4, 2, (40, 28, 24))
        pen = ImageDraw.Draw(self._canvas)
        pen.arc(_scaled(488, 190, 514, 208), 20, 120, fill=(95, 72, 60), width=3 * FINE)

    def _hooves(self) -> None:
        for x, y, width, height in ((184, 588, 13, 7), (420, 588, 13, 7), (218, 574, 11, 6), (388, 574, 11, 6)):
            self._ellipse(x, y, width, height, (66, 54, 45))

    def _ellipse(self, x: float, y: float, across: float, up: float, colour: Colour) -> None:
        ImageDraw.Draw(self._canvas).ellipse(_scaled(x - across, y - up, x + across, y + up), fill=colour)

    def _grass_blades(self, count: int) -> None:
        pen = ImageDraw.Draw(self._canvas)
        for _ in range(count):
            x, y = self._rng.uniform(0, SIDE), self._rng.uniform(0.80, 1.02) * SIDE
            lean, length = self._rng.normal(0, 4), self._rng.uniform(6, 20) * y / SIDE
            shade = self._rng.uniform(0.7, 1.2)
            colour = (int(85 * shade), int(125 * shade), int(45 * shade))
            pen.line(_scaled(x, y, x + lean, y - length), fill=colour, width=FINE)

    def _finished(self) -> Image.Image:
        small = np.asarray(self._canvas.resize((SIDE, SIDE), Image.Resampling.LANCZOS), dtype=np.float32)
        return _image(small + self._rng.normal(0, 4, (SIDE, SIDE, 1)))


def _body(pen: ImageDraw.ImageDraw) -> None:
    _limb((195, 380, 78), (300, 372, 84), (405, 385, 80))(pen)
    _limb((415, 370, 66), (440, 270, 46), (445, 180, 40))(pen)


def _limb(*joints: Joint) -> Callable[[ImageDraw.ImageDraw], None]:
    """A chain of discs from joint to joint, (x, y, radius) each."""

    def draw(pen: ImageDraw.ImageDraw) -> None:
        for start, end in pairwise(joints):
            for x, y, radius in np.linspace(start, end, 61):
                pen.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=255)

    return draw


def _ear(x: float, tip: float) -> Callable[[ImageDraw.ImageDraw], None]:
    return lambda pen: pen.polygon(_scaled(x - 9, 132, x + 9, 132, tip, 84), fill=255)


def _scaled(*values: float) -> list[float]:
    return [value * FINE for value in values]


def _mask(draw: Callable[[ImageDraw.ImageDraw], None]) -> Image.Image:
    mask = Image.new("L", _SIZE, 0)
    draw(ImageDraw.Draw(mask))
    return mask


def _blurred(mask: Image.Image, radius: int) -> Field:
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(radius * FINE)), dtype=np.float32) / np.float32(255)


def _image(values: NDArray[np.generic]) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))

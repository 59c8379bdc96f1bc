"""Ten lines of Python that give the number of this program, without this program."""

from typing import Final

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.litert_file import input_name

LEFT_OUT: Final = (
    "It needs Pillow, NumPy and ai-edge-litert. It leaves out what few pictures need: colours of another profile than "
    "sRGB are not converted, and greyscale of 16 bits is not scaled."
)
"""What the example does not do, and the program does."""

_MIDDLE: Final = """\
w, h = min((picture.width, picture.width * {height} / {width}), (picture.height * {width} / {height}, picture.height))
box = ((picture.width - w) / 2, (picture.height - h) / 2, (picture.width + w) / 2, (picture.height + h) / 2)
"""
_PADDED: Final = """\
scale = min({width} / picture.width, {height} / picture.height)
w, h = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
ground = Image.new("RGB", ({width}, {height}))
ground.paste(picture.resize((w, h), Image.Resampling.{resampling}), (({width} - w) // 2, ({height} - h) // 2))
"""
_TEXT: Final = """\
import sys
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from PIL import Image, ImageOps
layered = ImageOps.exif_transpose(Image.open(sys.argv[1])).convert("RGBA")
picture = Image.new("RGB", layered.size, "white")
picture.paste(layered, mask=layered)
{before}pixels = np.asarray({seen}, np.float32)[np.newaxis]
answer = Interpreter({file}).get_signature_runner()({entry}=pixels * np.float32({scale!r}) + np.float32({offset!r}))
print(f"{{answer['logit'].item():+.4f}}", {yes} if answer["logit"].item() > {threshold!r} else {no})
"""
_FITS: Final = {
    "squash": ("", "picture.resize(({width}, {height}), Image.Resampling.{resampling})"),
    "crop": (_MIDDLE, "picture.resize(({width}, {height}), Image.Resampling.{resampling}, box=box)"),
    "pad": (_PADDED, "ground"),
}
"""For each way to fit a picture into the input: the lines that prepare it, and the image that the model sees."""


def example_code(bundle: ModelBundle, litert: str | None = None) -> str:
    """A Python program that prints the logit, and the answer, for the picture named on its command line.

    Parameters
    ----------
    bundle
        The model.
    litert
        Name of the LiteRT file that it reads; the bundle's name with ``.tflite`` where it is not given.
    """
    card, step = bundle.card, bundle.card.preprocessing
    values = {"width": step.width, "height": step.height, "resampling": step.resampling.upper()}
    before, seen = (text.format(**values) for text in _FITS[step.fit])
    return _TEXT.format(
        before=before,
        seen=seen,
        entry=input_name(bundle.litert),
        scale=step.scale,
        offset=step.offset,
        file=ascii(litert or f"{bundle.name}.tflite"),
        threshold=card.rule.threshold,
        yes=ascii(card.yes),
        no=ascii(card.no),
    )

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
_TEXT: Final = """\
import sys
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from PIL import Image, ImageOps
layered = ImageOps.exif_transpose(Image.open(sys.argv[1])).convert("RGBA")
picture = Image.new("RGB", layered.size, "white")
picture.paste(layered, mask=layered)
{middle}pixels = np.asarray(picture.resize({size}, Image.Resampling.{resampling}{box}), np.float32)[np.newaxis]
answer = Interpreter({file}).get_signature_runner()({entry}=pixels * np.float32({scale!r}) + np.float32({offset!r}))
print(f"{{answer['logit'].item():+.4f}}", {yes} if answer["logit"].item() > {threshold!r} else {no})
"""


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
    cropped = step.fit == "crop"
    return _TEXT.format(
        middle=_MIDDLE.format(width=step.width, height=step.height) if cropped else "",
        box=", box=box" if cropped else "",
        entry=input_name(bundle.litert),
        size=(step.width, step.height),
        resampling=step.resampling.upper(),
        scale=step.scale,
        offset=step.offset,
        file=ascii(litert or f"{bundle.name}.tflite"),
        threshold=card.rule.threshold,
        yes=ascii(card.yes),
        no=ascii(card.no),
    )

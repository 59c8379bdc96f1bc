"""The explanation as a PNG, which holds the verdict card too, so that it can be verified as one."""

from alpaca_gui.explain.drawing.page_drawing import page_drawing
from alpaca_gui.explain.drawing.raster import rasterised
from alpaca_gui.explain.explanation import Explanation
from alpaca_gui.imaging.embedded import png_with_text


def page_png(explanation: Explanation) -> bytes:
    """Give the page as the bytes of a PNG, 1600 pixels wide."""
    return png_with_text(rasterised(page_drawing(explanation)), explanation.card.to_json())

"""From SVG to PNG, with resvg."""

from typing import Final

import resvg_py

from alpaca_gui.resources import shipped_fonts

PAPER: Final = "#ffffff"


def rasterised(svg: str, zoom: float = 1.0) -> bytes:
    """Give a drawing as PNG, ``zoom`` pixels a unit; the shipped fonts first, the machine's for what they lack."""
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=zoom,
        background=PAPER,
        font_files=[str(path) for path in shipped_fonts()],
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
        monospace_family="DejaVu Sans Mono",
    )
    return bytes(drawn)

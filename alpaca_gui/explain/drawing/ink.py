"""The colours of drawings, by their meaning: fixed ones for a picture file, the page's own where a page holds them."""

from typing import Final

_SHEET: Final = """
svg .ink {fill:(text)} svg .quiet {fill:(quiet)} svg .surface {fill:(surface)} svg .ground {fill:(window)}
svg .yes {fill:(yes)} svg .no {fill:(no)} svg .unsure {fill:(unsure)}
svg .zone {fill:(unsure);fill-opacity:0.16} svg .span {fill:(text);fill-opacity:0.14}
svg .axis {stroke:(line);stroke-width:1.5;fill:none} svg .tick {stroke:(quiet);stroke-width:1.5;fill:none}
svg .guide {stroke:(quiet);stroke-width:2;stroke-dasharray:6 4;fill:none}
svg .edge {stroke:(line);stroke-width:1.5;fill:none}
svg .dot {fill:(text);fill-opacity:0.75;stroke:(surface);stroke-width:1}
"""

_LIGHT: Final = {
    "window": "#f4f4f1",
    "surface": "#ffffff",
    "text": "#1f2124",
    "quiet": "#5c6066",
    "line": "#d5d5d0",
    "yes": "#0a6aa6",
    "no": "#a84b00",
    "unsure": "#6a5a8c",
}


def _filled(colours: dict[str, str]) -> str:
    sheet = _SHEET
    for name, colour in colours.items():
        sheet = sheet.replace(f"({name})", colour)
    return sheet


LIGHT_SHEET: Final = _filled(_LIGHT)
"""For a picture file: light, as paper is."""

PAGE_SHEET: Final = _filled({name: f"var(--{name})" for name in _LIGHT})
"""For a page with the style of `alpaca_gui.judging.page.style`, whose colours follow the reader's system."""


def standalone(width: float, height: float, inside: str) -> str:
    """A whole drawing that needs nothing else, in the shipped fonts."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" style="font-family:\'DejaVu Sans\',sans-serif">'
        f"<style>{LIGHT_SHEET}</style>{inside}</svg>"
    )

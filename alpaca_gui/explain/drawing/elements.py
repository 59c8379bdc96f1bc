"""Small pieces of SVG. Colours are named by their meaning (``ink``, ``quiet``, ``yes``, ...), see `ink.py`."""

from dataclasses import dataclass
from typing import Final

from alpaca_gui.judging.page.markup import text
from alpaca_gui.logit.verdict import Decision

MONO: Final = "'DejaVu Sans Mono','Consolas',monospace"


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a drawing, in its units from the left and the top."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    def fitted(self, width: float, height: float) -> "Box":
        """The largest box of the shape ``width`` to ``height`` in the middle of this one; never below one unit."""
        scale = min(self.width / width, self.height / height)
        w, h = max(1.0, width * scale), max(1.0, height * scale)
        return Box(self.x + (self.width - w) / 2, self.y + (self.height - h) / 2, w, h)


@dataclass(frozen=True, slots=True)
class Type:
    """How a line of text is set: its size, its colour by meaning, bold, or in letters of equal width."""

    size: float
    kind: str = "ink"
    bold: bool = False
    mono: bool = False


def words(x: float, y: float, said: str, form: Type, anchor: str = "start") -> str:
    """One line of text on the base line ``y``; ``anchor`` is start, middle or end."""
    style = f"font-size:{form.size:g}px" + (";font-weight:bold" if form.bold else "")
    style += f";font-family:{MONO}" if form.mono else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{form.kind}" {place} style="{style}">{text(said)}</text>'


def rectangle(box: Box, kind: str, radius: float = 0.0) -> str:
    """A filled box."""
    corner = f' rx="{radius:g}"' if radius else ""
    return f'<rect class="{kind}" {_place(box)}{corner}/>'


def image(box: Box, address: str) -> str:
    """A picture, stretched into the box."""
    return f'<image {_place(box)} preserveAspectRatio="none" href="{text(address)}"/>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "axis") -> str:
    """A straight line."""
    return f'<path class="{kind}" d="M{x1:.1f},{y1:.1f} L{x2:.1f},{y2:.1f}"/>'


def sign(decision: Decision, x: float, y: float, half: float) -> str:
    """The shape of a decision around a point: disc yes, square no, diamond unsure, as everywhere in the program."""
    kind = decision.word
    match decision:
        case Decision.YES:
            return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}"/>'
        case Decision.NO:
            side = 0.86 * half
            return rectangle(Box(x - side, y - side, 2 * side, 2 * side), kind)
        case Decision.UNSURE:
            corners = f"M{x:.1f},{y - half:.1f} l{half:.1f},{half:.1f} l{-half:.1f},{half:.1f} l{-half:.1f},{-half:.1f}"
            return f'<path class="{kind}" d="{corners} z"/>'


def titled(title: str, inside: str) -> str:
    """What is shown beside a pointer that rests on it, and said by a screen reader."""
    return f"<g><title>{text(title)}</title>{inside}</g>"


def _place(box: Box) -> str:
    return f'x="{box.x:.2f}" y="{box.y:.2f}" width="{box.width:.2f}" height="{box.height:.2f}"'

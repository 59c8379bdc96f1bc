"""The map, drawn: cells over the picture, the legend in logits, and the sum of an exact one written out."""

from typing import Final

from alpaca_gui.engine.exactness import EXACT_TO
from alpaca_gui.explain.cell_words import cell_text
from alpaca_gui.explain.colours import NO, OPACITY, YES
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.drawing.elements import Box, Type, image, line, rectangle, words
from alpaca_gui.explain.signed_cells import SignedCells
from alpaca_gui.imaging.alter import Region
from alpaca_gui.judging.page.markup import text
from alpaca_gui.logit.words import logit_text, short_logit_text

_STEPS: Final = 48


def picture_with_map(box: Box, address: str, cells: SignedCells | None, region: Region) -> str:
    """The picture in ``box`` with its cells over it.

    Parameters
    ----------
    box
        Of the picture's own shape.
    address
        The picture, as a ``data:`` address.
    cells
        What each cell adds, or an estimate of it; None leaves the picture alone.
    region
        Where on the picture the map lies; what is beyond the picture's edge (``pad``) is not drawn.
    """
    drawn = image(box, address)
    if cells is not None:
        drawn += f'<g class="cells" shape-rendering="crispEdges">{_cells(box, cells, region)}</g>'
    return drawn + rectangle(box, "edge")


def _cells(box: Box, cells: SignedCells, region: Region) -> str:
    rows, columns = cells.cells.shape
    left, top, right, bottom = region
    parts = []
    for row in range(rows):
        for column in range(columns):
            place = _inside(
                box,
                left + (right - left) * column / columns,
                top + (bottom - top) * row / rows,
                left + (right - left) * (column + 1) / columns,
                top + (bottom - top) * (row + 1) / rows,
            )
            if place is not None:
                parts.append(_cell(place, cells, row, column))
    return "".join(parts)


def _inside(box: Box, *edges: float) -> Box | None:
    """A part of the picture, given in shares, as a box of the drawing; None for what lies beyond its edge."""
    left, top, right, bottom = (min(max(edge, 0.0), 1.0) for edge in edges)
    if right <= left or bottom <= top:
        return None
    return Box(
        box.x + box.width * left, box.y + box.height * top, box.width * (right - left), box.height * (bottom - top)
    )


def _cell(box: Box, cells: SignedCells, row: int, column: int) -> str:
    value = float(cells.cells[row, column])
    strength = abs(value) / cells.largest if cells.largest else 0.0
    place = f'x="{box.x:.2f}" y="{box.y:.2f}" width="{box.width:.2f}" height="{box.height:.2f}"'
    return (
        f'<rect {place} fill="{_colour(value)}" fill-opacity="{OPACITY * strength:.3f}">'
        f"<title>{text(cell_text(cells, row, column))}</title></rect>"
    )


def _colour(value: float) -> str:
    red, green, blue = YES if value > 0 else NO
    return f"#{red:02x}{green:02x}{blue:02x}"


def legend(box: Box, largest: float, size: float = 15) -> str:
    """What the colours mean, in logits: a strip as wide as the box with its numbers below."""
    height = box.height - 1.6 * size
    step = box.width / _STEPS
    parts = [rectangle(Box(box.x, box.y, box.width, height), "surface")]
    for place in range(_STEPS):
        value = (place + 0.5) / _STEPS * 2 - 1
        strip = f'x="{box.x + place * step:.2f}" y="{box.y:.1f}" width="{step:.2f}" height="{height:.1f}"'
        parts.append(f'<rect {strip} fill="{_colour(value)}" fill-opacity="{OPACITY * abs(value):.3f}"/>')
    form, base = Type(size, "quiet"), box.bottom - 0.2 * size
    middle = box.x + box.width / 2
    parts.append(line(middle, box.y, middle, box.y + height, "tick"))
    parts.append(words(box.x, base, f"{short_logit_text(-largest)} logits, no", form))
    parts.append(words(middle, base, "0", form, "middle"))
    parts.append(words(box.right, base, f"yes, {short_logit_text(largest)} logits", form, "end"))
    return (
        f'<g shape-rendering="crispEdges">{"".join(parts)}</g>{rectangle(Box(box.x, box.y, box.width, height), "edge")}'
    )


def sum_text(contributions: Contributions) -> str:
    """The sum in one line: ``bias −0.1203 + yes cells +5.4012 + no cells −1.2001 = logit +4.0808``."""
    cells = f"yes cells {logit_text(contributions.yes)} + no cells {logit_text(contributions.no)}"
    bias = f"bias {logit_text(contributions.bias)} + " if contributions.bias_known else ""
    return f"{bias}{cells} = logit {logit_text(contributions.logit)}"


def sum_note(contributions: Contributions) -> str:
    """How the sum is to be read."""
    missed = abs(contributions.residue)
    to = "0.0001" if missed <= EXACT_TO else f"{missed:.1g}, as far as 32-bit numbers of this size go"
    if contributions.bias_known:
        return f"Exact: the neuron's own sum in another order, equal to {to}."
    return f"Exact, to {to}; the model's file does not show its bias, so that each cell holds its share of it."

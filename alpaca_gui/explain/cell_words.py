"""What the map says in words: a cell, the sum, how exact it is, and how an estimate was made."""

import math
from typing import Final

from alpaca_gui.engine.exactness import EXACT_TO
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.occlusion import Occlusion
from alpaca_gui.explain.signed_cells import SignedCells
from alpaca_gui.logit.words import LONG, logit_text

NO_CELL: Final = "Point at a cell, or go from cell to cell with the arrow keys."
BEYOND: Final = "A cell's number is exact; what it looked at reaches beyond its edges."
_SMALL: Final = 5e-8


def cell_text(cells: SignedCells, row: int, column: int) -> str:
    """A cell's place and what it says: ``Row 3 of 9, column 5 of 9: +0.8132, 5.3 % of what speaks for yes``."""
    rows, columns = cells.cells.shape
    place = f"Row {row + 1} of {rows}, column {column + 1} of {columns}"
    value = float(cells.cells[row, column])
    if math.isnan(value):
        return f"{place}: not covered yet"
    if value == 0:
        return f"{place}: 0, for neither side"
    if not isinstance(cells, Contributions):  # an estimate sums to nothing, so its parts are no shares
        return f"{place}: covering it {'lowers' if value > 0 else 'raises'} the logit by {size_text(value)}"
    side = "yes" if value > 0 else "no"
    return f"{place}: {logit_text(value)}, {share_text(cells.share(row, column))} of what speaks for {side}"


def share_text(share: float) -> str:
    """A share, 0 to 1, in percent, never rounded down to nothing: ``5.3 %``, ``below 0.1 %``."""
    return f"{100 * share:.1f} %" if share >= 0.0005 else "below 0.1 %"


def size_text(value: float) -> str:
    """The size of a number, without its sign."""
    return f"{abs(value):.4f}" if abs(value) < LONG else f"{abs(value):.4e}"


def spoken_sum(contributions: Contributions) -> str:
    """The sum as it is read aloud, each number with what it is."""
    bias = f"bias {logit_text(contributions.bias)}, plus " if contributions.bias_known else ""
    return (
        f"{bias}cells for yes {size_text(contributions.yes)}, minus cells for no {size_text(contributions.no)}, "
        f"is the logit {logit_text(contributions.logit)}"
    )


def exactness(contributions: Contributions) -> str:
    """How exact the sum is, with what is left over; and what a cell's number does not say."""
    missed = abs(contributions.residue)
    how = "Exact, to 0.0001" if missed <= EXACT_TO else "Exact, as far as 32-bit numbers of this size go"
    by = "less than 0.0000001" if missed < _SMALL else f"{missed:.7f}" if missed < 1 else f"{missed:.3g}"
    said = [f"{how}: unrounded, the sum misses the logit by {by}."]
    if not digits_add_up(contributions):
        said.append("The four decimals shown are rounded, each for itself, so that the last one may be off.")
    if not contributions.bias_known:
        said.append("The model's file does not show its bias: each cell holds its share of it.")
    return " ".join([*said, BEYOND])


def digits_add_up(contributions: Contributions) -> bool:
    """Whether the rounded numbers that are shown sum to the rounded logit, digit for digit."""
    parts = (contributions.bias, contributions.yes, contributions.no, -contributions.logit)
    return sum(int(f"{part:.4f}".replace(".", "")) for part in parts) == 0


def no_map_text(no_map: str) -> str:
    """Say that there is no exact map, and with ``no_map``, the sentence that `Seen` has, why."""
    return f"This model has no exact map. {no_map}"


def offer(no_map: str) -> str:
    """What is said of a model without an exact map before anything is estimated."""
    return (
        f"{no_map_text(no_map)} It can be estimated: each part of the picture is covered with grey, "
        "and the fall of the logit is recorded."
    )


def estimate_text(found: Occlusion, no_map: str) -> str:
    """How the estimate was made, and why it is one."""
    return f"{found.how} {no_map_text(no_map)}"


def progress_text(found: Occlusion) -> str:
    """How far an estimate has come; empty when it is complete."""
    return "" if found.complete else f"{found.done} of {found.cells.size} parts"

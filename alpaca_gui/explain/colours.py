"""The two-sided colours of the map: blue for yes, orange for no, which all kinds of colour vision tell apart."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.logit.sigmoid import Floats

YES: Final = (0x15, 0x6F, 0xD6)
NO: Final = (0xE8, 0x6A, 0x00)
"""Red, green and blue of the strongest yes and no, the same over a light and over a dark window."""

OPACITY: Final = 0.75
"""Of the map's strongest colour over a picture, to begin with; the same in the window and in what is drawn."""


def map_colours(cells: Floats, largest: float, opacity: float = 1.0) -> NDArray[np.uint8]:
    """Colours of cells: the hue tells the side, the opacity the size.

    Parameters
    ----------
    cells
        (h, w) contributions in logits, of either sign; NaN, for what is not known yet, gets no colour.
    largest
        The size that gets the strongest colour; above 0, or nothing is coloured.
    opacity
        Of that strongest colour, 0 to 1.

    Returns
    -------
    NDArray[np.uint8]
        (h, w, 4): red, green, blue, and straight alpha, which grows in proportion to the contribution's size.
    """
    # Cut before it is divided, so that nothing overflows, however small the strongest is.
    known = np.nan_to_num(np.abs(cells), nan=0.0)
    sizes = np.minimum(known, largest) / largest if largest > 0 else np.zeros_like(known)
    colours = np.empty((*cells.shape, 4), dtype=np.uint8)
    colours[..., :3] = np.where((cells > 0)[..., np.newaxis], np.array(YES, np.uint8), np.array(NO, np.uint8))
    colours[..., 3] = np.rint(255 * opacity * sizes)
    return colours

"""Where on the picture the model's input and each cell of its map lie."""

from alpaca_gui.imaging.alter import Region
from alpaca_gui.imaging.preprocess import Preprocessing


def input_region(preprocessing: Preprocessing, width: int, height: int) -> Region:
    """Where the model's input lies on a picture of ``width`` x ``height`` pixels: left, top, right, bottom.

    In shares of the picture: (0, 0, 1, 1) for ``squash``, a part for ``crop``, beyond the edges for ``pad``. The h x w
    cells of the map divide this region evenly. A cell's number is exact; its place is where it stands in the grid,
    and what it looked at reaches beyond its edges, since every layer of the backbone looks at its neighbours.
    """
    left, top, right, bottom = preprocessing.box(width, height)
    return left / width, top / height, right / width, bottom / height

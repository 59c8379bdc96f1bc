"""The canvas: cells lie where the model saw them, and are drawn as what they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpaca_gui.explain.colours import NO, YES
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.placement import input_region
from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.map_layer import MapLayer, fitted
from alpaca_gui.imaging.preprocess import FITS, Preprocessing
from alpaca_gui.logit.sigmoid import Floats

sides, rooms = st.integers(1, 3000), st.integers(100, 900)


def contributions_of(cells: Floats) -> Contributions:
    return Contributions(cells, 0.0, float(cells.sum()))


def picture(width: int, height: int, colour: str = "#808080") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    return canvas


def drawn(canvas: Canvas, row: int, column: int) -> QColor:
    """The colour in the middle of a cell."""
    return canvas.grab().toImage().pixelColor(canvas.cell_box(row, column).center().toPoint())


def rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


@given(st.sampled_from(FITS), st.tuples(sides, sides), st.tuples(rooms, rooms), st.data())
def test_a_cells_box_and_the_cell_at_a_place_are_inverse(
    qapp: QApplication, fit: str, size: tuple[int, int], room: tuple[int, int], data: st.DataObject
) -> None:
    rows, columns = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 12))
    layer = MapLayer(contributions_of(np.zeros((rows, columns))), input_region(Preprocessing(260, 200, fit=fit), *size))
    box = fitted(picture(*size).size(), QRectF(0, 0, *room), layer)
    row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    cell = layer.cell_box(box, row, column)
    middle = cell.center()
    assert layer.cell_at(box, middle.x(), middle.y()) == (row, column)
    assert layer.cell_at(box, layer.box(box).right() + 1, middle.y()) is None
    assert layer.cell_at(box, middle.x(), layer.box(box).top() - 1) is None
    inside = QRectF(0, 0, *room).adjusted(-1e-6, -1e-6, 1e-6, 1e-6)
    assert inside.contains(box)
    assert inside.contains(layer.box(box))
    assert box.width() / box.height() == pytest.approx(size[0] / size[1])


def test_without_a_map_the_picture_fills_the_canvas(canvas: Canvas) -> None:
    assert canvas.picture_box().isEmpty()
    canvas.show_image(picture(200, 100))
    assert canvas.picture_box() == QRectF(0, 50, 400, 200) == canvas.map_box()
    assert canvas.cell_at(200, 150) is None
    assert canvas.contributions is None


def test_a_cropped_pictures_map_lies_over_its_middle(canvas: Canvas) -> None:
    canvas.show_image(picture(400, 300))
    canvas.show_map(contributions_of(np.ones((3, 3))), input_region(Preprocessing(90, 90, fit="crop"), 400, 300))
    assert canvas.picture_box() == QRectF(0, 0, 400, 300)
    assert canvas.map_box() == QRectF(50, 0, 300, 300)
    assert canvas.cell_box(2, 1) == QRectF(150, 200, 100, 100)
    assert canvas.cell_at(20, 150) is None
    # What the model did not see has no colour.
    assert rgb(canvas.grab().toImage().pixelColor(20, 150)) == (128, 128, 128)


def test_a_padded_pictures_map_makes_room_for_the_ground_that_the_model_saw(canvas: Canvas) -> None:
    canvas.show_image(picture(300, 100))
    canvas.show_map(contributions_of(np.zeros((3, 3))), input_region(Preprocessing(90, 90, fit="pad"), 300, 100))
    assert canvas.map_box() == QRectF(50, 0, 300, 300)
    assert canvas.picture_box() == QRectF(50, 100, 300, 100)
    assert rgb(drawn(canvas, 0, 1)) == (0, 0, 0)
    assert rgb(drawn(canvas, 1, 1)) == (128, 128, 128)
    canvas.show_map(None)
    assert canvas.picture_box().width() == 400


def test_cells_are_drawn_over_the_picture_as_strong_as_they_are(canvas: Canvas) -> None:
    canvas.show_image(picture(400, 300))
    canvas.opacity = 0.5
    canvas.show_map(contributions_of(np.array([[2.0, -2.0], [0.0, 1.0]])))
    for place, (ink, share) in {(0, 0): (YES, 0.5), (0, 1): (NO, 0.5), (1, 0): (NO, 0.0), (1, 1): (YES, 0.25)}.items():
        expected = [share * one + (1 - share) * 128 for one in ink]
        assert rgb(drawn(canvas, *place)) == pytest.approx(expected, abs=3)


def test_bare_cells_have_their_whole_colour_whatever_the_opacity(canvas: Canvas) -> None:
    canvas.show_image(picture(400, 300))
    canvas.opacity, canvas.bare = 0.1, True
    canvas.show_map(contributions_of(np.array([[2.0, -2.0]])))
    assert rgb(drawn(canvas, 0, 0)) == YES
    assert rgb(drawn(canvas, 0, 1)) == NO


def test_a_cell_is_one_colour_up_to_its_edges(canvas: Canvas) -> None:
    canvas.show_image(picture(390, 290))
    canvas.bare = True
    rng = np.random.default_rng(1)
    canvas.show_map(contributions_of(rng.normal(size=(9, 7))))
    shown = canvas.grab().toImage()
    for row, column in np.ndindex(9, 7):
        box = canvas.cell_box(row, column).adjusted(2, 2, -2, -2).toRect()
        colours = {
            shown.pixel(x, y)
            for x in range(box.left(), box.right() + 1)
            for y in (box.top(), box.center().y(), box.bottom())
        }
        assert len(colours) == 1, (row, column)


def test_the_grid_is_drawn_when_it_is_wanted(canvas: Canvas) -> None:
    canvas.show_image(picture(400, 300))
    canvas.show_map(contributions_of(np.zeros((3, 4))))
    corner = canvas.cell_box(1, 2).topLeft().toPoint()
    assert rgb(canvas.grab().toImage().pixelColor(corner)) == (128, 128, 128)
    canvas.grid = True
    assert rgb(canvas.grab().toImage().pixelColor(corner)) != (128, 128, 128)
    assert rgb(drawn(canvas, 1, 2)) == (128, 128, 128)


def test_another_picture_takes_the_map_off(canvas: Canvas) -> None:
    canvas.show_image(picture(40, 30))
    canvas.show_map(contributions_of(np.ones((2, 2))), (0.1, 0.0, 0.9, 1.0))
    canvas.show_image(picture(30, 40))
    assert canvas.contributions is None
    assert canvas.map_box() == canvas.picture_box()


@pytest.mark.parametrize("size", [(1, 20_000), (20_000, 1), (1, 1)])
def test_the_oddest_shapes_are_drawn(canvas: Canvas, size: tuple[int, int]) -> None:
    canvas.show_image(picture(*size))
    for fit in FITS:
        canvas.show_map(contributions_of(np.ones((9, 9))), input_region(Preprocessing(260, 260, fit=fit), *size))
        assert not canvas.grab().isNull()


def test_a_map_that_is_not_known_yet_is_drawn_without_colour(canvas: Canvas) -> None:
    canvas.show_image(image_of(np.full((30, 40, 3), 128, np.uint8)))
    canvas.show_map(contributions_of(np.array([[np.nan, 1.0]])))
    assert rgb(drawn(canvas, 0, 0)) == (128, 128, 128)

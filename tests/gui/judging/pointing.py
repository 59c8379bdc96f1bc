"""Points at diagrams with the mouse, by the numbers on their axes."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from alpaca_gui.gui.judging.picture_rows import PictureRows
from alpaca_gui.gui.judging.spot_plot import SpotPlot
from tests.gui.driving import LEFT, drag_across


def point_of(plot: SpotPlot, x: float, y: float) -> QPoint:
    """Where a point of the axes is on the plot's viewport."""
    box = plot.plot.getPlotItem().vb
    found: QPoint = plot.plot.mapFromScene(box.mapViewToScene(QPointF(x, y)))
    return found


def click(plot: SpotPlot, x: float, y: float) -> None:
    """Click on a point of the axes."""
    QTest.mouseClick(plot.plot.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, point_of(plot, x, y))


def drag(plot: SpotPlot, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag from one point of the axes to another."""
    plot.grab()  # a line knows what it covers when it has been drawn
    drag_across(plot.plot.viewport(), point_of(plot, *start), point_of(plot, *end))


def click_row(rows: PictureRows, row: int, *, twice: bool = False) -> None:
    """Click on a row, once or twice."""
    where = rows.visualRect(rows.model().index(row, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)
    if twice:
        QTest.mouseDClick(rows.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)

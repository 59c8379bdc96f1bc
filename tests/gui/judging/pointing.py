"""Points at diagrams with the mouse, by the numbers on their axes."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from alpaca_gui.gui.judging.picture_rows import PictureRows
from alpaca_gui.gui.judging.spot_plot import SpotPlot

LEFT = Qt.MouseButton.LeftButton


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
    port, first, last = plot.plot.viewport(), point_of(plot, *start), point_of(plot, *end)
    rate = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", 0)  # or moves that come faster than a hand's are left out
    try:
        _mouse(plot, QEvent.Type.MouseMove, first, Qt.MouseButton.NoButton)
        QTest.mousePress(port, LEFT, Qt.KeyboardModifier.NoModifier, first)
        for part in range(1, 11):
            _mouse(plot, QEvent.Type.MouseMove, first + (last - first) * part / 10, LEFT)
        QTest.mouseRelease(port, LEFT, Qt.KeyboardModifier.NoModifier, last)
    finally:
        pg.setConfigOption("mouseRateLimit", rate)


def click_row(rows: PictureRows, row: int, *, twice: bool = False) -> None:
    """Click on a row, once or twice."""
    where = rows.visualRect(rows.model().index(row, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)
    if twice:
        QTest.mouseDClick(rows.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)


def _mouse(plot: SpotPlot, kind: QEvent.Type, where: QPoint, held: Qt.MouseButton) -> None:
    port = plot.plot.viewport()
    whole = QPointF(port.mapToGlobal(where))
    QApplication.sendEvent(
        port, QMouseEvent(kind, QPointF(where), whole, Qt.MouseButton.NoButton, held, Qt.KeyboardModifier.NoModifier)
    )

"""Takes the pictures of the window that the documents show: ``make screenshot``.

The window runs without a screen (Qt's offscreen platform) on the shipped samples, so that the same pictures come out
on every machine with the same fonts.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, QSize, QTimer

from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.record_views import ViewKind
from alpaca_gui.gui.theme import Appearance
from alpaca_gui.resources import shipped_model, shipped_samples

DOCS = Path(__file__).resolve().parent.parent / "docs"
SIZE = QSize(1180, 800)
CHOSEN = "lion.png"


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main() -> int:
    """Write ``docs/window-light.png``, ``docs/window-dark.png`` and ``docs/window-grid.png``."""
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder)
        prepare_application()
        window = MainWindow(shipped_model(), Path(folder) / "screenshot.library")
        window.show()
        window.resize(SIZE)
        window.take_paths([str(shipped_samples())])
        while window.collection is None or window.collection.bundle is None or window.collection.busy:
            wait(50)
        choose(window, CHOSEN)
        for appearance in (Appearance.LIGHT, Appearance.DARK):
            window.set_appearance(appearance)
            wait(700)
            path = DOCS / f"window-{appearance.value}.png"
            window.grab().save(str(path))
            print(path)
        window.set_appearance(Appearance.LIGHT)
        grid(window)
        print(DOCS / "window-grid.png")
        window.close()
    return 0


def grid(window: MainWindow) -> None:
    """Show the grid, with some labels and a range that is brushed."""
    if window.workspace is None or window.collection is None:
        raise RuntimeError("the window is not furnished yet")
    window.workspace.show_view(ViewKind.GRID)
    labels = {"drawn-alpaca.jpg": 1, "sheep.png": 0, "camel.png": 0, "ram.png": 0}
    for key in window.collection.item_model.keys:
        label = labels.get(window.collection.columns.source(int(key)).name)
        if label is not None:
            window.collection.changes.set_label(np.array([key]), label)
    window.workspace.set_filter("logit:-1..3")
    wait(1500)
    window.grab().save(str(DOCS / "window-grid.png"))


def choose(window: MainWindow, name: str) -> None:
    """Choose the row of a file."""
    if window.workspace is None:
        raise RuntimeError("the window is not furnished yet")
    model = window.workspace.collection.item_model
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)
    window.workspace.list.choose(row)


if __name__ == "__main__":
    sys.exit(main())

"""Composes the program: the application, its looks, and the window."""

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from alpaca_gui.gui.ending import CloseOnSignal
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.outlined_style import OutlinedStyle
from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.gui.theme import apply_appearance
from alpaca_gui.resources import resource


def run_window(paths: list[str], model: str | None = None, library: str | None = None) -> int:
    """Open the window with the pictures and folders named, and give the exit code when it is closed."""
    # What waits for the interpreter's lock waits a fifth of the usual time: the window's thread, most of all.
    sys.setswitchinterval(0.001)
    app = prepare_application()
    window = MainWindow(Path(model) if model else None, Path(library) if library else None)
    window.furnished.connect(_on_furnished)
    window.why.warming.warmed.connect(_spare_what_stays)
    window.take_paths(paths)
    window.show()
    ending = CloseOnSignal(window)
    try:
        return int(app.exec())
    finally:
        ending.stop()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)  # now, and not in the collector's order
        gc.unfreeze()  # whoever goes on in this process gets back what the window held


def _on_furnished() -> None:
    if gc.get_freeze_count():
        gc.unfreeze()  # another library is open: what belonged to the one before is to be found
    else:
        _spare_what_stays()


def _spare_what_stays() -> None:
    """Let the collector of cyclic garbage pass over what has been loaded: a hundred thousand objects, and none to free.

    To look through them takes 50 ms, in which no thread runs, the window's neither; `gc.freeze` itself takes none.
    """
    gc.freeze()


def prepare_application() -> QApplication:
    """Give the application, dressed; the one that there is already, or a new one."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("alpaca-gui")
    app.setApplicationDisplayName("Alpaca")
    app.setDesktopFileName("alpaca-gui")
    app.setWindowIcon(QIcon(str(resource("icons", "alpaca.svg"))))
    if not isinstance(app.style(), OutlinedStyle):
        app.setStyle(OutlinedStyle())
    apply_appearance(app, WindowSettings().appearance)
    return app

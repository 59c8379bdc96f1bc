"""Draws every panel of what explains, light and dark, to ``docs/screens``: ``make screens``.

As `tools/screenshot.py`: without a screen, on the shipped samples. ``ARGS=map`` draws what begins with "map" alone.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QSettings, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.beside import open_one
from alpaca_gui.gui.lesson.lesson_window import LessonWindow
from alpaca_gui.gui.lesson.steps import STEPS
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.present.guessing import Stage
from alpaca_gui.gui.present.present_window import PresentWindow
from alpaca_gui.gui.theme import Appearance
from alpaca_gui.gui.why.panels import KINDS
from alpaca_gui.gui.why.why_window import WhyWindow
from alpaca_gui.resources import shipped_model, shipped_samples

SCREENS: Final = Path(__file__).resolve().parent.parent / "docs" / "screens"
LOOKS: Final = (Appearance.LIGHT, Appearance.DARK)
CHOSEN: Final = "drawn-alpaca.jpg"
Kind = TypeVar("Kind", bound=QWidget)
_PATIENCE_MS: Final = 120_000
_SETTLED_MS: Final = 400


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture: its name, its size, and how it comes about in a window with the samples."""

    name: str
    size: QSize
    show: Callable[[MainWindow], QWidget]


def screens() -> list[Screen]:
    """Everything that is drawn."""
    whys = [Screen(f"why-{kind.name}", QSize(1080, 760), _why(kind.name)) for kind in KINDS]
    steps = [Screen(f"lesson-{place + 1}", QSize(960, 720), _lesson(place)) for place in range(len(STEPS))]
    stages = [Screen(f"present-{stage.name.lower()}", QSize(960, 540), _present(stage)) for stage in Stage]
    return [*whys, *steps, *stages]


def _why(panel: str) -> Callable[[MainWindow], QWidget]:
    def show(window: MainWindow) -> QWidget:
        window.why.show_panel(panel)
        why = _visible(window, WhyWindow)
        _until(lambda: why.subject is not None and not why.gaze.lens.busy)
        return why

    return show


def _lesson(place: int) -> Callable[[MainWindow], QWidget]:
    def show(window: MainWindow) -> QWidget:
        window.why.lesson()
        lesson = _visible(window, LessonWindow)
        lesson.page.go_to(place)
        lesson.page.more.setChecked(place % 2 == 1)
        _until(lambda: lesson.subject is not None and bool(lesson.page.own.text()))
        return lesson

    return show


def _present(stage: Stage) -> Callable[[MainWindow], QWidget]:
    def show(window: MainWindow) -> QWidget:
        window.why.present()
        present = _visible(window, PresentWindow)
        present.showNormal()
        _until(lambda: present.subject is not None)
        present.hint.put_away()  # it lies over the picture for some seconds, on purpose
        while present.stage > stage:
            QTest.keyClick(present, Qt.Key.Key_Left)
        if present.stage is Stage.GUESS and not present.game.score.rounds:
            for key in (Qt.Key.Key_Y, Qt.Key.Key_Y, Qt.Key.Key_Y, Qt.Key.Key_N):
                QTest.keyClick(present, key)
        while present.stage < stage:
            QTest.keyClick(present, Qt.Key.Key_Right)
        return present

    return show


def _visible(window: MainWindow, kind: type[Kind]) -> Kind:
    found = open_one(window, kind)
    if found is None:
        raise RuntimeError(f"no {kind.__name__} is open")
    return found


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _until(condition: Callable[[], bool]) -> None:
    for _ in range(_PATIENCE_MS // 20):
        if condition():
            return
        wait(20)
    raise TimeoutError("a panel did not come to rest")


def draw(screen: Screen, window: MainWindow) -> QWidget:
    """Bring a screen about in a window, and give the widget that it is of, at rest."""
    shown = screen.show(window)
    shown.resize(screen.size)
    wait(_SETTLED_MS)
    if isinstance(shown, WhyWindow):
        _until(lambda: not shown.gaze.lens.busy)
        wait(_SETTLED_MS)
    return shown


def _save(widget: QWidget, path: Path) -> None:
    """Save with 256 colours, a third of the size and to the eye the same."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    with Image.open(io.BytesIO(data.data())) as image:
        image.convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)


def open_samples(folder: Path) -> MainWindow:
    """Open a window with the samples, all classified, one of them chosen."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
    prepare_application()
    window = MainWindow(shipped_model(), folder / "screens.library")
    window.show()
    window.take_paths([str(shipped_samples())])
    _until(lambda: window.collection is not None and window.collection.bundle is not None)
    _until(lambda: window.collection is not None and not window.collection.busy)
    if window.workspace is None:
        raise RuntimeError("the window is not furnished yet")
    model = window.workspace.collection.item_model
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == CHOSEN)
    window.workspace.list.choose(row)
    return window


def main(wanted: str = "") -> int:
    """Write ``docs/screens/NAME-light.png`` and ``-dark.png`` for everything whose name begins with ``wanted``."""
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        window = open_samples(Path(folder))
        for look in LOOKS:
            window.set_appearance(look)
            for screen in screens():
                if screen.name.startswith(wanted):
                    path = SCREENS / f"{screen.name}-{look.value}.png"
                    _save(draw(screen, window), path)
                    print(path)
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))

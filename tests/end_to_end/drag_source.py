"""Run in a process of its own on a real display: a window out of which a file can be dragged, like a file manager's.

``python -m tests.end_to_end.drag_source X Y PATH…``; prints ``ready``, and after a drag the action that the target
chose. It stays until it is ended: on X the target asks for the data when the drag is over already.
"""

import sys

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

SIZE = 200


class Source(QLabel):
    """Offers files as soon as the mouse is pulled, to be moved if the target lets it."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__("Drag me")
        self._paths = paths
        self.setFixedSize(SIZE, SIZE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path) for path in self._paths])
        drag = QDrag(self)
        drag.setMimeData(mime)
        actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        print(drag.exec(actions, Qt.DropAction.MoveAction).name, flush=True)  # noqa: T201 - the test reads it


def offer(where: QPoint, paths: list[str]) -> int:
    """Show the window until the process is ended."""
    app = QApplication(["source"])
    source = Source(paths)
    source.move(where)
    source.show()
    QTimer.singleShot(300, announce)  # without a window manager nobody says that it is on the screen
    return int(app.exec())


def announce() -> None:
    """Tell that the mouse may come."""
    print("ready", flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    sys.exit(offer(QPoint(int(sys.argv[1]), int(sys.argv[2])), sys.argv[3:]))

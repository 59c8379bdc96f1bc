"""What a drop onto a dialog or a second window holds: paths on this machine, copied out at once."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent


def dropped_paths(mime: QMimeData) -> tuple[Path, ...]:
    """Give the files and folders of a drop, in its order; an address on the web is none."""
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def accept_as_copy(event: QDropEvent) -> None:
    """Accept without ever agreeing to a move: the source would delete the original."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()

"""The system's own dialogs for choosing a file or a folder: they hold nothing up, and are gone when it is done."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[str], None]
"""A slot that takes the path that a person has chosen; it is not called where the person thinks better of it."""


def choose_file(parent: QWidget, title: str, start: str, names: str, chosen: Chosen) -> None:
    """Have a file chosen that is there.

    Parameters
    ----------
    parent
        The window that the dialog belongs to.
    title
        What is to be chosen.
    start
        Where the dialog begins: a folder, or a path.
    names
        Kinds of file, as Qt writes them: ``Models (*.model);;All files (*)``.
    chosen
        What takes the path.
    """
    dialog = QFileDialog(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(names)
    _open(dialog, chosen)


def choose_folder(parent: QWidget, title: str, start: str, chosen: Chosen) -> None:
    """Have a folder chosen that is there; the parameters are those of `choose_file`."""
    dialog = QFileDialog(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, chosen)


def choose_place(parent: QWidget, title: str, start: str, names: str, suffix: str, chosen: Chosen) -> None:
    """Have a place chosen to write a file to, asking before one is replaced.

    The parameters are those of `choose_file`; ``suffix``, without a dot, is what a name without one gets.
    """
    dialog = QFileDialog(parent, title, start)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(names)
    dialog.setDefaultSuffix(suffix)
    _open(dialog, chosen)


def _open(dialog: QFileDialog, chosen: Chosen) -> None:
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()

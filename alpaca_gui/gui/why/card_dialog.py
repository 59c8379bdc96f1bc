"""Saving a verdict card of the picture that is explained: asks for the file, and writes it beside the window."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from alpaca_gui.errors import OutputError
from alpaca_gui.explain.card_file import check_suffix, write_card
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.looked import look
from alpaca_gui.gui.background import Background
from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.logit.verdict import Rule

CHANGED: Final = "The picture is another one than the window looked at. Choose it anew, then save its card."

_KINDS: Final = {"Pictures (*.png)": "png", "PDF documents (*.pdf)": "pdf"}
_RESERVED: Final = '/\\:*?"<>|'
_MOST_BYTES: Final = 120
"""Of the name that is proposed: file systems allow some 255, and the name goes on behind it."""


class CardSaver(QObject):
    """Writes cards, one at a time. Close it.

    Signals
    -------
    saved(Path)
        The card is on the disk, whole.
    failed(str)
        Why there is none.
    """

    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._wanted: tuple[Subject, Rule] | None = None
        self._dialog: QFileDialog | None = None
        self._writer = Background(self)
        self._writer.done.connect(self.saved)
        self._writer.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether a card is being written."""
        return self._writer.busy

    def choose(self, subject: Subject, rule: Rule) -> QFileDialog:
        """Ask where the card of ``subject``, read with ``rule``, shall be written; gives the dialog, which is open."""
        self._wanted = (subject, rule)
        if self._dialog is not None:
            self._dialog.reject()  # it asked about another picture, and what it says would be taken for this one
        dialog = QFileDialog(self._window, "Save the verdict card", WindowSettings().folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(_KINDS))
        dialog.setDefaultSuffix("png")
        dialog.filterSelected.connect(self._on_kind)
        dialog.selectFile(proposed_name(subject.name))
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.open()
        return dialog

    def save(self, file: Path, subject: Subject, rule: Rule) -> None:
        """Write the card to ``file``, a .png or a .pdf; `saved` or `failed` answers. Nothing while one is written."""
        if not self.busy:
            self._writer.run(lambda: _write(file, subject, rule), "write the card")

    def close(self) -> None:
        """Want no answer any more; a card that is being written is finished."""
        self._writer.close()

    @Slot()
    def _on_finished(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        dialog = self.sender()
        assert isinstance(dialog, QFileDialog)
        dialog.setDefaultSuffix(_KINDS[kind])

    @Slot(str)
    def _on_file(self, file: str) -> None:
        if self._wanted is not None:
            self.save(Path(file), *self._wanted)


def proposed_name(name: str) -> str:
    """A file's name for the card of a picture, which may be called anything: ``card of sheep``."""
    stem = "".join("_" if each in _RESERVED or not each.isprintable() else each for each in Path(name).stem).strip(". ")
    short = stem.encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore").strip()
    return f"card of {short or 'a picture'}"


def _write(file: Path, subject: Subject, rule: Rule) -> Path:
    """Look at the picture anew, so that hash and logit are of the same bytes."""
    check_suffix(file)
    looked = look(Lens(subject.bundle), subject.seen.source)
    if looked.seen.logit != subject.logit:
        raise OutputError(CHANGED)
    write_card(file, looked, subject.bundle, rule)
    return file

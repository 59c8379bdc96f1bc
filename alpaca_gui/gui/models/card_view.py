"""Shows Markdown that a stranger may have written: nothing is fetched, nothing opens by itself, no HTML is obeyed."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, Qt, QUrl, Slot
from PySide6.QtGui import (
    QBrush,
    QColor,
    QDesktopServices,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QMessageBox, QTextBrowser, QWidget

from alpaca_gui.gui.theme import Theme, current_theme

_MARGIN: Final = 18
_CODE_MARGIN: Final = 10
_CELL: Final = 5
_ASKED: Final = ("http", "https")
_READ_AS: Final = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class CardView(QTextBrowser):
    """Reads Markdown out calmly, in the colours of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = ""
        self._asked = QUrl()
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName("Model card")
        self.document().setDocumentMargin(_MARGIN)
        self.anchorClicked.connect(self._on_link)

    def show_markdown(self, markdown: str) -> None:
        """Show ``markdown``."""
        self._markdown = markdown
        self.document().setMarkdown(markdown, _READ_AS)
        self._dress(current_theme())
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def code(self) -> str:
        """Give the text of the blocks of code, e.g. the example."""
        return "\n".join(block.text() for block in self._blocks() if _is_code(block))

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Load nothing: a picture in a card could tell a stranger that it was read.

        An empty answer would not do: Qt would then look for the file itself.
        """
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        nothing.fill(Qt.GlobalColor.transparent)
        return nothing

    def changeEvent(self, event: QEvent) -> None:
        """Take over new colours: a document keeps those that it was made with."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._markdown:
            place = self.verticalScrollBar().value()
            self.show_markdown(self._markdown)
            self.verticalScrollBar().setValue(place)

    def _dress(self, theme: Theme) -> None:
        for block in self._blocks():
            if _is_code(block):
                cursor = QTextCursor(block)
                cursor.mergeBlockFormat(_code_format(block, theme))
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame, theme)

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document().begin()
        while block.isValid():
            yield block
            block = block.next()

    @Slot(QUrl)
    def _on_link(self, address: QUrl) -> None:
        """Ask before a browser is opened: the address comes from the card."""
        if address.scheme() not in _ASKED:
            return
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Open in the browser?", address.toDisplayString(), parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        self._asked = address
        box.accepted.connect(self._open_asked)
        box.finished.connect(box.deleteLater)
        box.open()

    @Slot()
    def _open_asked(self) -> None:
        QDesktopServices.openUrl(self._asked)


def _is_code(block: QTextBlock) -> bool:
    return block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _code_format(block: QTextBlock, theme: Theme) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setBackground(QBrush(QColor(theme.window)))
    form.setLeftMargin(_CODE_MARGIN)
    form.setRightMargin(_CODE_MARGIN)
    form.setTopMargin(0 if _is_code(block.previous()) else _CODE_MARGIN)
    form.setBottomMargin(0 if _is_code(block.next()) else _CODE_MARGIN)
    form.setNonBreakableLines(False)  # a narrow window wraps a long line rather than hide its end
    return form


def _dress_table(table: QTextTable, theme: Theme) -> None:
    form = table.format()
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(QColor(theme.line)))
    form.setBorderCollapse(True)
    form.setCellPadding(_CELL)
    form.setCellSpacing(0)
    form.setTopMargin(_CELL)
    form.setBottomMargin(_CELL)
    table.setFormat(form)

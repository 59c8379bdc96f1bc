"""The panel that looks closer."""

from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from alpaca_gui.explain.closer import Closer, Tile, look_closer
from alpaca_gui.explain.tiling import tiles_of
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.closer.tile_canvas import TileCanvas
from alpaca_gui.gui.why.closer.tile_list import TileList
from alpaca_gui.gui.why.closer.tile_view import TileView
from alpaca_gui.gui.why.closer.words import colour_words, count_words, tries_words, verdict_stays
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.quiet_label import quiet_label
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.gui.why.thin_bar import thin_bar
from alpaca_gui.logit.verdict import Rule

_SIDE_WIDTH: Final = 224


class CloserPanel(Panel):
    """Shows which part of the picture has the largest logit; never the verdict."""

    HINT: ClassVar[str] = (
        "For the small animal far away: overlapping tiles at a higher resolution, each shown to the model as if it "
        "were a whole picture. The tile with the largest logit is framed."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.closer: Closer | None = None
        self._inquiry = Inquiry(context.thread, self)
        self.canvas = TileCanvas()
        self.view = TileView()
        self.list = TileList()
        self.others = QCheckBox("&All tiles")
        self.others.setToolTip("Draw the other tiles too")
        self.colours = QCheckBox("Colou&rs")
        self.colours.setToolTip("Colour each place by the largest logit of the tiles over it")
        self.verdict = ValueLabel("Verdict")
        self.count = quiet_label("Count of tiles")
        self.legend = quiet_label("Legend of the colours")
        self.tries = quiet_label("About the largest")
        self.side = QWidget()
        self.bar = thin_bar("Tiles")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        font = self.verdict.font()
        font.setBold(True)
        self.verdict.setFont(font)
        self.verdict.setWordWrap(True)
        self.legend.hide()
        self.side.setFixedWidth(_SIDE_WIDTH)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 3)
        column.addWidget(self.list, 2)
        choices = QHBoxLayout()
        choices.addWidget(self.others)
        choices.addWidget(self.colours)
        choices.addStretch(1)
        column.addLayout(choices)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(row, 1)
        for widget in (self.bar, self.verdict, self.count, self.legend, self.tries):
            whole.addWidget(widget)

    def _wire(self) -> None:
        self._inquiry.stepped.connect(self._on_closer)
        self._inquiry.answered.connect(self._on_closer)
        self._inquiry.failed.connect(self._on_failed)
        self.list.tile_chosen.connect(self._on_tile)
        self.canvas.tile_pointed.connect(self.list.choose)
        self.others.toggled.connect(self._on_choice)
        self.colours.toggled.connect(self._on_choice)

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Look closer at a picture; what was found before is kept while it is the same."""
        known = self.closer if subject is self.subject and self.closer and self.closer.complete else None
        super().show_subject(subject, rule)
        self.canvas.show_image(subject.image)
        self._show(known)
        if known is None:
            self.bar.setRange(0, 0)
            self.bar.show()
            self.count.show_value("")
            self._inquiry.ask(look_closer)

    def show_rule(self, rule: Rule) -> None:
        """Read the tiles with another rule."""
        super().show_rule(rule)
        self._show(self.closer)

    def leave(self) -> None:
        """Ask no further."""
        self._inquiry.forget()
        self.bar.hide()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self._show(self.closer)

    @Slot(object)
    def _on_closer(self, closer: Closer) -> None:
        self.bar.setRange(0, max(closer.tiling.count, 1))
        self.bar.setValue(len(closer.tiles))
        self.bar.setVisible(not closer.complete)
        self._show(closer)

    def _show(self, closer: Closer | None) -> None:
        self.closer = closer
        self.canvas.show_tiles(closer, self.rule)
        self.list.show_tiles(closer, self.rule)
        if self.subject is not None:
            self.verdict.show_value(verdict_stays(self.subject, self.rule))
            self.tries.show_value(tries_words(self.subject.bundle.model_id))
        self.legend.show_value(colour_words(self.canvas.strongest))
        there = self._tiles_there()
        for widget in (self.side, self.tries):
            widget.setVisible(there)  # where there is nothing to find, the picture has the room
        self.legend.setVisible(there and self.colours.isChecked())
        if closer is not None:
            self.count.show_value(count_words(closer, self.rule))

    def _tiles_there(self) -> bool:
        """Whether there is anything to find: known from the picture's size, before anything has been asked."""
        if self.subject is None:
            return False
        image = self.subject.seen.picture.image
        return tiles_of(image.width, image.height, self.subject.bundle.card.preprocessing).count > 0

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.bar.hide()
        self.count.show_value(sentence)

    @Slot(object)
    def _on_tile(self, tile: Tile | None) -> None:
        self.canvas.frame(tile)
        if tile is None or self.closer is None or self.subject is None:
            self.view.clear()
        else:
            self.view.show_tile(tile, self.closer, self.subject.image, self.rule)

    @Slot()
    def _on_choice(self) -> None:
        self.canvas.with_others, self.canvas.with_colours = self.others.isChecked(), self.colours.isChecked()
        self.legend.setVisible(self.colours.isChecked())
        self.canvas.update()

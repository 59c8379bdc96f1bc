"""The window of the models that were ever used: each can be chosen again, as long as its file is there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.gui.background import Background
from alpaca_gui.gui.models.card_window import CardWindow
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.teaching.models_table import ModelsTable
from alpaca_gui.gui.teaching.models_used import KnownModel, known_models
from alpaca_gui.gui.training.pages import button, text_label
from alpaca_gui.imaging.source import printable

if TYPE_CHECKING:
    from alpaca_gui.gui.collection import Collection


class ModelsWindow(QDialog):
    """Lists `KnownModel` s; `open_model` gives the path of the one that is to answer.

    Parameters
    ----------
    collection
        Whose library the models were used with.
    """

    open_model = Signal(object)

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Models used")
        self.setMinimumSize(560, 360)
        size_on_screen(self, 820, 480)
        self._collection = collection
        self.models: list[KnownModel] = []
        self.table = ModelsTable()
        self.about = text_label()
        self.about.setAccessibleName("About the chosen model")
        self.about.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.use = button("&Use this model", self._on_use)
        self.card = button("Show its &card", self._on_card)
        self.leave = button("Close", self.close)
        self._reading = Background(self)
        self._opening = Background(self)
        self._lay_out()
        self.table.currentCellChanged.connect(self._on_chosen)
        self._reading.done.connect(self._on_read)
        self._reading.failed.connect(self.about.setText)
        self._opening.done.connect(self._on_opened)
        self._opening.failed.connect(self.about.setText)
        collection.model_opened.connect(self.read)
        self.read()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        for each in (self.leave, self.card, self.use):
            row.addWidget(each)
            each.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(
            text_label("Every model that this library was used with. Records say which of them spoke.", quiet=True)
        )
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        column.addLayout(row)

    @Slot()
    def read(self) -> None:
        """Read the models anew."""
        collection = self._collection
        columns = collection.columns
        spoken = columns.model[~columns.removed & (columns.model >= 0)]
        records = np.bincount(spoken, minlength=len(columns.models)).tolist()
        current = "" if collection.bundle is None else collection.bundle.model_id
        if not self.models:
            self.about.setText("Looking at the models…")
        self._let_use()
        self._reading.run(partial(known_models, collection.library, records, current), "look at the models")

    @property
    def chosen(self) -> KnownModel | None:
        """The model of the current row."""
        row = self.table.currentRow()
        return self.models[row] if 0 <= row < len(self.models) else None

    @Slot(object)
    def _on_read(self, models: list[KnownModel]) -> None:
        before = self.chosen
        self.models = models
        self.table.show_models(models)
        if before is not None:
            rows = [row for row, one in enumerate(models) if one.used.model_id == before.used.model_id]
            self.table.setCurrentCell(rows[0] if rows else 0, 0)
        self._on_chosen()

    @Slot()
    def _on_chosen(self, *_: int) -> None:
        model = self.chosen
        self.about.setText("No model has looked at a picture of this library yet." if model is None else _about(model))
        self._let_use()

    def _let_use(self) -> None:
        model = self.chosen
        usable = model is not None and not model.trouble
        self.card.setEnabled(usable)
        self.use.setEnabled(usable and model is not None and not model.current)

    @Slot()
    def _on_use(self) -> None:
        model = self.chosen
        if model is not None:
            self.use.setEnabled(False)
            self.about.setText(f"Opening {model.name}…")
            self.open_model.emit(model.used.path)

    @Slot()
    def _on_card(self) -> None:
        model = self.chosen
        if model is not None and model.used.path is not None:
            self._opening.run(partial(load_bundle, model.used.path), "open the card")

    @Slot(object)
    def _on_opened(self, bundle: ModelBundle) -> None:
        CardWindow(bundle, self.parentWidget() or self).show()

    def done(self, result: int) -> None:
        """Wait for what is being read; every way to close the window leads here."""
        self._reading.close()
        self._opening.close()
        for card in self.findChildren(CardWindow):
            card.close()
        super().done(result)


def _about(model: KnownModel) -> str:
    taught = f"Made from: {printable(model.taught)}" if model.taught else ""
    where = "" if model.trouble else model.where
    identity = f"Yes means {printable(model.used.concept)} · id {model.used.model_id.removeprefix('import:')[:12]}"
    return "\n".join(filter(None, (model.trouble, taught, where, identity)))

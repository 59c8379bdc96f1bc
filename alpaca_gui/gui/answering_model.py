"""The model that answers, and what the rows' columns hold because it is the one."""

import numpy as np

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.familiar import Familiarity
from alpaca_gui.jobs.session import Opened
from alpaca_gui.library.bringing_in import BroughtIn
from alpaca_gui.library.columns import NO_LABEL, Columns
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State


class AnsweringModel:
    """Holds which model answers; another one brings its name, its concept's labels and its earlier answers with it.

    Attributes
    ----------
    bundle
        The model; None until one has been opened.
    concept, backbone
        What it is asked for, and what its embeddings come from; empty until then.
    familiarity
        What it knows of its training pictures; None where it knows nothing.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._brought_in: set[int] = set()
        self.bundle: ModelBundle | None = None
        self.concept = ""
        self.backbone = ""
        self.familiarity: Familiarity | None = None

    def waiting_rows(self) -> Keys:
        """Rows that wait for a logit, without those that were removed."""
        columns = self._columns
        return np.flatnonzero((columns.state == State.WAITING) & ~columns.removed)

    def rows_to_answer(self, opened: Opened) -> Keys:
        """Give every row its answer of earlier, where this model has one, and the keys that it has to answer now."""
        self._name(opened)
        brought_in = {number - 1 for number in opened.brought_in} | self._brought_in
        return self._columns.answer_with(opened.number - 1, opened.known, brought_in)

    def take_brought_in(self, brought: BroughtIn) -> None:
        """Enter logits that were made elsewhere, which no model has to answer."""
        self._columns.bring_in(brought)
        self._brought_in.add(brought.model - 1)

    def change_to(self, opened: Opened) -> None:
        """Let this model be the one that answers; labels are those about its concept from now on."""
        self._name(opened)
        self.bundle, self.familiarity = opened.bundle, opened.familiarity
        self.backbone = opened.used.backbone
        concept = opened.bundle.card.concept
        if concept != self.concept:
            self.concept = concept
            self._show_labels(opened)

    def _show_labels(self, opened: Opened) -> None:
        columns = self._columns
        columns.label[:] = NO_LABEL
        known = min(opened.labels.size, len(columns))  # what was found since comes without a label
        columns.label[:known] = opened.labels[:known]
        columns.touch()

    def _name(self, opened: Opened) -> None:
        place, columns = opened.number - 1, self._columns
        while len(columns.models) <= place:
            columns.models.append("")
        if place >= 0:
            columns.models[place] = opened.used.name
            if opened.used.unlike_limit is not None:
                columns.unlike_limits[place] = opened.used.unlike_limit

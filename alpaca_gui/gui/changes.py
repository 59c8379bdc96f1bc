"""What a person changes: written in the library first, and then shown; labels, removals and the rule can be undone."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from alpaca_gui.gui.answering_model import AnsweringModel
from alpaca_gui.gui.shown_rows import ShownRows
from alpaca_gui.jobs.opening import OpenedLibrary
from alpaca_gui.jobs.session import Session
from alpaca_gui.library.edits import Applied, Edit, EditKind, label_edit, removal_edit, rule_edit, rule_of
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule


class Changes(QObject):
    """Every change by a person goes through here; it is drawn when it is written, a few milliseconds later.

    Signals
    -------
    asked
        Something is being written.
    rows_changed(keys)
        Rows have got another label, or were removed or brought back.
    refused(sentence)
        Nothing was changed, because the library is opened for reading.

    Parameters
    ----------
    session
        Writes.
    opened
        The library, its columns, and what can be undone in it.
    answering
        Whose concept a label is about.
    shown
        Whose rule is kept.
    """

    asked = Signal()
    rows_changed = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        session: Session,
        opened: OpenedLibrary,
        answering: AnsweringModel,
        shown: ShownRows,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._library = opened.library
        self._columns = opened.columns
        self._answering = answering
        self._shown = shown
        self._kept_rule = shown.rule
        self.undo_state = opened.undo_state

    @property
    def editing(self) -> bool:
        """Whether a change by a person is still being written."""
        return self._session.editing()

    def remove(self, keys: Keys) -> None:
        """Hide rows; can be undone."""
        if keys.size and self._may_write():
            self._edit(removal_edit(keys))

    def set_label(self, keys: Keys, label: int) -> None:
        """Label rows yes (1) or no (0), or take their labels off (`NO_LABEL`); can be undone."""
        if keys.size and self._may_write():
            self._edit(label_edit(keys, label, self._answering.concept))

    def keep_rule(self) -> None:
        """Let the rule as it is now be one step that can be undone, e.g. when a drag has ended."""
        if self._shown.rule != self._kept_rule and self._library.write:
            self._kept_rule = self._shown.rule
            self._session.edit(rule_edit(self._kept_rule))
            self.asked.emit()

    def _edit(self, edit: Edit) -> None:
        self.keep_rule()  # what was done first is the first of the two to have been done, when they are undone
        self._session.edit(edit)
        self.asked.emit()

    def undo(self) -> None:
        """Take the last change back."""
        if self._library.write:
            self.keep_rule()
            self._session.undo()
            self.asked.emit()

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self._library.write:
            self.keep_rule()
            self._session.redo()
            self.asked.emit()

    def set_note(self, key: int, note: str) -> None:
        """Write a note about a row."""
        if self._may_write():
            self._columns.noted[key] = bool(note)
            self._columns.person_notes[key] = note
            self._columns.touch("noted")
            self.write(lambda: self._library.set_note(key, note))

    def use_rule(self, rule: Rule) -> None:
        """Read with a model's own rule, which comes with the model and is no step to undo."""
        self._kept_rule = rule
        self._shown.set_rule(rule)
        if self._library.write:
            self._session.write(lambda: self._library.set_rule(rule))

    def write(self, job: Callable[[], None]) -> None:
        """Let ``job`` write in the library, in the thread that does so."""
        if self._library.write:
            self._session.write(job)
            self.asked.emit()

    def _may_write(self) -> bool:
        if not self._library.write:
            self.refused.emit(f"The library {self._library.path.name} is opened for reading: nothing in it is changed.")
        return self._library.write

    # What is written is shown.

    def show_applied(self, applied: Applied) -> None:
        """Show a change that is in the library now."""
        edit, columns = applied.edit, self._columns
        self.undo_state = applied.state
        match edit.kind:
            case EditKind.RULE:
                self._take_rule(rule_of(edit))
            case EditKind.LABEL:
                if edit.concept == self._answering.concept:
                    columns.label[edit.keys] = edit.values
                    columns.touch("label")
            case EditKind.REMOVED:
                self._show_removed(edit.keys, edit.values == 1)
        if edit.keys.size:
            self.rows_changed.emit(edit.keys)

    def _take_rule(self, rule: Rule) -> None:
        """Show a rule that was written, unless a person has gone on changing it."""
        going_on = self._shown.rule != self._kept_rule
        self._kept_rule = rule
        if not going_on:
            self._shown.set_rule(rule)

    def _show_removed(self, keys: Keys, removed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        columns = self._columns
        columns.removed[keys] = removed
        columns.touch("removed")
        self._session.forget(keys[removed])
        back = keys[~removed]
        self._session.again(back[columns.state[back] == State.WAITING])

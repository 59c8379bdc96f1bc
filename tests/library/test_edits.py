"""One undo stack over labels, removals, threshold and band, whatever is undone and whenever the library is reopened."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from alpaca_gui.library import edits
from alpaca_gui.library.checking import problems
from alpaca_gui.library.edits import (
    MOST_KEPT,
    NO_LABEL,
    Edit,
    EditKind,
    UndoState,
    label_edit,
    removal_edit,
    rule_edit,
    rule_of,
)
from alpaca_gui.library.library import Library
from alpaca_gui.logit.verdict import Rule
from tests.library.making import paths

COUNT = 6
KEYS = st.lists(st.integers(0, COUNT - 1), min_size=1, unique=True).map(lambda keys: np.array(keys, np.int64))
CONCEPTS = ("alpaca", "llama 🦙")
FIRST_RULE = Rule(0.25, 0.5, 1.0)


@dataclass
class Plain:
    """What a library should hold, in plain Python."""

    labels: dict[tuple[int, str], int] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    rule: Rule = FIRST_RULE

    def copy(self) -> "Plain":
        return Plain(dict(self.labels), set(self.removed), self.rule)


class UndoStack(RuleBasedStateMachine):
    """A library and a plain model of it, changed alike."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "some.library"
        self.library = Library(self.path)
        self.library.add(paths(COUNT))
        self.library.set_rule(FIRST_RULE)
        self.now = Plain()
        self.past: list[tuple[Plain, str]] = []
        self.future: list[tuple[Plain, str]] = []

    def _changed(self, change: Edit, after: Plain) -> None:
        applied = self.library.apply(change)
        self.past.append((self.now, change.words))
        self.now = after
        self.future.clear()
        assert applied.edit is change
        assert applied.state == UndoState(change.words, None)

    @rule(keys=KEYS, label=st.sampled_from([1, 0, NO_LABEL]), concept=st.sampled_from(CONCEPTS))
    def label(self, keys: np.ndarray[tuple[int], np.dtype[np.int64]], label: int, concept: str) -> None:
        after = self.now.copy()
        for key in keys.tolist():
            after.labels.pop((key, concept), None)
            if label != NO_LABEL:
                after.labels[key, concept] = label
        self._changed(label_edit(keys, label, concept), after)

    @rule(keys=KEYS)
    def remove(self, keys: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        after = self.now.copy()
        after.removed.update(keys.tolist())
        self._changed(removal_edit(keys), after)

    @rule(keys=KEYS)
    def bring_back(self, keys: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        after = self.now.copy()
        after.removed.difference_update(keys.tolist())
        self._changed(Edit(EditKind.REMOVED, "bringing back", keys, np.zeros(keys.size, np.int8)), after)

    @rule(threshold=st.floats(-9, 9), band=st.floats(0, 5), temperature=st.floats(0.1, 9))
    def read_otherwise(self, threshold: float, band: float, temperature: float) -> None:
        after = self.now.copy()
        after.rule = Rule(threshold, band, temperature)
        self._changed(rule_edit(after.rule), after)

    @rule()
    def undo(self) -> None:
        applied = self.library.undo()
        assert (applied is None) == (not self.past)
        if applied is not None:
            before, words = self.past.pop()
            self.future.append((self.now, words))
            self.now = before
            assert applied.state == self._state()

    @rule()
    def redo(self) -> None:
        applied = self.library.redo()
        assert (applied is None) == (not self.future)
        if applied is not None:
            after, words = self.future.pop()
            self.past.append((self.now, words))
            self.now = after
            assert applied.state == self._state()

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = Library(self.path)

    def _state(self) -> UndoState:
        undo, again = (side[-1][1] if side else None for side in (self.past, self.future))
        return UndoState(undo, again)

    @invariant()
    def the_library_is_as_the_plain_model(self) -> None:
        if not hasattr(self, "library"):
            return
        for concept in CONCEPTS:
            wanted = [self.now.labels.get((key, concept), NO_LABEL) for key in range(COUNT)]
            assert self.library.load(concept).label.tolist() == wanted
            assert self.library.labels(concept, COUNT).tolist() == wanted
        assert set(np.flatnonzero(self.library.load("").removed).tolist()) == self.now.removed
        assert self.library.rule() == self.now.rule
        assert self.library.undo_state() == self._state()

    def teardown(self) -> None:
        if hasattr(self, "library"):
            assert problems(self.library) == []
            self.library.close()
            self.folder.cleanup()


TestUndoStack = UndoStack.TestCase
TestUndoStack.settings = settings(max_examples=25, stateful_step_count=30)


def test_what_undo_gives_are_the_values_before_and_redo_those_after(tmp_path: Path) -> None:
    keys = np.array([0, 2])
    with Library(tmp_path / "some.library") as library:
        library.add(paths(3))
        library.apply(label_edit(np.array([0]), 0, "alpaca"))
        library.apply(label_edit(keys, 1, "alpaca"))
        undone, again = library.undo(), library.redo()
        assert undone is not None
        assert again is not None
        assert (undone.edit.keys.tolist(), undone.edit.values.tolist()) == ([0, 2], [0, NO_LABEL])
        assert (again.edit.keys.tolist(), again.edit.values.tolist()) == ([0, 2], [1, 1])
        assert (again.edit.concept, again.edit.words) == ("alpaca", "labelling 2 pictures")
        library.apply(rule_edit(Rule(1.5, 0.25, 2.0)))
        undone = library.undo()
        assert undone is not None
        assert rule_of(undone.edit) == Rule()
        library.done_reading()


def test_the_oldest_changes_are_forgotten_and_the_others_can_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edits, "MOST_KEPT", 5)
    assert MOST_KEPT >= 100
    with Library(tmp_path / "some.library") as library:
        library.add(paths(1))
        for number in range(12):
            library.apply(label_edit(np.array([0]), number % 2, "alpaca"))
        undone = 0
        while library.undo() is not None:
            undone += 1
        assert undone == 5
        assert library.labels("alpaca", 1).tolist() == [0]  # as after the seventh
        library.done_reading()


def test_large_changes_are_forgotten_sooner_but_the_latest_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edits, "MOST_BYTES", 3_000)
    with Library(tmp_path / "some.library") as library:
        library.add(paths(1000))
        for number in range(6):
            library.apply(label_edit(np.arange(100), number % 2, "alpaca"))  # a thousand bytes each
        undone = 0
        while library.undo() is not None:
            undone += 1
        assert undone == 3
        library.apply(removal_edit(np.arange(1000)))  # ten thousand
        assert library.undo() is not None
        assert not library.load("alpaca").removed.any()
        library.done_reading()


def test_a_hundred_thousand_rows_are_one_change(tmp_path: Path) -> None:
    count = 100_000
    with Library(tmp_path / "some.library") as library:
        library.add(paths(count))
        library.apply(label_edit(np.arange(0, count, 3), 1, "alpaca"))
        library.apply(label_edit(np.arange(count), 0, "alpaca"))
        assert library.undo_state().undo == "labelling 100,000 pictures"
        library.apply(removal_edit(np.arange(count)))
        library.undo()
        library.undo()
        columns = library.load("alpaca")
        assert not columns.removed.any()
        np.testing.assert_array_equal(columns.label, np.where(np.arange(count) % 3 == 0, 1, NO_LABEL))
        assert problems(library) == []
        library.done_reading()

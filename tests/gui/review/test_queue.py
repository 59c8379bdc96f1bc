"""The review queue asks about the right pictures in the right order, whatever happens meanwhile."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.gui.review.begun import NOBODY, Begun, begun_of
from alpaca_gui.gui.review.queue import ReviewQueue
from alpaca_gui.gui.review.scope import Scope
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.columns import NO_LABEL, Columns, Show
from alpaca_gui.library.query import parse
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Rule

RULE = Rule(0.0, 1.0)


def columns_of(logits: list[float]) -> Columns:
    """Classified rows."""
    columns = Columns()
    add(columns, logits)
    return columns


def add(columns: Columns, logits: list[float]) -> None:
    """Append classified rows."""
    first = len(columns)
    sources = [FileSource(Path(f"/pictures/{first + number}.png")) for number in range(len(logits))]
    columns.add(sources)
    for key, (source, logit) in enumerate(zip(sources, logits, strict=True), start=first):
        columns.set_record(key, Record(source, Evidence(logit, None, None), 4, 3))


def label(columns: Columns, queue: ReviewQueue, key: int, said: int) -> None:
    """Let the columns have a label, as when it is written."""
    columns.label[key] = said
    columns.touch()
    queue.heard(np.array([key]))
    queue.update(RULE)


def numbers(queue: ReviewQueue) -> tuple[int, int, int]:
    """How many are labelled, skipped and left."""
    progress = queue.progress()
    return progress.labelled, progress.skipped, progress.left


def test_the_nearest_to_the_threshold_comes_first_and_equal_ones_in_the_order_of_arrival() -> None:
    queue = ReviewQueue(columns_of([0.9, -0.1, 3.0, 0.1, -5.0, -0.4]), RULE)
    assert queue.left().tolist() == [1, 3, 5, 0]
    assert queue.current == 1
    assert queue.coming(2) == [3, 5]


def test_labelled_removed_and_decided_pictures_are_not_asked_about() -> None:
    columns = columns_of([0.1, 0.2, 0.3, 1.0, -1.0])
    columns.label[0], columns.removed[1] = 1, True
    assert ReviewQueue(columns, RULE).left().tolist() == [2]


def test_rows_without_a_logit_are_not_asked_about() -> None:
    columns = columns_of([0.1, 0.2])
    columns.add([FileSource(Path("/pictures/waiting.png"))])
    columns.add([FileSource(Path("/pictures/broken.png"))])
    columns.set_record(3, Record(FileSource(Path("/pictures/broken.png")), error="It is broken."))
    everything = Scope(Show.ALL)
    assert ReviewQueue(columns, RULE, everything).left().tolist() == [0, 1]


def test_an_answer_goes_on_before_it_is_written() -> None:
    columns = columns_of([0.1, 0.2, 0.3])
    queue = ReviewQueue(columns, RULE)
    queue.answer(1)
    assert queue.current == 1
    assert columns.label[0] == NO_LABEL
    assert queue.label_of(0) == 1
    assert numbers(queue) == (1, 0, 2)
    label(columns, queue, 0, 1)
    assert numbers(queue) == (1, 0, 2)


def test_answers_that_could_not_be_written_are_asked_for_again() -> None:
    columns = columns_of([0.1, 0.2, 0.3])
    queue = ReviewQueue(columns, RULE)
    queue.answer(1)
    label(columns, queue, 0, 1)
    queue.answer(0)
    queue.take_back_answers()
    queue.update(RULE)
    assert numbers(queue) == (1, 0, 2)
    assert queue.left().tolist() == [1, 2]


def test_a_skipped_picture_comes_again_only_when_asked_for() -> None:
    queue = ReviewQueue(columns_of([0.1, 0.2]), RULE)
    queue.skip()
    queue.answer(1)
    assert queue.current == NOBODY
    assert numbers(queue) == (1, 1, 0)
    queue.review_skipped()
    assert queue.current == 0
    assert numbers(queue) == (1, 0, 1)


def test_after_the_last_the_first_that_is_left_comes() -> None:
    queue = ReviewQueue(columns_of([0.1, 0.2, 0.3]), RULE)
    assert queue.step(1)
    assert queue.step(1)
    assert not queue.step(1)
    queue.answer(1)
    assert queue.current == 0


def test_looking_back_shows_what_was_labelled_and_an_answer_there_changes_it() -> None:
    columns = columns_of([0.1, 0.2, 0.3])
    queue = ReviewQueue(columns, RULE)
    queue.answer(1)
    assert queue.step(-1)
    assert (queue.current, queue.label_of(0)) == (0, 1)
    queue.answer(0)
    assert (queue.current, queue.label_of(0)) == (1, 0)
    assert queue.progress().no == 1


def test_taking_a_label_off_stays_with_the_picture() -> None:
    columns = columns_of([0.1, 0.2])
    queue = ReviewQueue(columns, RULE)
    queue.answer(1)
    label(columns, queue, 0, 1)
    queue.step(-1)
    queue.answer(NO_LABEL)
    assert queue.current == 0
    assert numbers(queue) == (0, 0, 2)


def test_from_the_end_one_can_look_back() -> None:
    queue = ReviewQueue(columns_of([0.1, 0.2]), RULE)
    queue.answer(1)
    queue.answer(1)
    assert queue.current == NOBODY
    assert queue.step(-1)
    assert queue.current == 1


def test_a_picture_that_is_not_unsure_any_more_leaves_what_is_left_and_stays_on_the_screen() -> None:
    queue = ReviewQueue(columns_of([0.1, 0.5, 0.9, 1.4]), RULE)
    queue.update(Rule(1.2, 0.5))
    assert queue.left().tolist() == [3, 2]
    assert queue.current == 0
    queue.skip()
    assert queue.current in (2, 3)


def test_a_new_unsure_picture_joins_at_its_place() -> None:
    columns = columns_of([0.1, 0.5])
    queue = ReviewQueue(columns, RULE)
    add(columns, [0.3, 7.0])
    queue.expire()
    queue.update(RULE)
    assert queue.left().tolist() == [0, 2, 1]
    assert queue.current == 0
    queue.answer(1)
    assert queue.current == 2


def test_what_was_labelled_stays_done_when_the_band_is_made_narrow() -> None:
    columns = columns_of([0.1, 0.5, 0.9])
    queue = ReviewQueue(columns, RULE)
    queue.step(1)
    queue.answer(1)
    columns.label[1] = 1
    queue.heard(np.array([1]))
    queue.update(Rule(0.0, 0.2))
    assert numbers(queue) == (1, 0, 1)


def test_a_picture_that_is_removed_makes_room_for_the_next() -> None:
    columns = columns_of([0.1, 0.5, 0.9])
    queue = ReviewQueue(columns, RULE)
    columns.removed[0] = True
    queue.heard(np.array([0]))
    queue.update(RULE)
    assert (queue.current, queue.left().tolist()) == (1, [1, 2])
    columns.removed[0] = False
    queue.heard(np.array([0]))
    queue.update(RULE)
    assert queue.left().tolist() == [0, 1, 2]


def test_another_model_changes_what_is_left() -> None:
    columns = columns_of([0.1, 0.5])
    queue = ReviewQueue(columns, RULE)
    columns.wait_again()
    queue.expire()
    queue.update(RULE)
    assert numbers(queue) == (0, 0, 0)
    columns.set_record(1, Record(columns.source(1), Evidence(-0.3, None, None), 4, 3))
    queue.expire()
    queue.update(RULE)
    assert queue.left().tolist() == [1]


def test_what_the_window_shows_can_be_asked_about_instead() -> None:
    columns = columns_of([4.0, 0.1, -6.0, 5.0])
    assert ReviewQueue(columns, RULE, Scope(Show.YES)).left().tolist() == [0, 3]
    typed = Scope(Show.ALL, parse("logit:3..6"))
    assert ReviewQueue(columns, RULE, typed).left().tolist() == [0, 3]
    alike = Scope(Show.ALL, among=np.array([2, 1]))
    assert ReviewQueue(columns, RULE, alike).left().tolist() == [1, 2]


def test_a_filter_that_asks_for_labels_loses_none_of_what_was_done() -> None:
    columns = columns_of([0.1, 0.2, 0.3])
    queue = ReviewQueue(columns, RULE, Scope(Show.ALL, parse("label:none")))
    queue.answer(1)
    label(columns, queue, 0, 1)
    assert numbers(queue) == (1, 0, 2)
    label(columns, queue, 0, NO_LABEL)
    assert queue.left().tolist() == [0, 1, 2]


def test_a_review_goes_on_where_it_was_left() -> None:
    columns = columns_of([0.1, 0.2, 0.3, 0.4, 0.5])
    queue = ReviewQueue(columns, RULE)
    queue.answer(1)
    queue.skip()
    columns.label[0] = 1
    again = ReviewQueue(columns, RULE, begun=begun_of(json.loads(json.dumps(queue.begun("alpaca").fact())), "alpaca"))
    assert again.current == 2
    assert numbers(again) == (1, 1, 3)
    again.answer(0)
    assert again.current == 3


def test_a_review_goes_on_after_a_picture_that_is_done_meanwhile() -> None:
    columns = columns_of([0.1, 0.2, 0.3, 0.4])
    columns.label[1] = 1
    assert ReviewQueue(columns, RULE, begun=Begun("alpaca", 1)).current == 2


def test_when_all_others_are_done_the_skipped_ones_come_at_the_next_start() -> None:
    columns = columns_of([0.1, 0.2])
    columns.label[1] = 1
    again = ReviewQueue(columns, RULE, begun=Begun("alpaca", NOBODY, (0,), (1,)))
    assert again.current == 0
    assert numbers(again) == (1, 0, 1)


@pytest.mark.parametrize(
    "fact",
    [
        None,
        "x",
        [],
        {},
        {"concept": "sheep", "at": 1, "skipped": [1], "labelled": [0]},
        {"concept": "alpaca", "at": "1", "skipped": 7, "labelled": [True, -1, 1.5, None, 2**40]},
    ],
)
def test_what_cannot_be_read_of_an_earlier_review_counts_as_not_begun(fact: object) -> None:
    assert begun_of(fact, "alpaca") == Begun("alpaca")


def test_keys_beyond_the_rows_that_there_are_do_no_harm() -> None:
    queue = ReviewQueue(columns_of([0.1, 0.2]), RULE, begun=Begun("alpaca", 900, (5, 1), (70,)))
    assert queue.current == 0
    assert numbers(queue) == (0, 1, 1)


def test_an_empty_library_has_nobody_to_ask_about() -> None:
    queue = ReviewQueue(Columns(), RULE)
    assert (queue.current, queue.coming(3), numbers(queue)) == (NOBODY, [], (0, 0, 0))
    assert not queue.step(1)
    assert not queue.step(-1)


def test_counts_are_read_as_words() -> None:
    queue = ReviewQueue(columns_of([0.1] * 1200), RULE)
    queue.answer(1)
    queue.skip()
    assert queue.progress().words == "1 labelled · 1 skipped · 1,198 left"


@dataclass
class Plain:
    """The same in plain Python: what a person would work out on paper."""

    logits: list[float] = field(default_factory=list)
    labels: dict[int, int] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    skipped: set[int] = field(default_factory=set)
    rule: Rule = RULE

    def left(self) -> list[int]:
        """Keys in order."""
        waiting = [
            (abs(logit - self.rule.threshold), key)
            for key, logit in enumerate(self.logits)
            if abs(logit - self.rule.threshold) < self.rule.band
            and key not in self.labels
            and key not in self.removed
            and key not in self.skipped
        ]
        return [key for _, key in sorted(waiting)]

    def after(self, key: int) -> int:
        """The next that is left, from the place of a key on."""
        place = (abs(self.logits[key] - self.rule.threshold), key)
        left = [one for one in self.left() if one != key]
        later = [one for one in left if (abs(self.logits[one] - self.rule.threshold), one) > place]
        return (later or left or [NOBODY])[0]


LOGITS = st.sampled_from([-2.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 2.0])


class QueueAgainstPaper(RuleBasedStateMachine):
    """Anything in any order: the queue says what a person would work out on paper."""

    @initialize(logits=st.lists(LOGITS, max_size=12))
    def begin(self, logits: list[float]) -> None:
        self.plain = Plain(list(logits))
        self.columns = columns_of(logits)
        self.queue = ReviewQueue(self.columns, RULE)
        self.current = (self.plain.left() or [NOBODY])[0]
        self.unwritten: list[tuple[int, int]] = []

    @rule(said=st.sampled_from([0, 1]))
    def answer(self, said: int) -> None:
        if self.current != NOBODY:
            key = self.current
            self.queue.answer(said)
            self.plain.labels[key] = said
            self.plain.skipped.discard(key)
            self.unwritten.append((key, said))
            self.current = self.plain.after(key)

    @rule()
    def skip(self) -> None:
        if self.current != NOBODY:
            if self.current not in self.plain.labels:
                self.plain.skipped.add(self.current)
            self.queue.skip()
            self.current = self.plain.after(self.current)

    @rule()
    def take_off(self) -> None:
        if self.current in self.plain.labels:
            self.queue.answer(NO_LABEL)
            del self.plain.labels[self.current]
            self.unwritten.append((self.current, NO_LABEL))

    @rule()
    def write(self) -> None:
        for key, said in self.unwritten:
            self.columns.label[key] = said
        self.columns.touch()
        self.queue.heard(np.array([key for key, _ in self.unwritten], np.int64))
        self.unwritten.clear()
        self.look_again()

    @rule(logits=st.lists(LOGITS, min_size=1, max_size=3))
    def arrive(self, logits: list[float]) -> None:
        add(self.columns, logits)
        self.plain.logits += logits
        self.queue.expire()
        self.look_again()

    @rule(data=st.data())
    def remove_or_bring_back(self, data: st.DataObject) -> None:
        if self.plain.logits:
            key = data.draw(st.integers(0, len(self.plain.logits) - 1))
            self.plain.removed ^= {key}
            self.columns.removed[key] = key in self.plain.removed
            self.columns.touch()
            self.queue.heard(np.array([key]))
            self.look_again()

    @rule(threshold=st.sampled_from([-0.5, 0.0, 0.5]), band=st.sampled_from([0.0, 0.3, 1.0, 9.0]))
    def read_otherwise(self, threshold: float, band: float) -> None:
        self.plain.rule = Rule(threshold, band)
        self.look_again()

    @rule()
    def ask_again(self) -> None:
        self.queue.review_skipped()
        self.plain.skipped.clear()
        self.current = (self.plain.left() or [NOBODY])[0]

    def look_again(self) -> None:
        self.queue.update(self.plain.rule)
        if self.current in self.plain.removed:
            self.current = self.plain.after(self.current)

    @invariant()
    def the_same(self) -> None:
        if not hasattr(self, "plain"):
            return
        assert self.queue.left().tolist() == self.plain.left()
        assert self.queue.current == self.current
        assert self.queue.progress().left == len(self.plain.left())
        coming = self.queue.coming(100)
        assert sorted(coming) == sorted(set(self.plain.left()) - {self.current}) or self.current == NOBODY
        if coming:
            assert coming[0] == self.plain.after(self.current)
        for key in range(len(self.plain.logits)):
            assert self.queue.label_of(key) == self.plain.labels.get(key, NO_LABEL)


TestQueueAgainstPaper = QueueAgainstPaper.TestCase

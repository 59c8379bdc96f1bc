"""Stands in for the process that teaches: plays the steps that a test has written down, see `tests.jobs.stand_in`.

The steps are in the file that the environment names. ``came`` ends as a real lesson does, with a model (of a few bytes)
and a preview, after which the records of even keys go from one answer to the other.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np

from alpaca_gui.jobs.preview import Preview
from alpaca_gui.jobs.teach_answer import TeachAnswer, TeachRequest
from alpaca_gui.judging.intervals import wilson
from alpaca_gui.library.library import Library
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Tell, Values, serve
from alpaca_gui.training.teach_figures import BeforeAfter, OnLabels
from tests.jobs.stand_in import Player

SCRIPT = "ALPACA_TEST_STEPS"


class Teacher(Player):
    """A player that was asked to teach."""

    def show_request(self) -> None:
        self.note(json.dumps(self.request))

    def came(self, right: int = 50, right_before: int = 45, n: int = 55, flip: bool = True) -> None:
        request = TeachRequest.from_dict(self.request)
        assert request.rule is not None
        preview = _preview(request, flip=flip)
        request.out.parent.mkdir(parents=True, exist_ok=True)
        request.out.write_bytes(b"a model")
        preview.write(request.preview)
        after = Rule(request.rule.threshold, request.rule.band, 1.5)
        found = preview.changes(request.rule, after)
        before_after = BeforeAfter(
            OnLabels(n, right_before, wilson(right_before, n), 0.5647, 2),
            OnLabels(n, right, wilson(right, n), 0.389),
            7,
            2,
        )
        self.values = TeachAnswer(
            request.out,
            "a" * 64,
            "alpaca",
            "alpaca",
            "not alpaca",
            n,
            327,
            before_after,
            request.rule,
            after,
            found.counts,
            found.left_out,
        ).as_dict()

    def nonsense(self) -> None:
        self.values = {"out": 3}

    def lose_the_preview(self) -> None:
        Path(self.request["preview"]).unlink()


def _preview(request: TeachRequest, *, flip: bool) -> Preview:
    with Library(request.library, write=False) as library:
        columns = library.load(request.concept)
    keys = np.flatnonzero((columns.state == State.DONE) & ~columns.removed)
    before = columns.logit[keys]
    after = np.where(keys % 2 == 0, -before, before) if flip else before
    return Preview(keys, before, after)


def _teach(request: Values, tell: Tell) -> Values:
    teacher = Teacher(request, tell)
    for name, *arguments in json.loads(Path(os.environ[SCRIPT]).read_text()):
        getattr(teacher, name)(*arguments)
    return teacher.values


if __name__ == "__main__":
    sys.exit(serve(_teach))

"""Stands in for the process that judges: plays the steps that a test has written down, see `tests.jobs.stand_in`.

The steps are in the file that the environment names. ``answer`` ends with the values in a file.
"""

import json
import os
import sys
from pathlib import Path

from alpaca_gui.messages import Tell, Values, serve
from tests.jobs.stand_in import Player

SCRIPT = "ALPACA_TEST_STEPS"


class Judge(Player):
    """A player that was asked to judge."""

    def show_request(self) -> None:
        self.note(json.dumps(self.request))

    def answer(self, path: str) -> None:
        self.values = json.loads(Path(path).read_text())


def _judge(request: Values, tell: Tell) -> Values:
    judge = Judge(request, tell)
    for name, *arguments in json.loads(Path(os.environ[SCRIPT]).read_text()):
        getattr(judge, name)(*arguments)
    return judge.values


if __name__ == "__main__":
    sys.exit(serve(_judge))

"""Stands in for the process that trains: plays the steps that a test has written down, see `tests.jobs.stand_in`.

The steps are in the file that the environment names; the request, a real one, is echoed into the first note's place
by the step ``show_request``.
"""

import json
import os
import sys
from pathlib import Path

from alpaca_gui.messages import Tell, Values, serve
from alpaca_gui.training.request import TrainingRequest
from tests.jobs.stand_in import Player

SCRIPT = "ALPACA_TEST_STEPS"


class Trainer(Player):
    """A player that was asked for a training."""

    def show_request(self) -> None:
        self.note(str(TrainingRequest.from_dict(self.request)))

    def write_model(self) -> None:
        Path(self.request["out"]).write_bytes(b"a model")


def _train(request: Values, tell: Tell) -> Values:
    trainer = Trainer(request, tell)
    trainer.values = {"out": request["out"], "recipe": request["recipe"]}
    for name, *arguments in json.loads(Path(os.environ[SCRIPT]).read_text()):
        getattr(trainer, name)(*arguments)
    return trainer.values


if __name__ == "__main__":
    sys.exit(serve(_train))

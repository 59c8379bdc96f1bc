"""Run in a process of its own, and killed there: a session over a library, which tells of each row when it is shown.

Arguments: the library, a folder, a file for what the stand-in for the model was asked, seconds that it takes.
"""

import os
import sys
import time
from pathlib import Path

import numpy as np

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.jobs import pipeline
from alpaca_gui.jobs.intake import from_text
from alpaca_gui.jobs.opening import open_library
from alpaca_gui.jobs.session import Session
from alpaca_gui.library.state import State

LIBRARY, FOLDER, LOG, SECONDS = Path(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4])


class Counted:
    """Answers by red and green of the first pixel, takes its time, and writes down what it was asked."""

    log = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def __init__(self, bundle: ModelBundle) -> None:
        """Need nothing of the bundle."""

    def classify(self, picture: Picture) -> Evidence:
        logit = float(picture.pixels[0, 0, 0]) + 256 * float(picture.pixels[0, 0, 1])
        os.write(self.log, f"{logit}\n".encode())
        time.sleep(SECONDS)
        return Evidence(logit, None, np.full(1280, logit % 256, np.float32))


def main() -> None:
    """Do what a window does at its start, and end when nothing is left to do."""
    opened = open_library(LIBRARY)
    assert opened.sentence is None, opened.sentence
    columns = opened.columns
    session = Session(opened.model, opened.library)
    session.submit([from_text(place) for place in opened.requests or (FOLDER,)])
    answered = False
    while session.taking_in() or session.at_work() or not answered:
        batch = session.drain()
        columns.add(batch.found)
        assert batch.failure is None, batch.failure
        for result in batch.results:
            print(result.item.key, result.record.logit, result.record.source.location, flush=True)  # noqa: T201
        if batch.opened is not None:
            answered = True
            if batch.opened.before == batch.opened.number:
                session.again(np.flatnonzero(columns.state == State.WAITING))
            else:
                session.begin_with(columns.answer_with(batch.opened.number - 1, batch.opened.known, set()))
        time.sleep(0.002)
    for result in session.drain().results:
        print(result.item.key, result.record.logit, result.record.source.location, flush=True)  # noqa: T201
    session.close()
    opened.close()
    print("end", flush=True)  # noqa: T201


if __name__ == "__main__":
    vars(pipeline)["Classifier"] = Counted
    main()

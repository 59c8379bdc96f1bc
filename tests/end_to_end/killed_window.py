"""Run in a process of its own, and killed there: ``main()`` with PATHs, which tells of each row when its list shows it.

Arguments: a file for what the stand-in for the model was asked, seconds that it takes, paths. It ends when all is done.
"""

import os
import sys
import time

import numpy as np
from PySide6.QtWidgets import QApplication

from alpaca_gui.cli.main import main
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.jobs import pipeline
from tests.end_to_end.sitting import Sitting, Steps
from tests.gui.driving import logits, names


def visit(log: str, seconds: float, paths: list[str]) -> int:
    """Run ``main()`` with a stand-in for the model, and give its exit code."""
    asked = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    class Counted:
        """Answers by red and green of the first pixel, takes its time, and writes down what it was asked."""

        def __init__(self, bundle: ModelBundle) -> None:
            """Need nothing of the bundle."""

        def classify(self, picture: Picture) -> Evidence:
            logit = float(picture.pixels[0, 0, 0]) + 256 * float(picture.pixels[0, 0, 1])
            os.write(asked, f"{logit}\n".encode())
            time.sleep(seconds)
            return Evidence(logit, None, np.full(1280, logit % 256, np.float32))

    vars(pipeline)["Classifier"] = Counted
    shown: dict[str, float] = {}

    def steps(window: MainWindow) -> Steps:
        def told() -> bool:
            if window.workspace is None:
                return False
            for name, logit in zip(names(window), logits(window), strict=True):
                if not np.isnan(logit) and shown.get(name) != logit:
                    shown[name] = logit
                    print(name, logit, flush=True)  # noqa: T201 - the test reads it
            collection = window.collection
            return collection is not None and collection.bundle is not None and bool(shown) and not collection.busy

        yield told
        print("end", flush=True)  # noqa: T201

    app = QApplication(["killed"])
    sitting = Sitting(steps)
    code = main(paths)
    sitting.check()
    del app
    return code


if __name__ == "__main__":
    sys.exit(visit(sys.argv[1], float(sys.argv[2]), sys.argv[3:]))

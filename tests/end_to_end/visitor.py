"""Run in a process of its own: ``main()`` with PATHs, and one JSON line about the window when all are classified.

With ``--stay`` first, the window is left open.
"""

import json
import sys

from PySide6.QtWidgets import QApplication

from alpaca_gui.cli.main import main
from alpaca_gui.gui.main_window import MainWindow
from tests.end_to_end.sitting import Sitting, Steps
from tests.gui.driving import logits, names


def visit(paths: list[str], stay: bool) -> int:
    """Run ``main()`` and give its exit code."""
    app = QApplication(["visitor"])

    def steps(window: MainWindow) -> Steps:
        def done() -> bool:
            collection = window.collection
            return (
                collection is not None
                and collection.bundle is not None
                and len(names(window)) == len(paths)
                and not collection.busy
            )

        yield done
        heavy = sorted({"tensorflow", "keras", "sklearn", "scipy"} & sys.modules.keys())
        print(json.dumps({"names": names(window), "logits": logits(window), "heavy": heavy}), flush=True)  # noqa: T201 - the test reads it
        yield lambda: not stay

    sitting = Sitting(steps)
    code = main(paths)
    sitting.check()
    del app
    return code


if __name__ == "__main__":
    stay = sys.argv[1] == "--stay"
    sys.exit(visit(sys.argv[1 + stay :], stay))

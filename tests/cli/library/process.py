"""Runs the library's commands as processes, with a stand-in for the model that writes down what it was asked."""

import sys
from pathlib import Path
from typing import Final

_RED: Final = """
import os, sys, time
import numpy as np
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.jobs import pipeline
log = os.open(os.environ["RED_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
class Red:
    def __init__(self, bundle): pass
    def classify(self, picture):
        red = float(picture.pixels[0, 0, 0]) + 256 * float(picture.pixels[0, 0, 1])
        os.write(log, f"{red}\\n".encode())
        time.sleep(float(os.environ.get("RED_SLEEP", "0")))
        return Evidence(red, None, np.arange(1280, dtype=np.float32) + red)
pipeline.Classifier = Red
from alpaca_gui.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def quick(*arguments: str | Path) -> list[str]:
    """Command line of ``alpaca-gui library`` that answers by redness: red + 256 green of the first pixel."""
    return [sys.executable, "-c", _RED, "library", *map(str, arguments)]


def plain(*arguments: str | Path) -> list[str]:
    """Command line of ``alpaca-gui library`` as it is."""
    return [sys.executable, "-m", "alpaca_gui", "library", *map(str, arguments)]


def asked(log: Path) -> list[float]:
    """What the stand-in was asked, in order."""
    return [float(line) for line in log.read_text().splitlines()] if log.exists() else []

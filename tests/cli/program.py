"""Runs the program as a person does: as a process of its own, or by calling its ``main``."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from alpaca_gui.resources import shipped_samples

CHECKOUT: Final = Path(__file__).resolve().parents[2]
SAMPLES: Final = shipped_samples()
ALPACA: Final = str(SAMPLES / "drawn-alpaca.jpg")
SHEEP: Final = str(SAMPLES / "sheep.png")
LION: Final = str(SAMPLES / "lion.png")
TIGER: Final = str(SAMPLES / "tiger.jpg")

KEYS: Final = ["path", "logit", "probability", "decision", "margin", "width", "height", "error"]

_RED = """
import sys
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.jobs import pipeline
class Red:
    def __init__(self, bundle): pass
    def classify(self, picture): return Evidence(float(picture.pixels[0, 0, 0]), None, None)
pipeline.Classifier = Red
from alpaca_gui.cli.main import main
code = main(sys.argv[1:])
"""


def environment(**more: str) -> dict[str, str]:
    """Give a child's environment: this checkout, no proxy."""
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), "no_proxy": "127.0.0.1", **more}


def command(*arguments: str | Path) -> list[str]:
    """Give the command line that classifies."""
    return [sys.executable, "-m", "alpaca_gui", "classify", *map(str, arguments)]


def quick_command(*arguments: str | Path, after: str = "") -> list[str]:
    """Give one that answers by redness, without a model; ``after`` is run when it is done."""
    return [sys.executable, "-c", f"{_RED}{after}\nsys.exit(code)", "classify", *map(str, arguments)]


def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Classify in a process of its own."""
    return subprocess.run(
        command(*arguments), capture_output=True, check=False, env=environment(), timeout=60, **options
    )


def strict_json(text: str | bytes) -> Any:
    """Read JSON that keeps to the standard: no NaN, no Infinity."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


Main = Callable[..., tuple[int, str, str]]
"""Calls ``alpaca-gui classify`` in this process; gives exit code, standard output and standard error."""

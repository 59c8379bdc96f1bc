"""Starts parts of this program in a process of their own, which can be ended at any moment."""

import os
import sys
from pathlib import Path

import alpaca_gui


def child_command(module: str, *arguments: str) -> list[str]:
    """Give the command that runs ``module`` of this program with this Python.

    ``-P`` keeps the current folder out of the search: a stranger's ``http.py`` in there must never run.
    """
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment() -> dict[str, str]:
    """Give an environment in which the child finds this very package, and Keras is what it is built on.

    Whoever uses Keras for other things may have another backend set: only TensorFlow reads and writes these models.
    TensorFlow's notes on the processor would be taken for the last words of a crash.
    """
    root = str(Path(alpaca_gui.__file__).resolve().parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "TF_CPP_MIN_LOG_LEVEL": "2",
        **os.environ,
        "KERAS_BACKEND": "tensorflow",
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONIOENCODING": "utf-8",
    }

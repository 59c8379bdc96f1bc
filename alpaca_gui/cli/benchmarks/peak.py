"""``python -m alpaca_gui.cli.benchmarks.peak MODEL FOLDER``: the peak memory of ``classify``, as one JSON object."""

import contextlib
import json
import os
import sys
from pathlib import Path

from alpaca_gui.cli import classify
from alpaca_gui.jobs.memory import peak_mb


def main(arguments: list[str]) -> int:
    """Classify the pictures of a folder, throw the records away and print the peak; returns the exit status."""
    model, folder = arguments
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        status = classify.run(["--model", model, "--format", "jsonl", folder])
    peak = peak_mb()
    if peak is None:
        print("This system does not tell the peak memory of a process.", file=sys.stderr)
        return 1
    print(json.dumps({"peak_mb": peak}))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

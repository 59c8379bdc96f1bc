"""``python -m alpaca_gui.cli.benchmarks.peak MODEL FOLDER``: the peak memory of ``classify``, as one JSON object."""

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Final

from alpaca_gui.cli import classify

_STATUS: Final = Path("/proc/self/status")


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


def peak_mb() -> float | None:
    """Largest resident size of this process so far in MB (2^20 bytes); None where the system does not tell.

    Linux is asked by /proc: getrusage(2) would count the size of the parent, whose copy this was before its exec.
    """
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

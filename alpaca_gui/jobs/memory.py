"""How much memory this process takes, and giving back what it no longer uses."""

import ctypes
import sys
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")


def peak_mb() -> float | None:
    """Largest resident size of this process so far in MB (2^20 bytes); None where the system does not tell.

    Linux is asked by /proc: getrusage(2) would count the size of the parent, whose copy this was before its exec.
    """
    return _status_mb("VmHWM:") or _usage_mb()


def resident_mb() -> float | None:
    """Resident size of this process now in MB; None where the system does not tell."""
    return _status_mb("VmRSS:")


def give_back() -> None:
    """Have the C library give memory back to the system that was freed and is kept for later, where it can.

    Reading a million records takes twice what is left of them, and glibc would keep a good part of the other half.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own: musl has none
        if trim is not None:
            trim(0)


def _status_mb(name: str) -> float | None:
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1024
    return None


def _usage_mb() -> float | None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)

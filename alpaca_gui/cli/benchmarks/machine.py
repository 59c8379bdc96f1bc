"""What the figures were measured on, without anything that names a person's folders."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import alpaca_gui
from alpaca_gui.jobs.pipeline import default_workers

_PACKAGES: Final = (
    "ai-edge-litert", "keras", "numpy", "pillow", "PySide6-Essentials", "pyqtgraph", "tensorflow", "tensorflow-cpu",
)  # fmt: skip


def facts() -> dict[str, object]:
    """Give system, cores, Python and the versions of what does the work."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "workers": default_workers(),
        "python": platform.python_version(),
        "alpaca-gui": alpaca_gui.__version__,
        **{name: number for name in _PACKAGES if (number := _version(name)) is not None},
    }


def load() -> float | None:
    """How many processes want to run, over the last minute (1 is one core's work); None where it is not told."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None

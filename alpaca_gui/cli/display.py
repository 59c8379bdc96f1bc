"""Finds out, before Qt is loaded, whether a window can be shown. Qt itself ends the process where it cannot."""

import os
import re
import socket
import sys
from pathlib import Path

_LOCAL_X = re.compile(r"(?:unix)?:(?P<number>\d+)(?:\.\d+)?$")
_REMOTE_X = re.compile(r"(?P<host>[^:]+):(?P<number>\d+)(?:\.\d+)?$")
_X_PORT = 6000
_PATIENCE_S = 2.0


def why_no_display() -> str | None:
    """Give one sentence that says why no window can be shown, or None where one can.

    Only Linux and its kin can lack a display; ``QT_QPA_PLATFORM`` set to anything but a screen (offscreen, vnc, ...)
    counts as one.
    """
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if sys.platform in ("win32", "darwin") or platform not in ("", "xcb", "wayland"):
        return None
    if platform != "xcb" and _wayland_answers():
        return None
    return _why_no_x()


def _why_no_x() -> str | None:
    display = os.environ.get("DISPLAY")
    if not display:
        return "There is no display: neither DISPLAY nor WAYLAND_DISPLAY names one."
    if not _x_answers(display):
        return f"The display {display} does not answer."
    if not _loads("libxcb-cursor.so.0"):
        return "The library libxcb-cursor is missing, without which Qt shows no window (Debian: libxcb-cursor0)."
    return None


def _loads(library: str) -> bool:
    import ctypes  # noqa: PLC0415 - a tenth of the start that only a real screen needs

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name:
        return False
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name  # an absolute name stays as it is
    return _connects(socket.AF_UNIX, str(path))


def _x_answers(display: str) -> bool:
    if local := _LOCAL_X.match(display):
        path = f"/tmp/.X11-unix/X{local['number']}"  # noqa: S108 - where X servers listen
        return _connects(socket.AF_UNIX, path) or _connects(socket.AF_UNIX, f"\0{path}")
    if remote := _REMOTE_X.match(display):
        return _connects(socket.AF_INET, (remote["host"], _X_PORT + int(remote["number"])))
    return os.path.exists(display)  # noqa: PTH110 - macOS' XQuartz and others name a socket; any trouble means no


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_PATIENCE_S)
        try:
            probe.connect(address)
        except (OSError, ValueError, OverflowError, TypeError):  # the last two for a port or a host that cannot be
            return False
        return True

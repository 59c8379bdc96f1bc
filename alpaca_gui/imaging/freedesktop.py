"""Where a file's thumbnail lies: the folder and the name that the programs of a desktop agree on.

After the Thumbnail Managing Standard of freedesktop.org, version 0.9, "Thumbnail Directory" and "Thumbnail Saving".
"""

import hashlib
import os
import sys
from pathlib import Path
from typing import Final
from urllib.parse import quote

import platformdirs

import alpaca_gui

LONGEST_SIDE: Final = 256
"""Pixels of the longest side in the size class ``large``."""

LARGE: Final = "large"
FAILURES: Final = f"fail/alpaca-gui-{alpaca_gui.__version__}"

_PLAIN: Final = "!$&'()*+,-./:=@_~"
"""What GLib's ``g_filename_to_uri`` leaves as it is, beside letters and digits; other programs look for that name."""


def thumbnails_folder() -> Path | None:
    """Give the folder that holds the thumbnails of this person, which may not be there yet; None without a home.

    It is the one that all programs share, but on Windows and macOS, which have no such custom: there it lies in the
    program's own cache folder.
    """
    if sys.platform in ("darwin", "win32"):
        return platformdirs.user_cache_path("alpaca-gui", appauthor=False) / "thumbnails"
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if base.is_absolute():  # the XDG Base Directory Specification: a relative path is to be ignored
        return base / "thumbnails"
    try:
        return Path.home() / ".cache" / "thumbnails"
    except RuntimeError:  # nobody knows where this person's home is
        return None


def canonical_uri(path: Path) -> str:
    """Give a file's address as GLib writes it: absolute, each byte of the name on its own, links left unresolved.

    Examples
    --------
    >>> canonical_uri(Path("/home/me/a b.jpg"))
    'file:///home/me/a%20b.jpg'
    """
    if ".." in path.parts:  # behind a link, "up" is somewhere else than the text says
        path = Path(os.path.realpath(path.parent), path.name)
    raw = os.fsencode(os.path.abspath(path))  # noqa: PTH100 - Path.absolute leaves ".." in, resolve follows links
    if sys.platform == "win32":
        raw = b"/" + raw.replace(b"\\", b"/")
    return "file://" + quote(raw, safe=_PLAIN)


def thumbnail_name(uri: str) -> str:
    """Give the name of the file that holds the thumbnail, 32 hexadecimal digits and ``.png``."""
    return hashlib.md5(uri.encode("ascii"), usedforsecurity=False).hexdigest() + ".png"

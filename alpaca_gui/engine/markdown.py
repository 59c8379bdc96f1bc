"""Text that a stranger may have written, as Markdown that says just that and does nothing else."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Final

from alpaca_gui.imaging.source import printable

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~&@])")
_LINK: Final = re.compile(r"(?i)\b(www|https?|ftp|mailto|xmpp)([.:])")
_START: Final = re.compile(r"^(\d+)([.)])|^([-+=])")


def escaped(text: object) -> str:
    """Give ``text`` on one line, with nothing left in it that Markdown (CommonMark, GitHub's tables) would obey."""
    line = _SPECIAL.sub(r"\\\1", printable(" ".join(str(text).split())))
    return _START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", _unlinked(line))


def bullets(facts: Mapping[str, object], indent: str = "") -> Iterator[str]:
    """Write facts as a list, deeper ones as a list below."""
    for name, value in facts.items():
        words = f"{indent}- {escaped(name.replace('_', ' '))}:"
        if isinstance(value, Mapping):
            yield words
            yield from bullets(value, indent + "  ")
        elif isinstance(value, list | tuple):
            yield words
            yield from (f"{indent}  - {_in_line(one)}" for one in value)
        else:
            yield f"{words} {_in_line(value)}"


def number(value: object, digits: int = 4) -> str:
    """A figure for a person; a dash where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.{digits}f}"


def _in_line(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{escaped(name.replace('_', ' '))} {_in_line(one)}" for name, one in value.items())
    return f"{value:.4g}" if isinstance(value, float) else escaped(value)


def _unlinked(line: str) -> str:
    return _LINK.sub(r"\1\\\2", line)

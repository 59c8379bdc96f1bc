"""The names of the answers in a ``labels.txt``, as Teachable Machine writes it beside a model."""

import re
from pathlib import Path
from typing import Final

from alpaca_gui.errors import AlpacaError, reason
from alpaca_gui.imaging.source import printable

LABELS: Final = "labels.txt"

_LIMIT: Final = 1 << 16
_NUMBERED: Final = re.compile(r"(\d+)[ \t]+(.+)")


def read_labels(folder: Path) -> tuple[str, ...]:
    """Names in the order of the model's outputs; empty where the folder has no ``labels.txt``.

    ``0 Alpaca`` on line 0 is the name ``Alpaca``: numbers are left out when every line begins with its own.

    Raises
    ------
    AlpacaError
        When it is not a short text.
    """
    path = folder / LABELS
    if not path.is_file():
        return ()
    try:
        with path.open("rb") as stream:
            data = stream.read(_LIMIT + 1)
        lines = [line.strip() for line in data.decode("utf-8-sig").splitlines()]
    except (UnicodeDecodeError, OSError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not text"
        raise AlpacaError(f"The {LABELS} beside the model cannot be read: {why}.") from error
    if len(data) > _LIMIT:
        raise AlpacaError(f"The {LABELS} beside the model is too long to be one.")
    return tuple(printable(name) for name in _without_numbers([line for line in lines if line]))


def numbered(folder: Path) -> bool:
    """Tell whether the names are numbered, as Teachable Machine does it."""
    try:
        text = (folder / LABELS).read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError):
        return False
    return bool(_NUMBERED.match(text.strip()))


def _without_numbers(lines: list[str]) -> list[str]:
    found = [_NUMBERED.fullmatch(line) for line in lines]
    if all(match is not None and int(match[1]) == place for place, match in enumerate(found)):
        return [match[2].strip() for match in found if match is not None]
    return lines

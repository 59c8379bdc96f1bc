"""Values that begin with a minus, which `argparse` takes for options: ``--threshold -1e-3``, ``--scale -1..1``."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

_NUMBER: Final = re.compile(r"-\.?\d")


def joined(arguments: Sequence[str], options: Iterable[str]) -> list[str]:
    """Write ``--threshold -1e-3`` as ``--threshold=-1e-3``, for those of ``options`` that are followed by a number.

    By itself `argparse` knows ``-2`` and ``-0.5`` for numbers, and takes every other value with a minus for an option.
    An option may be shortened, as `argparse` allows. What follows ``--`` stays as it is.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    found: list[str] = []
    for argument in arguments[:end]:
        if found and _NUMBER.match(argument) and _is_one(found[-1], options):
            found[-1] += f"={argument}"
        else:
            found.append(argument)
    return [*found, *arguments[end:]]


def _is_one(word: str, options: Iterable[str]) -> bool:
    return len(word) > len("--") and any(option.startswith(word) for option in options)

"""``alpaca-gui library list``: the libraries there are, and what is in them."""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from alpaca_gui.cli.library.options import parser_of
from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.cli.output import open_output
from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.export.sorting_plan import size_text
from alpaca_gui.library.library import Library
from alpaca_gui.library.summary import Summary, libraries_here, size_on_disk, summary

_COUNTS = ("records", "labelled", "done", "failed", "waiting", "models")


@dataclass(frozen=True, slots=True)
class Listed:
    """A library's file, its size in bytes, and what is in it, or the sentence that says why it cannot be read."""

    path: Path
    size: int
    summary: Summary | None
    error: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Return JSON values."""
        counts = dict.fromkeys(_COUNTS) if self.summary is None else asdict(self.summary)
        return {"path": str(self.path), "size": self.size, **counts, "error": self.error}


def run(arguments: list[str]) -> int:
    """Print the libraries; give 1 where one of them cannot be read, else 0."""
    options = _parser().parse_args(arguments)
    named = [] if options.library is None else [options.library.absolute()]
    found = [_listed(path) for path in dict.fromkeys([*libraries_here(), *named])]
    with open_output(None) as stream:
        if options.json:
            stream.write(json.dumps([one.as_dict() for one in found], indent=2) + "\n")
        elif found:
            stream.writelines(f"{line}\n" for line in _table(found))
    if not found and not options.json:
        print("There is no library yet: alpaca-gui library add, or the window, makes one.", file=sys.stderr)
    return SOME_FAILED if any(one.error for one in found) else OK


def _listed(path: Path) -> Listed:
    try:
        with Library(path, write=False) as library:
            return Listed(path, size_on_disk(path), summary(library))
    except LibraryError as error:
        return Listed(path, size_on_disk(path), None, str(error))


def _table(found: list[Listed]) -> list[str]:
    lines = ["".join(f"{name:>10}" for name in (*_COUNTS, "size")) + "  path"]
    for one in found:
        path = printable(str(one.path))
        if one.summary is None:
            lines.append(f"{'-':>10}" * len(_COUNTS) + f"{size_text(one.size):>10}  {path}: {one.error}")
        else:
            counts = "".join(f"{getattr(one.summary, name):>10,}" for name in _COUNTS)
            lines.append(f"{counts}{size_text(one.size):>10}  {path}")
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = parser_of("list", "Print the libraries in your data folder, and the one that --library names.")
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    return parser

"""``alpaca-gui library models``: who has spoken, and of how many records."""

import argparse
import json

import numpy as np

from alpaca_gui.cli.library.options import parser_of, path_of
from alpaca_gui.cli.main import OK
from alpaca_gui.cli.output import open_output
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.library import Library


def run(arguments: list[str]) -> int:
    """Print the models; gives the exit code."""
    options = _parser().parse_args(arguments)
    with Library(path_of(options), write=False) as library:
        models, last = library.models(), library.fact("model")
        columns = library.load("")
    counts = np.bincount(columns.model[~columns.removed] + 1, minlength=len(models) + 1)[1:].tolist()
    with open_output(None) as stream:
        if options.json:
            values = [
                {
                    "name": model.name,
                    "model_id": model.model_id,
                    "path": None if model.path is None else str(model.path),
                    "concept": model.concept,
                    "records": count,
                    "answers": number == last,
                }
                for number, (model, count) in enumerate(zip(models, counts, strict=True), start=1)
            ]
            stream.write(json.dumps(values, indent=2) + "\n")
            return OK
        stream.write(f"{'records':>9}  {'id':<12}  model\n")
        for number, (model, count) in enumerate(zip(models, counts, strict=True), start=1):
            where = "logits brought in" if model.path is None else printable(str(model.path))
            now = ", answers now" if number == last else ""
            name = f"{printable(model.name)}, yes means {printable(model.concept)}{now} ({where})"
            stream.write(f"{count:>9,}  {model.model_id.removeprefix('import:')[:12]:<12}  {name}\n")
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = parser_of("models", "Print every model that was used with a library, and of how many records it spoke.")
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    return parser

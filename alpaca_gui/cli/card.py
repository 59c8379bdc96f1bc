"""``alpaca-gui card``: what is written about a model, to read or as JSON."""

import argparse
import json
from pathlib import Path

from alpaca_gui.cli.main import OK
from alpaca_gui.cli.output import open_output
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.engine.card_markdown import card_markdown
from alpaca_gui.resources import shipped_model


def run(arguments: list[str]) -> int:
    """Print the card; gives the exit code."""
    options = _parser().parse_args(arguments)
    bundle = load_bundle(options.model or shipped_model())
    with open_output(options.out) as stream:
        stream.write(
            _json(json.loads(bundle.card.to_json()), bundle.model_id) if options.json else card_markdown(bundle)
        )
    return OK


def _json(card: dict[str, object], model_id: str) -> str:
    return json.dumps({**card, "model_id": model_id}, indent=2, allow_nan=False) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("alpaca-gui card", description="Print what is written about a model, as Markdown.")
    parser.add_argument("model", type=Path, nargs="?", metavar="MODEL", help="the model bundle (default: the shipped)")
    parser.add_argument("--json", action="store_true", help="print JSON instead")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write here, whole or not at all")
    return parser

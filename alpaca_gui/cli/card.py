"""``alpaca-gui card``: what is written about a model, to read or as JSON."""

import argparse
import json
from pathlib import Path

from alpaca_gui.cli.main import OK
from alpaca_gui.cli.output import open_output
from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.engine.card_markdown import card_markdown
from alpaca_gui.engine.familiar_words import familiarity_facts
from alpaca_gui.resources import shipped_model


def run(arguments: list[str]) -> int:
    """Print the card; gives the exit code."""
    options = _parser().parse_args(arguments)
    bundle = load_bundle(options.model or shipped_model())
    with open_output(options.out) as stream:
        stream.write(_json(bundle) if options.json else card_markdown(bundle))
    return OK


def _json(bundle: ModelBundle) -> str:
    """Write what stands in the card, and what is derived from the rest of the bundle; null where it is not known."""
    card = json.loads(bundle.card.to_json())
    derived = {"unlike_training_pictures": familiarity_facts(bundle), "model_id": bundle.model_id}
    return json.dumps({**card, **derived}, indent=2, allow_nan=False) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("alpaca-gui card", description="Print what is written about a model, as Markdown.")
    parser.add_argument("model", type=Path, nargs="?", metavar="MODEL", help="the model bundle (default: the shipped)")
    parser.add_argument("--json", action="store_true", help="print JSON instead")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write here, whole or not at all")
    return parser

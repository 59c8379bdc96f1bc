"""``alpaca-gui export``: a bundle's models as files for other programs."""

import argparse
from pathlib import Path

from alpaca_gui.cli.main import OK
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.imaging.source import printable
from alpaca_gui.training.export.export import export_folder, export_keras, export_litert


def run(arguments: list[str]) -> int:
    """Write what is asked for and print the names of the files; gives the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not (options.out or options.tflite or options.keras):
        parser.error("say where to: --out FOLDER, --tflite FILE or --keras FILE")
    bundle = load_bundle(options.model)
    written = export_folder(bundle, options.out) if options.out else []
    written += export_litert(bundle, options.tflite) if options.tflite else []
    written += export_keras(bundle, options.keras) if options.keras else []
    for path in dict.fromkeys(written):
        print(printable(str(path)))
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui export",
        description="Write a model for other programs, with its preprocessing and an example in Python beside it.",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="the model bundle")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write everything here")
    parser.add_argument("--tflite", type=Path, metavar="FILE", help="write the LiteRT model to this file")
    parser.add_argument("--keras", type=Path, metavar="FILE", help="write the Keras model to this file")
    return parser

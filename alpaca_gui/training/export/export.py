"""Writes a bundle's models as files, with the preprocessing and an example beside them."""

import json
from pathlib import Path
from typing import Final

from alpaca_gui.engine.bundle import KERAS, LITERT, ModelBundle
from alpaca_gui.engine.example import example_code
from alpaca_gui.errors import AlpacaError, OutputError, reason
from alpaca_gui.files import whole_file
from alpaca_gui.imaging.source import printable

PREPROCESSING: Final = "preprocessing.json"
EXAMPLE: Final = "example.py"


def export_folder(bundle: ModelBundle, folder: Path) -> list[Path]:
    """Write ``NAME.tflite``, ``NAME.keras`` where there is one, the preprocessing and the example; gives the files.

    Raises
    ------
    OutputError
        When the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{printable(str(folder))} cannot be made: {reason(error)}.") from error
    members = {folder / f"{bundle.name}.tflite": bundle.litert}
    if KERAS in bundle.parts:
        members[folder / f"{bundle.name}.keras"] = bundle.parts[KERAS]
    return _write_all(members | _beside(bundle, folder, f"{bundle.name}.tflite"))


def export_litert(bundle: ModelBundle, path: Path) -> list[Path]:
    """Write the LiteRT model to ``path``, the preprocessing and the example beside it; gives the files.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    return _write_all({path: bundle.parts[LITERT]} | _beside(bundle, path.parent, path.name))


def export_keras(bundle: ModelBundle, path: Path) -> list[Path]:
    """Write the Keras model to ``path`` and the preprocessing beside it; gives the files.

    Raises
    ------
    AlpacaError
        When the bundle has no Keras model.
    OutputError
        When a file cannot be written.
    """
    if KERAS not in bundle.parts:
        raise AlpacaError(
            f"{printable(bundle.path.name)} has no Keras model in it, only the LiteRT one: it was brought in from a "
            "file that had none."
        )
    return _write_all({path: bundle.parts[KERAS], path.parent / PREPROCESSING: preprocessing_json(bundle)})


def preprocessing_json(bundle: ModelBundle) -> bytes:
    """Everything that turns a picture into the model's input, and its number into an answer, as UTF-8 JSON."""
    card = bundle.card
    values = {
        "input": card.preprocessing.as_dict(),
        "before": ["turn upright (EXIF orientation)", "lay over white where transparent", "convert to sRGB, 8 bits"],
        "formula": "tensor = pixel * scale + offset, float32 (1, height, width, 3), red green blue, pixels of 0 to 255",
        "answers": {"yes": card.yes, "no": card.no},
        "threshold": card.rule.threshold,
        "band": card.rule.band,
        "temperature": card.rule.temperature,
        "output": "logit; yes above the threshold; probability of yes = 1 / (1 + exp(-logit / temperature))",
        "model_id": bundle.model_id,
    }
    return (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode()


def _beside(bundle: ModelBundle, folder: Path, litert: str) -> dict[Path, bytes]:
    example = example_code(bundle, litert).encode()
    return {folder / PREPROCESSING: preprocessing_json(bundle), folder / EXAMPLE: example}


def _write_all(members: dict[Path, bytes]) -> list[Path]:
    for path, data in members.items():
        try:
            with whole_file(path) as stream:
                stream.write(data)
        except OSError as error:
            raise OutputError(f"{printable(str(path))} cannot be written: {reason(error)}.") from error
    return list(members)

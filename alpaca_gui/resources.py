"""Where the shipped files are: ``resources/`` beside the package in a checkout, inside it when installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Path of a shipped file or folder, e.g. ``resource("models", "alpaca.model")``.

    A wheel carries ``resources/`` inside the package; a checkout has it beside the package.
    """
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def shipped_model() -> Path:
    """Path of the model bundle that the program ships."""
    return resource("models", "alpaca.model")


def shipped_samples() -> Path:
    """Folder of the sample pictures that the program ships."""
    return resource("samples")


def shipped_fonts() -> tuple[Path, ...]:
    """Paths of the fonts that drawings are set in, the same on every machine: DejaVu Sans, Sans Bold and Sans Mono."""
    names = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf")
    return tuple(resource("fonts", name) for name in names)

"""The window's short texts: what a logit is, about the program, the model's card, and how to train."""

from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

import alpaca_gui
from alpaca_gui.engine.bundle import ModelBundle

LOGIT_TEXT = """The model ends in one linear neuron. What comes out of it is one number, the logit: any real number, \
raw, not a probability.

Above the threshold (0 unless you move it) the answer is yes, below it is no. The farther away, the harder to flip.

The sigmoid curve turns the logit into the probability of yes: 0 becomes 0.5, +2 becomes 0.88, −2 becomes 0.12. The \
curve is flat at its ends, so probabilities there look alike while logits still tell them apart. That is why this \
program shows the logit first.

The band is the strip around the threshold where you would rather ask a person: there the answer is "unsure"."""

ABOUT_TEXT = f"""Alpaca {alpaca_gui.__version__}

Drop pictures, read the logit, the probability and the decision of a one-neuron classifier.

MIT licence. Built with Qt (PySide6), LiteRT, Pillow, NumPy and pyqtgraph. No picture leaves this computer."""

TRAIN_COMMAND = "pip install 'alpaca-gui[train]'"


def training_text() -> str:
    """Say how a model is trained here, or which command adds what is missing."""
    if find_spec("tensorflow") is None:
        return (
            "Training needs TensorFlow, which is not installed. This command adds it:\n\n"
            f"    {TRAIN_COMMAND}\n\nClassifying works without it."
        )
    return (
        "TensorFlow is installed. In this version a model is trained from the terminal; this command builds the "
        "shipped model anew from two folders of photographs:\n\n"
        "    python -m alpaca_gui.training.shipped --photographs FOLDER --out FILE.model"
    )


def model_text(bundle: ModelBundle) -> str:
    """Give a bundle's card as plain text."""
    card, step = bundle.card, bundle.card.preprocessing
    lines = [
        f"Yes means: {card.yes}",
        f"No means: {card.no}",
        f"File: {bundle.path}",
        f"Identity (SHA-256 of the card): {bundle.model_id}",
        "",
        f"Input: {step.width} × {step.height} pixels, {step.fit}, {step.resampling}, "
        f"pixel × {step.scale:.6g} {step.offset:+g} (preprocessing {step.version})",
        f"Threshold {card.rule.threshold:g}, band {card.rule.band:g}, temperature {card.rule.temperature:g}",
    ]
    for title, facts in (
        ("Backbone", card.backbone),
        ("Head", card.head),
        ("Training data", card.training_data),
        ("Out of fold", card.out_of_fold),
    ):
        lines += ["", title, *_facts(facts, "    ")]
    return "\n".join(lines)


def _facts(facts: Mapping[str, object], indent: str) -> Iterator[str]:
    for name, value in facts.items():
        words = f"{indent}{name.replace('_', ' ')}:"
        if isinstance(value, dict):
            yield words
            yield from _facts(value, indent + "    ")
        elif isinstance(value, list):
            yield words
            yield from (f"{indent}    {_value(one)}" for one in value)
        else:
            yield f"{words} {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_value(one)}" for name, one in value.items())
    return f"{value:.4g}" if isinstance(value, float) else str(value)


class Notice(QDialog):
    """A text to read and to copy, that stays open beside the window."""

    def __init__(self, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setContentsMargins(16, 16, 16, 16)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area)
        column.addWidget(buttons)
        self.resize(560, 420)

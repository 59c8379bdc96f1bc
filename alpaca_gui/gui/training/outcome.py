"""What a training gave, read out of the child's last message: whatever is missing or odd there is left away."""

from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Final

from alpaca_gui.messages import Values
from alpaca_gui.training.request import TrainingRequest

FIGURES: Final = {
    "accuracy": ("Accuracy", "the share of pictures answered right"),
    "log_loss": ("Log loss", "the price of its probabilities: 0 is perfect, 0.693 is tossing a coin"),
    "brier": ("Brier score", "the squared error of its probabilities: 0 is perfect, 0.25 is tossing a coin"),
    "auc": ("AUC", "how often a yes picture gets a higher logit than a no picture"),
    "ece": ("Calibration error", "how far its probabilities are, on average, from what then happens"),
}
_SHARES: Final = frozenset({"accuracy", "ece"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, its value as text, and what it means."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure that was reached, and the exercise's own."""

    name: str
    reached: str
    exercise: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a training.

    Attributes
    ----------
    out
        The new bundle.
    dataset
        The folder that holds both sides, or None.
    yes
        What a positive logit means.
    figures
        Out of fold.
    pictures
        Over how many; None where that was not said.
    how
        The sentence that says how the figures came about; may be empty.
    beside
        Of the recipe course alone.
    left_out
        Files that could not be used, each with why.
    remarks
        Finished sentences about the pictures: which are there twice, for example.
    seconds
        How long it took; None where that was not said.
    """

    out: Path
    dataset: Path | None
    yes: str
    figures: tuple[Figure, ...]
    pictures: int | None
    how: str
    beside: tuple[Beside, ...]
    left_out: tuple[tuple[Path, str], ...]
    remarks: tuple[str, ...]
    seconds: float | None


def outcome(values: Values, request: TrainingRequest, dataset: Path | None) -> Outcome:
    """Read the values of `Done`."""
    figures = _dict(values.get("figures"))
    seconds = _number(values.get("seconds"))
    pictures = _number(figures.get("n"))
    return Outcome(
        out=Path(str(values.get("out") or request.out)),
        dataset=dataset,
        yes=request.yes,
        figures=tuple(
            Figure(name, _text(key, value), meaning)
            for key, (name, meaning) in FIGURES.items()
            if (value := _number(figures.get(key))) is not None
        ),
        pictures=None if pictures is None else round(pictures),
        how=str(values.get("how") or ""),
        beside=tuple(_beside(values.get("beside"))),
        left_out=tuple((Path(str(path)), str(why)) for path, why in _pairs(values.get("left_out"))),
        remarks=tuple(str(sentence) for sentence in _list(values.get("remarks"))),
        seconds=seconds,
    )


def _beside(values: Any) -> list[Beside]:
    found = []
    for name, pair in _dict(values).items():
        numbers = [_number(value) for value in _list(pair)]
        if len(numbers) == 2:
            reached, exercise = ("unknown" if each is None else f"{each:.3f}" for each in numbers)
            found.append(Beside(str(name), reached, exercise))
    return found


def _text(key: str, value: float) -> str:
    return f"{100 * value:.1f} %" if key in _SHARES else f"{value:.3f}"


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and isfinite(value) else None


def _dict(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _pairs(value: Any) -> list[list[Any]]:
    return [pair for pair in _list(value) if isinstance(pair, list) and len(pair) == 2]

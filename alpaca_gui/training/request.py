"""What a training is asked for; the command line, the dialog and the child process share it. No TensorFlow here."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

FOLDS: Final = 5
SEED: Final = 42


class Recipe(StrEnum):
    """How a model is trained."""

    HEAD = "head"
    COURSE = "course"
    BEST = "best"


class Weights(StrEnum):
    """Where the backbone's weights come from: the program's own source, or keras.applications' download."""

    BUNDLED = "bundled"
    IMAGENET = "imagenet"


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """One training.

    Attributes
    ----------
    yes_folder, no_folder
        The two folders of pictures.
    yes, no
        The two answers in words; a positive logit will mean ``yes``.
    out
        The bundle to write.
    recipe
        How to train.
    folds, seed
        How many folds the out-of-fold figures use, and the seed of everything that is drawn by lot.
    weights
        Where the backbone's weights come from; only the recipe `Recipe.COURSE` has a choice.
    model
        The bundle whose backbone the recipes `Recipe.HEAD` and `Recipe.BEST` use; None for the shipped one.
    """

    yes_folder: Path
    no_folder: Path
    yes: str
    no: str
    out: Path
    recipe: Recipe = Recipe.BEST
    folds: int = FOLDS
    seed: int = SEED
    weights: Weights = Weights.BUNDLED
    model: Path | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values, for the child process; the reverse of `from_dict`."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read what `as_dict` gave."""
        paths = {name: Path(values[name]) for name in ("yes_folder", "no_folder", "out")}
        model = None if values["model"] is None else Path(values["model"])
        kinds = {"recipe": Recipe(values["recipe"]), "weights": Weights(values["weights"])}
        return cls(**{**values, **paths, **kinds, "model": model})

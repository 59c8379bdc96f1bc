"""The sentences of the training dialog."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alpaca_gui.gui.training.survey import Survey
from alpaca_gui.training.request import FEWEST, Recipe


@dataclass(frozen=True, slots=True)
class RecipeWords:
    """What a recipe is called, with its key, and the sentence about it."""

    name: str
    about: str


RECIPES: Final = {
    Recipe.HEAD: RecipeWords(
        "&Quick",
        "Trains one new neuron on what the shipped model sees in each picture. Seconds for a few hundred pictures.",
    ),
    Recipe.COURSE: RecipeWords(
        "&Course",
        "The exercise, step by step: the neuron first, then the upper layers, with live curves. A few minutes.",
    ),
    Recipe.BEST: RecipeWords(
        "&Best",
        "Judges best on pictures held back: the neuron leans on what the network knows already. Under a minute.",
    ),
}

KEPT_PICTURES: Final = (
    "So that the window can show the training pictures most like another one. Whoever gets the model's file can see "
    "them too, at 96 pixels a side, without names, dates or places. Otherwise no picture is in it."
)

NO_TENSORFLOW: Final = "This recipe needs TensorFlow, which is not installed. This command adds it:"


def folder_name(folder: Path) -> str:
    """Give a folder's own name, printable."""
    from alpaca_gui.imaging.source import printable  # noqa: PLC0415 - loads NumPy, which is there by then

    return printable(folder.name or str(folder))


def printable_path(path: Path) -> str:
    """Give a whole path, printable."""
    from alpaca_gui.imaging.source import printable  # noqa: PLC0415

    return printable(str(path))


def pictures_text(count: int) -> str:
    """Say how many pictures there are."""
    return "1 picture" if count == 1 else f"{count:,} pictures"


def files_text(count: int) -> str:
    """Say how many files there are."""
    return "1 file" if count == 1 else f"{count:,} files"


def few_sentence(survey: Survey) -> str:
    """Say why a folder cannot be a side; empty where it can."""
    if survey.sentence:
        return survey.sentence
    if survey.count >= FEWEST:
        return ""
    if not survey.count:
        return f"There is no picture in this folder itself; {FEWEST} are needed."
    return f"Only {pictures_text(survey.count)}; {FEWEST} are needed to train."


def out_of_fold_text(pictures: int | None, how: str) -> str:
    """Say what out of fold means; ``how`` is the sentence of whoever measured."""
    over = "" if pictures is None else f" ({pictures_text(pictures)} in all)"
    return (
        f"These figures are out of fold: every picture counted here{over} was judged by a model that had not seen it, "
        f"so they tell what to expect of new pictures of the same kind. {how}"
    ).strip()

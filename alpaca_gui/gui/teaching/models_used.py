"""The models that a library was ever used with, as a window shows them; read beside the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.errors import AlpacaError
from alpaca_gui.gui.teaching.words import percent
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel

_GONE: Final = (
    "Its file is not there any more. What it said is kept; put the file back, and it can be used again. It was at {}."
)
_OTHER: Final = "At {} there is another model now. What this one said is kept, but it cannot be used again."
_BROUGHT_IN: Final = "These logits were brought in from a table: there is no model that could be used."


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One model, and what there is to say about it.

    Attributes
    ----------
    used
        What the library knows of it.
    records
        How many records show what it said.
    current
        Whether it answers now.
    trouble
        Why it cannot be used; empty where it can.
    accuracy
        How good its card says it is; empty where that is not known.
    taught
        What it was made from; empty where that is not known.
    """

    used: UsedModel
    records: int
    current: bool
    trouble: str = ""
    accuracy: str = ""
    taught: str = ""

    @property
    def name(self) -> str:
        """Its name, printable."""
        return printable(self.used.name)

    @property
    def where(self) -> str:
        """Where its file lies or lay, printable; empty for logits that were brought in."""
        return "" if self.used.path is None else printable(str(self.used.path))


def known_models(library: Library, records: Sequence[int], current: str) -> list[KnownModel]:
    """Look at every model of a library, the latest first; each file is opened and checked.

    Parameters
    ----------
    library
        Opened to read at least.
    records
        How many records show what each said, in the order of their numbers; those beyond its end show none.
    current
        Id of the model that answers now.

    Raises
    ------
    LibraryError
        When the library cannot be read.
    """
    try:
        models = library.models()
    finally:
        library.done_reading()
    found = [
        _look_at(used, records[place] if place < len(records) else 0, used.model_id == current)
        for place, used in enumerate(models)
    ]
    return found[::-1]


def _look_at(used: UsedModel, records: int, current: bool) -> KnownModel:
    if used.path is None:
        return KnownModel(used, records, current, _BROUGHT_IN)
    if not _is_file(used.path):
        return KnownModel(used, records, current, _GONE.format(printable(str(used.path))))
    try:
        bundle = load_bundle(used.path)
    except AlpacaError as error:
        return KnownModel(used, records, current, str(error))
    if bundle.model_id != used.model_id:
        return KnownModel(used, records, current, _OTHER.format(printable(str(used.path))))
    return KnownModel(used, records, current, "", _accuracy(bundle.card), _taught(bundle))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _accuracy(card: ModelCard) -> str:
    """Read it off the card: on a person's labels where it was taught by some, else on what it was trained on."""
    on_labels = card.out_of_fold.get("on_labels")
    if isinstance(on_labels, dict):
        accuracy = on_labels.get("accuracy")
        share = accuracy.get("value") if isinstance(accuracy, dict) else None
        return _share(share, on_labels.get("n"), "labels")
    return _share(card.out_of_fold.get("accuracy"), card.out_of_fold.get("n"), "pictures")


def _share(share: Any, n: Any, what: str) -> str:
    if not isinstance(share, int | float) or not isinstance(n, int) or not 0 <= share <= 1:
        return ""
    return f"{percent(share)} % of {n:,} {what}"


def _taught(bundle: ModelBundle) -> str:
    recipe = bundle.card.recipe
    if "taught_from" in recipe:
        return f"{recipe['taught_from']}, by {_count(recipe.get('labels'))} labels"
    if bundle.card.brought_in:
        return "brought in from elsewhere"
    return str(bundle.card.training_data.get("name", ""))


def _count(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else "some"

"""Which two folders of pictures a dataset is, and which of them means yes: told, never taken from the alphabet."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.errors import AlpacaError, reason
from alpaca_gui.imaging.source import printable


@dataclass(frozen=True, slots=True)
class Sides:
    """The folder whose pictures are yes, and the one whose pictures are no."""

    yes: Path
    no: Path


def find_sides(dataset: tuple[Path, ...], card: ModelCard, yes: str | None = None) -> Sides:
    """Find the two folders and which means yes.

    Parameters
    ----------
    dataset
        One folder with two sub-folders, or the two folders themselves.
    card
        Its two answers are compared with the folders' names, see `place_of_yes`.
    yes
        Name or path of the folder that means yes, for folders that are called otherwise.

    Raises
    ------
    AlpacaError
        When there are not two folders, or nothing says which of them means yes.
    """
    folders: tuple[Path, ...] = two_folders_in(dataset[0]) if len(dataset) == 1 else dataset
    if len(folders) != 2:
        raise AlpacaError("A dataset is one folder with two sub-folders, or two folders.")
    for folder in folders:
        _list(folder)
    _check_apart(*folders)
    place = _named(folders, yes) if yes is not None else _known_to(card, folders)
    return Sides(folders[place], folders[1 - place])


def place_of_yes(folders: tuple[Path, ...], yes: str, no: str) -> int | None:
    """Tell which of two folders means yes where they are called as a model's two answers; None where they are not.

    Both names must fit, without regard to case: beside a folder of alpacas that of the llamas need not be what the
    model calls no.
    """
    fits = [place for place in (0, 1) if _alike(folders[place].name, yes) and _alike(folders[1 - place].name, no)]
    return fits[0] if len(fits) == 1 else None


def two_folders_in(dataset: Path) -> tuple[Path, Path]:
    """Give the two folders that a dataset holds, sorted by name; what is hidden does not count.

    Raises
    ------
    AlpacaError
        When it cannot be read, or does not hold exactly two.
    """
    found = sorted(entry for entry in _list(dataset) if not entry.name.startswith(".") and entry.is_dir())
    if len(found) != 2:
        names = ", ".join(repr(printable(folder.name)) for folder in found[:5]) or "none"
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise AlpacaError(
            f"{_text(dataset)} should hold two folders of pictures, one for each answer; it holds {names}{more}. "
            "Give a folder with two, or the two folders themselves."
        )
    return found[0], found[1]


def _list(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        raise AlpacaError(f"There is no folder of pictures at {_text(folder)}.") from None
    except NotADirectoryError:
        raise AlpacaError(f"{_text(folder)} is not a folder: a dataset is two folders of pictures.") from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise AlpacaError(f"The folder {_text(folder)} cannot be read: {why}.") from error


def _check_apart(first: Path, second: Path) -> None:
    """Refuse folders that share pictures: each would have both labels."""
    a, b = first.resolve(), second.resolve()
    if a == b or a in b.parents or b in a.parents:
        raise AlpacaError(
            f"{_text(first)} and {_text(second)} overlap: the two folders of a dataset must not hold the same pictures."
        )


def contradiction(sides: Sides, card: ModelCard) -> str | None:
    """Say it where the card names the folder that was given as no, or the other way round; None where it does not."""
    told = _alike(sides.yes.name, card.yes) or _alike(sides.no.name, card.no)
    if not told and (_alike(sides.no.name, card.yes) or _alike(sides.yes.name, card.no)):
        return (
            f"The model's card says that {card.yes!r} means yes, but the folder {_text(sides.yes)} was given as yes "
            f"and {_text(sides.no)} as no: a good model will then look like one that is always wrong."
        )
    return None


def _named(folders: tuple[Path, ...], yes: str) -> int:
    as_paths = [place for place, folder in enumerate(folders) if str(folder) == str(Path(yes))]
    exact = [place for place, folder in enumerate(folders) if folder.name == yes]
    alike = [place for place, folder in enumerate(folders) if _alike(folder.name, yes)]
    for found in (as_paths, exact, alike):
        if len(found) == 1:
            return found[0]
    what = "Both folders are" if alike else "Neither folder is"
    raise AlpacaError(f"{what} called {printable(yes)!r}: they are {_both(folders)}. Give --yes with the path of one.")


def _known_to(card: ModelCard, folders: tuple[Path, ...]) -> int:
    place = place_of_yes(folders, card.yes, card.no)
    if place is not None:
        return place
    raise AlpacaError(
        f"Which of the folders {_both(folders)} means yes is not clear: the model answers {card.yes!r} or {card.no!r}. "
        "Say it with --yes and the folder's name."
    )


def _alike(name: str, other: str) -> bool:
    """Compare without regard to case or to how letters with accents are put together."""
    return _folded(name) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _both(folders: tuple[Path, ...]) -> str:
    names = [printable(folder.name) for folder in folders]
    if names[0] == names[1]:
        names = [_text(folder) for folder in folders]
    return f"{names[0]!r} and {names[1]!r}"


def _text(path: Path) -> str:
    return printable(str(path))

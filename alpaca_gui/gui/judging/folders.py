"""Where labelled pictures are: a folder with one sub-folder for each answer, or the two folders themselves."""

from dataclasses import dataclass
from pathlib import Path

from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.sides import place_of_yes, two_folders_in
from alpaca_gui.messages import Values


@dataclass(frozen=True, slots=True)
class Folders:
    """Two folders of pictures, one for each answer; which is which is not said here.

    Attributes
    ----------
    whole
        The folder that holds both, where a person chose that; None where the two were given by themselves.
    sides
        The two folders, sorted by name.
    """

    whole: Path | None
    sides: tuple[Path, Path]

    @property
    def names(self) -> tuple[str, str]:
        """Names of the two folders."""
        return self.sides[0].name, self.sides[1].name

    @property
    def words(self) -> str:
        """What to call them in a line."""
        return printable(str(self.whole) if self.whole else f"{self.sides[0]} and {self.sides[1]}")

    def side_for(self, yes: str, no: str) -> Path | None:
        """Give the folder that means yes where the names are the model's two answers; None where a person must say."""
        place = place_of_yes(self.sides, yes, no)
        return None if place is None else self.sides[place]

    def request(self, yes: Path) -> Values:
        """Give the part of a request that names the pictures, with ``yes`` being the side that means yes."""
        no = self.sides[1] if yes == self.sides[0] else self.sides[0]
        return {"yes_folder": str(yes), "no_folder": str(no)}


def look_into(paths: tuple[Path, ...]) -> Folders:
    """Find the two sides; walks no further than one floor down.

    Raises
    ------
    AlpacaError
        When there are not two folders.
    """
    folders = tuple(path.absolute() for path in paths)
    for path in folders:
        if not path.is_dir():
            raise AlpacaError(f"{printable(str(path))} is not a folder; choose a folder of labelled pictures.")
    match folders:
        case (whole,):
            return Folders(whole, two_folders_in(whole))
        case (first, second) if first != second:
            return Folders(None, _sorted(first, second))
        case _:
            raise AlpacaError("Drop one folder that holds a sub-folder for each answer, or the two folders themselves.")


def _sorted(first: Path, second: Path) -> tuple[Path, Path]:
    return (first, second) if (first.name, str(first)) <= (second.name, str(second)) else (second, first)

"""Which folder means yes is told by the card or the person, and never guessed."""

from pathlib import Path

import pytest

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.judging.sides import Sides, contradiction, find_sides
from alpaca_gui.logit.verdict import Rule
from tests.nobody import as_nobody


def _card(yes: str = "alpaca", no: str = "not alpaca") -> ModelCard:
    return ModelCard(yes, no, Preprocessing(8, 8), Rule(), exact_map=True)


def _folders(top: Path, *names: str) -> tuple[Path, ...]:
    found = tuple(top / name for name in names)
    for folder in found:
        folder.mkdir(parents=True)
    return found


@pytest.mark.parametrize(
    ("names", "yes", "no"),
    [
        (("alpaca", "not alpaca"), "alpaca", "not alpaca"),
        (("Not Alpaca", "ALPACA"), "ALPACA", "Not Alpaca"),
    ],
)
def test_the_card_knows_folders_that_are_called_as_its_answers(
    tmp_path: Path, names: tuple[str, str], yes: str, no: str
) -> None:
    _folders(tmp_path, *names, ".hidden")
    (tmp_path / "SOURCE.md").write_text("not a folder")
    assert find_sides((tmp_path,), _card()) == Sides(tmp_path / yes, tmp_path / no)


def test_a_model_whose_yes_is_not_alpaca_gets_that_folder(tmp_path: Path) -> None:
    _folders(tmp_path, "alpaca", "not alpaca")
    assert find_sides((tmp_path,), _card("not alpaca", "alpaca")).yes.name == "not alpaca"


def test_letters_with_accents_are_the_same_however_they_are_put_together(tmp_path: Path) -> None:
    _folders(tmp_path, "e\u0301te\u0301", "hiver")
    assert find_sides((tmp_path,), _card("\u00e9t\u00e9", "hiver")).no.name == "hiver"


@pytest.mark.parametrize("names", [("alpaca", "llama"), ("llama", "not alpaca")])
def test_one_folder_called_as_an_answer_is_not_enough(tmp_path: Path, names: tuple[str, str]) -> None:
    _folders(tmp_path, *names)
    with pytest.raises(AlpacaError, match=r"means yes is not clear.*--yes"):
        find_sides((tmp_path,), _card())
    assert find_sides((tmp_path,), _card(), names[0]).yes.name == names[0]


def test_folders_of_other_names_are_not_guessed_from_the_alphabet(tmp_path: Path) -> None:
    _folders(tmp_path, "a", "b")
    with pytest.raises(AlpacaError, match=r"'a' and 'b' means yes is not clear: the model answers 'alpaca' or .*--yes"):
        find_sides((tmp_path,), _card())
    for yes in ("a", "B", str(tmp_path / "b")):
        assert find_sides((tmp_path,), _card(), yes).yes.name == Path(yes).name.lower()


def test_folders_that_the_card_contradicts_itself_about_are_not_guessed(tmp_path: Path) -> None:
    _folders(tmp_path, "alpaca", "Alpaca")
    with pytest.raises(AlpacaError, match="is not clear"):
        find_sides((tmp_path,), _card())
    with pytest.raises(AlpacaError, match="is not clear"):
        find_sides((tmp_path,), _card("alpaca", "ALPACA"))
    with pytest.raises(AlpacaError, match="Both folders are called 'ALPACA'"):
        find_sides((tmp_path,), _card(), "ALPACA")
    assert find_sides((tmp_path,), _card(), "Alpaca").yes.name == "Alpaca"


def test_two_folders_of_one_name_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    first, second = _folders(tmp_path, "a/alpaca", "b/alpaca")
    assert find_sides((first, second), _card(), str(second)) == Sides(second, first)
    with pytest.raises(AlpacaError, match="is not clear"):
        find_sides((first, second), _card())


def test_what_was_said_goes_before_the_card_and_a_contradiction_is_told(tmp_path: Path) -> None:
    _folders(tmp_path, "alpaca", "not alpaca")
    sides = find_sides((tmp_path,), _card(), "not alpaca")
    assert sides.yes.name == "not alpaca"
    assert "card says that 'alpaca' means yes" in (contradiction(sides, _card()) or "")
    assert contradiction(find_sides((tmp_path,), _card()), _card()) is None
    assert contradiction(sides, _card("cat", "dog")) is None
    assert "card says that 'x' means yes" in (contradiction(sides, _card("x", "not alpaca")) or "")


def test_neither_folder_may_be_missing_or_shared(tmp_path: Path) -> None:
    a, b = _folders(tmp_path, "a", "a/b")
    (tmp_path / "link").symlink_to(a)
    for other in (b, a, tmp_path / "link"):
        with pytest.raises(AlpacaError, match="overlap"):
            find_sides((a, other), _card(), "a")
    with pytest.raises(AlpacaError, match=r"There is no folder of pictures at .*gone"):
        find_sides((a, tmp_path / "gone"), _card(), "a")


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ((), "it holds none"),
        (("a",), "it holds 'a'"),
        (("a", "b", "c", "d", "e", "f", "g"), "'e' and 2 more"),
    ],
)
def test_a_folder_without_two_folders_is_refused(tmp_path: Path, names: tuple[str, ...], sentence: str) -> None:
    _folders(tmp_path, *names)
    with pytest.raises(AlpacaError, match=sentence):
        find_sides((tmp_path,), _card(), "a")


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for dataset, sentence in (
        ((file,), "is not a folder"),
        ((tmp_path / "gone",), "There is no folder"),
        ((Path("nul\0byte"),), "cannot be read|There is no folder"),
        ((tmp_path, tmp_path, tmp_path), "one folder with two sub-folders, or two folders"),
    ):
        with pytest.raises(AlpacaError, match=sentence):
            find_sides(dataset, _card())


def test_a_folder_that_is_closed_to_us_is_said(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    with as_nobody(locked), pytest.raises(AlpacaError, match="cannot be read: Permission denied"):
        find_sides((locked,), _card())

"""Which folder means yes is given, never the alphabet's guess."""

import hashlib
from pathlib import Path

import pytest

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.dataset import NO, YES, fingerprint, pair_of_folders, read_dataset


def _folder(root: Path, **names: int) -> Path:
    for name, count in names.items():
        (root / name).mkdir(parents=True)
        for number in range(count):
            (root / name / f"{number}.jpg").write_bytes(f"{name} {number}".encode())
    return root


def test_the_named_folder_is_yes_when_the_alphabet_puts_it_first(tmp_path: Path) -> None:
    dataset = read_dataset(_folder(tmp_path, alpaca=2, zebra=3), yes="alpaca")
    assert {e.path.parent.name: e.label for e in dataset.examples} == {"alpaca": 1, "zebra": 0}
    assert (dataset.yes, dataset.no) == ("alpaca", "zebra")
    assert (dataset.count(YES), dataset.count(NO)) == (2, 3)


def test_the_named_folder_is_yes_when_the_alphabet_puts_it_last(tmp_path: Path) -> None:
    dataset = read_dataset(_folder(tmp_path, alpaca=2, zebra=3), yes="zebra")
    assert {e.path.parent.name: e.label for e in dataset.examples} == {"alpaca": 0, "zebra": 1}
    assert dataset.labels.tolist() == [1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("folders", "yes"),
    [({"alpaca": 1}, "alpaca"), ({"a": 1, "b": 1, "c": 1}, "a"), ({}, "a")],
)
def test_more_or_fewer_than_two_folders_are_refused(tmp_path: Path, folders: dict[str, int], yes: str) -> None:
    with pytest.raises(AlpacaError, match="two folders"):
        read_dataset(_folder(tmp_path, **folders), yes=yes)


def test_a_yes_that_is_neither_folder_is_refused_with_both_names(tmp_path: Path) -> None:
    with pytest.raises(AlpacaError, match="'alpaca', 'zebra'; none of them is called 'Alpaca'"):
        read_dataset(_folder(tmp_path, alpaca=1, zebra=1), yes="Alpaca")


def test_two_folders_anywhere_make_a_dataset(tmp_path: Path) -> None:
    one, other = _folder(tmp_path / "one", cats=2) / "cats", _folder(tmp_path / "other", dogs=3) / "dogs"
    dataset = pair_of_folders(other, one, "a dog", "a cat")
    assert (dataset.answer(YES), dataset.answer(NO)) == ("a dog", "a cat")
    assert dataset.labels.tolist() == [1, 1, 1, 0, 0]
    assert dataset.paths[0] == other / "0.jpg"


@pytest.mark.parametrize("names", [("same", "same"), ("", "no")])
def test_two_answers_need_two_names(tmp_path: Path, names: tuple[str, str]) -> None:
    root = _folder(tmp_path, a=1, b=1)
    with pytest.raises(AlpacaError, match="two different names"):
        pair_of_folders(root / "a", root / "b", *names)


def test_an_empty_side_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AlpacaError, match=r"no picture in .*zebra"):
        read_dataset(_folder(tmp_path, alpaca=1, zebra=0), yes="alpaca")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AlpacaError, match=r"no folder of pictures at .*gone"):
        read_dataset(tmp_path / "gone", yes="alpaca")


def test_hidden_entries_do_not_count(tmp_path: Path) -> None:
    folder = _folder(tmp_path, alpaca=1, zebra=1)
    (folder / ".cache").mkdir()
    (folder / "alpaca" / ".DS_Store").write_bytes(b"x")
    assert len(read_dataset(folder, yes="alpaca").examples) == 2


def test_the_fingerprint_does_not_follow_the_order() -> None:
    assert fingerprint(["a" * 64, "b" * 64]) == fingerprint(["b" * 64, "a" * 64])
    assert fingerprint(["a" * 64, "b" * 64]) != fingerprint(["a" * 64, "a" * 64])
    assert fingerprint(["a" * 64]) == hashlib.sha256(b"a" * 64).hexdigest()

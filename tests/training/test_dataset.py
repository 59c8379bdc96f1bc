"""Which folder means yes is given, never the alphabet's guess."""

from pathlib import Path

import pytest

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.dataset import NO, YES, read_dataset


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
    [({"alpaca": 1, "zebra": 1}, "Alpaca"), ({"alpaca": 1}, "alpaca"), ({"a": 1, "b": 1, "c": 1}, "a"), ({}, "a")],
)
def test_folders_that_leave_the_yes_open_are_refused(tmp_path: Path, folders: dict[str, int], yes: str) -> None:
    with pytest.raises(AlpacaError, match="two folders"):
        read_dataset(_folder(tmp_path, **folders), yes=yes)


def test_an_empty_side_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AlpacaError, match=r"no photograph in .*zebra"):
        read_dataset(_folder(tmp_path, alpaca=1, zebra=0), yes="alpaca")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AlpacaError, match=r"no folder of photographs at .*gone"):
        read_dataset(tmp_path / "gone", yes="alpaca")


def test_hidden_entries_do_not_count(tmp_path: Path) -> None:
    folder = _folder(tmp_path, alpaca=1, zebra=1)
    (folder / ".cache").mkdir()
    (folder / "alpaca" / ".DS_Store").write_bytes(b"x")
    assert len(read_dataset(folder, yes="alpaca").examples) == 2


def test_the_fingerprint_follows_the_bytes_and_not_the_names(tmp_path: Path) -> None:
    folder = _folder(tmp_path, alpaca=2, zebra=2)
    before = read_dataset(folder, yes="alpaca").fingerprint()
    (folder / "alpaca" / "0.jpg").rename(folder / "alpaca" / "z.jpg")
    assert read_dataset(folder, yes="alpaca").fingerprint() == before
    (folder / "alpaca" / "z.jpg").write_bytes(b"another")
    assert read_dataset(folder, yes="alpaca").fingerprint() != before

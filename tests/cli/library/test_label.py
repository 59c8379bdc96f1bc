"""``library label`` says which pictures are a yes; what it does can be undone."""

import os
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.library.edits import removal_edit
from alpaca_gui.library.library import Library
from alpaca_gui.library.place import default_library
from tests.cli.library.conftest import Command, Red, picture

pytestmark = pytest.mark.timeout(60)


def _labels(concept: str = "alpaca") -> list[int]:
    with Library(default_library(), write=False) as library:
        return [int(label) for label in library.load(concept).label]


def _expected(**ranges: range) -> list[int]:
    labels = [-1] * 20
    for name, places in ranges.items():
        for place in places:
            labels[place] = {"yes": 1, "no": 0}[name]
    return labels


def test_a_filter_is_labelled_at_once_and_undone_at_once(command: Command, full: list[Path]) -> None:
    code, out, error = command("label", "logit:>=5", "--yes")
    assert (code, out, error) == (0, "", "5 records got a label about alpaca: 5 yes.\n")
    command("label", "--no", "logit:<-5")
    assert _labels() == _expected(yes=range(15, 20), no=range(5))
    assert command("label", "label:no", "--none")[2] == "5 records got a label about alpaca: 5 none.\n"
    assert _labels() == _expected(yes=range(15, 20))
    assert command("label", "--undo")[2] == "Taken back: taking the label off 5 pictures, about alpaca.\n"
    assert _labels() == _expected(yes=range(15, 20), no=range(5))
    command("label", "--undo")
    command("label", "--undo")
    assert _labels() == _expected()
    assert command("label", "--undo") == (2, "", "alpaca-gui: There is nothing to undo.\n")


def test_a_dry_run_prints_and_changes_nothing(command: Command, full: list[Path]) -> None:
    code, out, error = command("label", "-logit:<9", "--yes", "--dry-run")
    assert (code, error) == (0, "1 record would get a label about alpaca: 1 yes.\n")
    assert str(full[19]) in out
    assert _labels() == _expected()


def test_paths_are_labelled_and_those_that_are_not_there_are_said(
    command: Command, full: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(full[0].parent)
    code, _, error = command("label", "--yes", "--paths", "00.png", full[1], "gone.png")
    assert code == 1
    assert error.splitlines() == [
        "gone.png: It is not in the library.",
        "2 records got a label about alpaca: 2 yes.",
    ]
    assert _labels() == _expected(yes=range(2))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_labels_is_one_change(command: Command, full: list[Path], tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["Label", "File"],
        ["yes", str(full[0])],
        ["NO", "herd/01.png"],
        ["alpaca", str(full[2])],
        ["", str(full[3])],
    ]
    table = tmp_path / "labels.csv"
    table.write_text("".join(delimiter.join(row) + "\n" for row in rows), encoding="utf-8-sig")
    code, _, error = command("label", "--from", table)
    assert (code, error) == (0, "4 records got a label about alpaca: 2 yes, 1 no, 1 none.\n")
    assert _labels()[:4] == [1, 0, 1, -1]
    command("label", "--undo")
    assert _labels() == _expected()


def test_what_was_exported_can_be_labelled_from_whatever_the_names(
    command: Command, red: type[Red], tmp_path: Path
) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    names = [b"=1+1.png", b"\xff.png", b"a\nb.png", b'q",.png', b"'x.png"]
    for number, name in enumerate(names):
        picture(Path(os.fsdecode(os.fsencode(folder) + b"/" + name)), number)
    command("add", folder, "--quiet")
    command("label", "--all", "--yes")
    table = tmp_path / "labels.csv"
    command("export", "--out", table)
    command("label", "--all", "--none")
    assert command("label", "--from", table)[0] == 0
    assert _labels() == [1] * 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("path,label\n{},perhaps\n", 'Row 2 of labels.csv has the label "perhaps"'),
        ("path,logit\n{},1\n", 'needs the columns "path" and "label"'),
        ("path,label\n{},yes\n,no\n", "Row 3 of labels.csv names no picture"),
        ('path,label\n"{},yes\n', "is broken and cannot be read"),
        ("", "needs the columns"),
    ],
)
def test_a_table_that_is_wrong_changes_nothing(
    command: Command, full: list[Path], tmp_path: Path, text: str, said: str
) -> None:
    table = tmp_path / "labels.csv"
    table.write_text(text.format(full[0]))
    code, _, error = command("label", "--from", table)
    assert code == 2
    assert said in error
    assert _labels() == _expected()


@pytest.mark.parametrize(
    "words",
    [
        ["--yes"],
        ["logit:1"],
        ["logit:1", "--yes", "--no"],
        ["logit:1", "--yes", "--undo"],
        ["--undo", "--yes"],
        ["--from", "x.csv", "--yes"],
        ["logit:1", "--yes", "--paths", "a.png"],
        ["--all", "--paths", "a.png", "--yes"],
    ],
)
def test_what_is_not_clear_is_not_done(command: Command, full: list[Path], words: list[str]) -> None:
    code, _, error = command("label", *words)
    assert (code, "Traceback" in error) == (2, False)
    assert _labels() == _expected()


def test_a_filter_that_matches_nothing_leaves_nothing_to_undo(command: Command, full: list[Path]) -> None:
    assert command("label", "logit:>100", "--yes") == (0, "", "0 records got a label about alpaca: none was found.\n")
    assert command("label", "--undo")[0] == 2


def test_only_labelling_is_undone_here(command: Command, full: list[Path]) -> None:
    command("label", "--yes", "--paths", full[0])
    with Library(default_library()) as library:
        library.apply(removal_edit(np.array([3, 4])))
    code, _, error = command("label", "--undo")
    assert (code, "removing 2 pictures" in error) == (2, True)
    with Library(default_library()) as library:
        assert library.load("alpaca").removed.sum() == 2
        assert library.undo_state().undo == "removing 2 pictures"


def test_labels_about_another_thing_are_their_own(command: Command, full: list[Path]) -> None:
    command("label", "logit:9", "--yes", "--concept", "llama")
    assert _labels() == _expected()
    assert _labels("llama")[19] == 1
    assert command("query", "label:yes", "--count", "--concept", "llama")[1] == "1\n"

"""``library query`` prints what a typed filter lets through."""

import csv
import io
from pathlib import Path

import pytest

from alpaca_gui.library.export.rows import ExportedRecord, names
from alpaca_gui.library.place import default_library
from tests.cli.library.conftest import Command, Red, picture
from tests.cli.program import strict_json

pytestmark = pytest.mark.timeout(60)


def _logits(said: tuple[int, str, str]) -> list[float]:
    assert said[0] == 0, said
    return [strict_json(line)["logit"] for line in said[1].splitlines()]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["logit:-1..1"], [-1, 0, 1]),
        (["logit:-1..1", "-logit:0"], [-1, 1]),
        (["-logit:-9..9"], [-10]),
        (["-logit:-9..8", "--sort", "-logit"], [9, -10]),
        (["--sort", "closeness", "--limit", "3"], [0, -1, 1]),
        (["--sort", "logit", "--limit", "2"], [-10, -9]),
        (["--sort=-logit", "--limit", "2"], [9, 8]),
        (["decision:yes", "--threshold", "7.5", "--band", "0"], [8, 9]),
        (["--threshold", "-9.5", "--band", "0", "decision:no"], [-10]),
        (["decision:unsure", "--band", "1.5"], [-1, 0, 1]),
        (["name:03.png"], [-7]),
        (["logit:-1..1 -logit:0"], [-1, 1]),
        (["--limit", "1", "logit:0..", "--sort", "-logit", "logit:..3"], [3]),
        (["--", "-logit:-9..9"], [-10]),
        (["-herd"], []),
        (["logit:>1000"], []),
    ],
)
def test_words_are_joined_and_all_must_hold(
    command: Command, full: list[Path], words: list[str], wanted: list[int]
) -> None:
    assert _logits(command("query", "--format", "jsonl", *words)) == wanted


def test_all_formats_say_the_same_and_have_every_column(command: Command, full: list[Path]) -> None:
    said = {form: command("query", "logit:3..5", "--format", form)[1] for form in ("table", "json", "jsonl", "csv")}
    records = strict_json(said["json"])
    assert [tuple(record) for record in records] == [names(ExportedRecord)] * 3
    assert [strict_json(line) for line in said["jsonl"].splitlines()] == records
    rows = list(csv.DictReader(io.StringIO(said["csv"], newline="")))
    assert [row["path"] for row in rows] == [record["path"] for record in records]
    head, *lines = said["table"].splitlines()
    assert head.split() == ["logit", "decision", "label", "path"]
    assert [line.split() for line in lines] == [
        [f"+{logit}.0000", "yes", "-", str(full[logit + 10])] for logit in (3, 4, 5)
    ]


def test_what_matches_nothing_is_no_mistake(command: Command, full: list[Path]) -> None:
    assert command("query", "label:yes", "--count") == (0, "0\n", "")
    assert command("query", "label:yes", "--format", "json") == (0, "[]\n", "")
    assert len(command("query", "label:yes")[1].splitlines()) == 1


def test_a_wrong_filter_is_said_in_its_own_sentence(command: Command, full: list[Path]) -> None:
    code, out, error = command("query", "logitt:3")
    assert (code, out) == (2, "")
    assert error == "alpaca-gui: There is no filter called “logitt”: did you mean logit?\n"
    assert "closed" in command("query", 'folder:"zoo')[2]


def test_a_band_below_nothing_is_refused(command: Command, full: list[Path]) -> None:
    code, out, error = command("query", "--band", "-1")
    assert (code, out) == (2, "")
    assert "the band must be" in error


def test_there_is_no_library_until_one_is_made(command: Command) -> None:
    code, out, error = command("query")
    assert (code, out, error) == (2, "", f"alpaca-gui: There is no library at {default_library()}.\n")


def test_the_nearest_come_first_and_the_picture_itself_does_not(command: Command, full: list[Path]) -> None:
    code, out, _ = command("query", "--near", full[7], "--k", "3", "--format", "jsonl")
    assert code == 0
    found = [strict_json(line) for line in out.splitlines()]
    assert [record["path"] for record in found][2] in {str(full[5]), str(full[9])}
    assert {record["path"] for record in found[:2]} == {str(full[6]), str(full[8])}
    import math

    assert found[0]["cosine"] == pytest.approx(math.cos(1 / 50), abs=1e-3)


def test_a_picture_that_is_not_in_the_library_is_looked_at_and_not_kept(
    command: Command, full: list[Path], red: type[Red], tmp_path: Path
) -> None:
    other = picture(tmp_path / "other.png", 19, green=5)
    before = len(red.asked)
    code, out, _ = command("query", "--near", other, "--k", "1", "--format", "jsonl")
    assert (code, strict_json(out)["path"]) == (0, str(full[19]))
    assert red.asked[before:] == [19.0]
    assert command("query", "--count")[1] == "20\n"


def test_only_what_the_filter_lets_through_is_near(command: Command, full: list[Path]) -> None:
    said = command("query", "logit:..-5", "--near", full[19], "--k", "2", "--format", "jsonl")
    assert _logits(said) == [-5.0, -6.0]
    assert command("query", "logit:>100", "--near", full[19], "--format", "jsonl") == (0, "", "")


def test_copies_of_a_near_picture_are_all_given(command: Command, full: list[Path]) -> None:
    full[0].with_name("copy.png").write_bytes(full[6].read_bytes())
    command("add", full[0].parent, "--quiet")
    said = command("query", "--near", full[7], "logit:-4", "--format", "jsonl")
    assert [Path(strict_json(line)["path"]).name for line in said[1].splitlines()] == ["06.png", "copy.png"]


def test_what_cannot_be_compared_is_said(command: Command, full: list[Path], tmp_path: Path) -> None:
    code, _, error = command("query", "--near", tmp_path / "gone.png")
    assert code == 2
    assert "gone.png cannot be compared." in error
    command("add", tmp_path / "gone.png", "--library", tmp_path / "other.library")
    code, _, error = command("query", "--near", full[0], "--library", tmp_path / "other.library")
    assert (code, "add pictures first" in error) == (2, True)

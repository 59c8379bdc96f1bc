"""``library export``, ``import``, ``list`` and ``models``."""

import csv
import json
import os
from pathlib import Path

import pytest

from alpaca_gui.library.library import Library
from alpaca_gui.library.place import default_library
from tests.cli.library.conftest import Command, Red, picture
from tests.cli.program import strict_json

pytestmark = pytest.mark.timeout(60)


def test_the_suffix_says_the_format(command: Command, full: list[Path], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    for suffix in ("csv", "json", "jsonl", "parquet", "html"):
        code, out, error = command("export", "logit:>=5", "--sort", "-logit", "--out", tmp_path / f"out.{suffix}")
        assert (code, out, error) == (0, "", f"5 records written to {tmp_path / f'out.{suffix}'}.\n")
    wanted = [str(path) for path in reversed(full[15:])]
    with (tmp_path / "out.csv").open(newline="") as stream:
        assert [row["path"] for row in csv.DictReader(stream)] == wanted
    assert [record["path"] for record in json.loads((tmp_path / "out.json").read_text())] == wanted
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [strict_json(line)["logit"] for line in lines] == [9, 8, 7, 6, 5]
    assert pq.read_table(tmp_path / "out.parquet").column("logit").to_pylist() == [9, 8, 7, 6, 5]
    page = (tmp_path / "out.html").read_text()
    assert page.count('<li class="picture">') == 5
    assert "not alpaca" in page  # the model's own word for no


def test_a_format_must_be_known_and_a_picture_is_not_written_over(
    command: Command, full: list[Path], tmp_path: Path
) -> None:
    assert command("export", "--out", tmp_path / "out")[0] == 2
    assert command("export", "--out", tmp_path / "out", "--format", "csv")[0] == 0
    before = full[0].read_bytes()
    code, _, error = command("export", "--out", full[0], "--format", "csv")
    assert (code, "is a picture" in error, full[0].read_bytes()) == (2, True, before)
    assert command("export", "--dry-run", "--out", tmp_path / "out.csv")[0] == 2
    assert command("export")[0] == 2


@pytest.mark.parametrize("way", ["--copy", "--link", "--symlink"])
def test_pictures_are_sorted_into_folders(command: Command, full: list[Path], tmp_path: Path, way: str) -> None:
    target = tmp_path / "sorted"
    words = ["export", "-logit:-3..3", "--threshold", "0", "--band", "5", "--sort-into", target, way]
    code, out, _ = command(*words, "--dry-run")
    assert code == 0
    assert f"{full[19]} -> yes/19.png" in out
    assert not target.exists()
    code, _, error = command(*words)
    assert (code, error) == (0, f"13 pictures {_done(way)} into {target}.\n")
    there = {folder.name: sorted(path.name for path in folder.iterdir()) for folder in target.iterdir()}
    assert there == {
        "yes": [f"{number}.png" for number in range(15, 20)],
        "no": [f"{number:02}.png" for number in range(6)],
        "unsure": ["06.png", "14.png"],
    }
    assert (target / "yes" / "19.png").is_symlink() == (way == "--symlink")
    assert full[19].read_bytes() == (target / "yes" / "19.png").read_bytes()


def _done(way: str) -> str:
    return {"--copy": "copied", "--link": "hard-linked", "--symlink": "linked"}[way]


def test_pictures_that_are_gone_are_said(command: Command, full: list[Path], tmp_path: Path) -> None:
    full[0].unlink()
    code, _, error = command("export", "--sort-into", tmp_path / "sorted", "logit:<-8")
    assert code == 1
    assert f"{full[0]}: The file is gone" in error
    assert "1 picture copied" in error


def test_logits_made_elsewhere_become_records(command: Command, tmp_path: Path) -> None:
    table = tmp_path / "made elsewhere.csv"
    table.write_text("path,logit,label\na.png,1.5,alpaca\nb.png,-2,no\nc.png,oops,\nd.png,0.25,\n")
    code, out, error = command("import", table)
    assert code == 1
    assert out == "3 records brought in, 2 with a label about alpaca; 1 refused.\n"
    assert error == 'made elsewhere.csv: Row 4 has "oops" for a logit, which is not a finite number.\n'
    records = strict_json(command("query", "--format", "json")[1])
    assert [(record["path"], record["logit"], record["label"], record["model"]) for record in records] == [
        (str(tmp_path / "a.png"), 1.5, "yes", "made elsewhere.csv"),
        (str(tmp_path / "b.png"), -2, "no", "made elsewhere.csv"),
        (str(tmp_path / "d.png"), 0.25, None, "made elsewhere.csv"),
    ]


def test_what_was_exported_comes_back(command: Command, full: list[Path], tmp_path: Path) -> None:
    command("label", "logit:>5", "--yes")
    for suffix in ("csv", "parquet"):
        out, other = tmp_path / f"out.{suffix}", tmp_path / f"{suffix}.library"
        command("export", "--out", out)
        assert command("import", out, "--library", other)[0] == 0
        records = [strict_json(command("query", "--format", "json", *rest)[1]) for rest in ([], ["--library", other])]
        facts = [[(one["path"], one["logit"], one["label"]) for one in each] for each in records]
        assert facts[0] == facts[1]


def test_a_table_that_is_none_is_said(command: Command, tmp_path: Path) -> None:
    code, out, error = command("import", tmp_path / "gone.csv")
    assert (code, out) == (2, "")
    assert "is not there" in error


def test_libraries_are_listed_with_what_is_in_them(
    command: Command, full: list[Path], red: type[Red], tmp_path: Path
) -> None:
    other, odd = tmp_path / "other.library", default_library().with_name(os.fsdecode(b"\xff\n.library"))
    command("add", full[0], tmp_path / "gone.png", "--library", other)
    odd.write_text("this is no library")
    command("label", "logit:>5", "--yes")
    code, out, _ = command("list", "--library", other, "--json")
    assert code == 1
    listed = {entry["path"]: entry for entry in strict_json(out)}
    assert list(listed) == [str(default_library()), str(odd), str(other)]
    mine = listed[str(default_library())]
    assert {name: mine[name] for name in ("records", "labelled", "done", "failed", "waiting", "models", "error")} == {
        "records": 20, "labelled": 4, "done": 20, "failed": 0, "waiting": 0, "models": 1, "error": None,
    }  # fmt: skip
    assert mine["size"] >= default_library().stat().st_size
    assert (listed[str(other)]["done"], listed[str(other)]["failed"]) == (1, 1)
    assert listed[str(odd)]["error"]
    assert listed[str(odd)]["records"] is None
    table = command("list")[1]
    assert len(table.splitlines()) == 3
    assert "20         4        20" in table


def test_where_there_is_none_that_is_said(command: Command) -> None:
    code, out, error = command("list")
    assert (code, out) == (0, "")
    assert error.startswith("There is no library yet")
    assert command("list", "--json") == (0, "[]\n", "")


def test_models_say_of_how_many_records_they_spoke(command: Command, full: list[Path], tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("path,logit\nx.png,1\n")
    command("import", table)
    models = strict_json(command("models", "--json")[1])
    assert [(model["name"], model["records"], model["answers"]) for model in models] == [
        ("alpaca", 20, True),
        ("t.csv", 1, False),
    ]
    head, first, second = command("models")[1].splitlines()
    assert head.split() == ["records", "id", "model"]
    assert "answers now" in first
    assert "logits brought in" in second


def test_an_empty_library_is_no_mistake(command: Command, tmp_path: Path) -> None:
    Library(default_library()).close()
    assert command("query", "--count") == (0, "0\n", "")
    assert command("query", "logit:1", "--format", "json") == (0, "[]\n", "")
    assert command("export", "--out", tmp_path / "out.html")[0] == 0
    assert command("export", "--sort-into", tmp_path / "sorted")[0] == 0
    assert command("models", "--json") == (0, "[]\n", "")
    assert command("check")[0] == 0
    assert command("label", "--all", "--yes")[0] == 0
    assert command("add") == (0, command("add")[1], "")
    code, _, error = command("query", "--near", picture(tmp_path / "a.png", 3))
    assert code == 2
    assert "alpaca-gui: " in error
    assert command("retrain")[0] == 2


def test_what_is_no_command_is_said(command: Command) -> None:
    assert command("frobnicate")[0] == 2
    assert command()[0] == 2
    assert "query" in command("--help")[1]

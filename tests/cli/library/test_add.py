"""``library add`` keeps what it prints, and does not do again what it has done."""

import os
from pathlib import Path

import pytest

from alpaca_gui.cli.main import main
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.library import Library
from alpaca_gui.library.place import default_library
from alpaca_gui.library.state import State
from alpaca_gui.resources import shipped_model, shipped_samples
from tests.cli.library.conftest import Command, Red, picture
from tests.cli.program import strict_json
from tests.jobs.web import Web
from tests.nobody import as_nobody

pytestmark = pytest.mark.timeout(60)


def _columns(path: Path | None = None) -> Columns:
    with Library(path or default_library(), write=False) as library:
        return library.load("alpaca")


def test_records_are_printed_as_classify_prints_them_and_are_in_the_library(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = shipped_samples() / "sheep.png"
    code, out, _ = command("add", sample, "--format", "csv")
    main(["classify", str(sample), "--format", "csv"])
    assert (code, out) == (0, capsys.readouterr().out)
    columns = _columns()
    assert columns.path.get(0) == str(sample)
    assert f"{float(columns.logit[0])}" in out


def test_what_is_known_is_printed_again_and_not_classified_again(
    command: Command, red: type[Red], herd: list[Path]
) -> None:
    first = command("add", herd[0].parent, "--format", "jsonl")
    assert sorted(red.asked) == [float(number) for number in range(20)]
    again = command("add", herd[0].parent, "--format", "jsonl")
    assert again == first
    assert len(red.asked) == 20
    assert [record["path"] for record in map(strict_json, again[1].splitlines())] == [str(path) for path in herd]


def test_known_and_new_ones_come_in_the_order_given(command: Command, red: type[Red], herd: list[Path]) -> None:
    command("add", *herd[::3])
    said = command("add", *reversed(herd), "--format", "jsonl")[1]
    paths = [strict_json(line)["path"] for line in said.splitlines()]
    assert paths == [str(path) for path in reversed(herd)]
    assert len(red.asked) == 20


def test_the_same_content_under_another_name_is_known_at_once(
    command: Command, red: type[Red], herd: list[Path]
) -> None:
    command("add", herd[3])
    copy = herd[3].with_name("copy.png")
    copy.write_bytes(herd[3].read_bytes())
    said = command("add", copy, "--format", "jsonl")[1]
    assert (strict_json(said)["path"], strict_json(said)["logit"]) == (str(copy), -7.0)
    assert red.asked == [3.0]
    assert len(_columns()) == 2


def test_a_file_that_has_changed_is_classified_again_in_its_row(
    command: Command, red: type[Red], herd: list[Path]
) -> None:
    command("add", herd[3])
    picture(herd[3], 99, green=200)
    assert strict_json(command("add", herd[3], "--format", "jsonl")[1])["logit"] == 89.0
    assert _columns().logit.tolist() == [89.0]


def test_a_picture_named_twice_is_one_record(command: Command, red: type[Red], herd: list[Path]) -> None:
    said = command("add", herd[0], herd[0], herd[0].parent, herd[0], "--format", "jsonl")[1]
    assert len(said.splitlines()) == 20
    assert len(_columns()) == 20


def test_relative_paths_are_kept_whole(
    command: Command, red: type[Red], herd: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(herd[0].parent)
    command("add", "00.png", "./01.png", "../herd/02.png", ".")
    columns = _columns()
    assert [columns.path.get(key) for key in range(len(columns))] == [str(path) for path in herd]


def test_failures_are_rows_that_are_tried_again(command: Command, red: type[Red], tmp_path: Path) -> None:
    gone = tmp_path / "gone.png"
    code, out, _ = command("add", gone, "--format", "jsonl")
    assert code == 1
    assert strict_json(out)["error"]
    assert _columns().state.tolist() == [State.FAILED]
    picture(gone, 12)
    code, out, _ = command("add", gone, "--format", "jsonl")
    assert (code, strict_json(out)["logit"]) == (0, 2.0)
    assert _columns().state.tolist() == [State.DONE]


def test_folders_without_pictures_addresses_that_are_not_opened_and_nothing_are_said(
    command: Command, red: type[Red], tmp_path: Path
) -> None:
    code, out, _ = command("add", tmp_path, "ftp://x.org/a.png", "", "--format", "jsonl")
    errors = [strict_json(line)["error"] for line in out.splitlines()]
    assert code == 1
    assert [bool(error) for error in errors] == [True] * 3
    assert "no picture" in errors[0]


def test_a_link_is_fetched_once(command: Command, red: type[Red], web: Web) -> None:
    address = web.address("/good.png")
    first = command("add", address, "--format", "jsonl")
    assert first[0] == 0
    assert command("add", address, "--format", "jsonl") == first
    assert web.asked == ["/good.png"]
    assert len(_columns()) == 1


@pytest.mark.parametrize("name", [b"\xff\xfe.png", b"a\nb\x1b[2J.png", b"q\"uo'te,.png", b"=1+1.png", b"?a#b%41.png"])
def test_odd_names_go_in_and_come_out_byte_for_byte(
    command: Command, red: type[Red], tmp_path: Path, name: bytes
) -> None:
    path = picture(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)), 4)
    said = [command("add", path, "--format", "json"), command("query", "--format", "json"), command("add", tmp_path)]
    for _, out, _ in said[:2]:
        assert os.fsencode(strict_json(out)[0]["path"]) == os.fsencode(path)
    assert "\x1b" not in said[2][1] + said[2][2]
    assert len(red.asked) == 1


@pytest.mark.parametrize("name", ["ü", "羊驼", "a b", "?a#b%41", "a\nb", os.fsdecode(b"\xff")])
def test_a_library_may_lie_wherever_and_be_called_whatever(
    command: Command, red: type[Red], herd: list[Path], tmp_path: Path, name: str
) -> None:
    place = tmp_path / name / f"{name}.library"
    assert command("add", herd[0], "--library", place, "--quiet") == (0, "", "")
    assert place.is_file()
    assert {path.name for path in (tmp_path / name).iterdir()} == {place.name, f".{place.name}.lock"}
    assert command("query", "--count", "--library", place) == (0, "1\n", "")
    place.write_text("no library any more")
    error = command("query", "--library", place)[2]
    assert error.isprintable() or error.removesuffix("\n").isprintable()


def test_another_model_answers_for_what_is_named_and_for_nothing_else(
    command: Command, red: type[Red], herd: list[Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.model"
    _another_model(other)
    command("add", *herd[:4])
    command("add", *herd[2:6], "--model", other, "--quiet")
    columns = _columns()
    assert [columns.models[place] for place in columns.model.tolist()] == ["alpaca"] * 2 + ["other"] * 4
    assert len(red.asked) == 8
    with Library(default_library()) as library:
        assert library.models()[library.fact("model") - 1].name == "alpaca"
    command("add", *herd[:6])  # what the first has said before stands again
    assert len(red.asked) == 10
    assert set(_columns().model.tolist()) == {0}


def _another_model(path: Path) -> None:
    from dataclasses import replace

    from alpaca_gui.engine.bundle import load_bundle, save_bundle

    bundle = load_bundle(shipped_model())
    save_bundle(path, replace(bundle.card, recipe={"name": "another"}), bundle.parts)


def test_logits_that_were_brought_in_stay(command: Command, red: type[Red], herd: list[Path], tmp_path: Path) -> None:
    table = tmp_path / "made elsewhere.csv"
    table.write_text(f"path,logit\n{herd[0]},1.5\n")
    command("import", table)
    said = command("add", *herd[:2], "--format", "jsonl")[1]
    assert [strict_json(line)["logit"] for line in said.splitlines()] == [1.5, -9.0]
    assert red.asked == [1.0]


def test_without_a_path_it_goes_on_with_what_waits(command: Command, red: type[Red], herd: list[Path]) -> None:
    from alpaca_gui.imaging.source import FileSource

    with Library(default_library()) as library:
        library.add([FileSource(path) for path in herd[:3]])
        library.begin_request(str(herd[0].parent))
    code, out, _ = command("add", "--format", "jsonl")
    assert code == 0
    assert [strict_json(line)["path"] for line in out.splitlines()] == [str(path) for path in herd]
    with Library(default_library()) as library:
        assert library.requests() == {}
    assert command("add", "--format", "jsonl") == (0, "", "")


def test_quiet_prints_failures_only(command: Command, red: type[Red], herd: list[Path], tmp_path: Path) -> None:
    code, out, error = command("add", herd[0], tmp_path / "gone.png", "--quiet")
    assert (code, out) == (1, "")
    assert error.startswith(f"{tmp_path / 'gone.png'}: ")
    assert len(error.splitlines()) == 1


def test_the_first_model_brings_its_rule(command: Command, red: type[Red], herd: list[Path]) -> None:
    from alpaca_gui.engine.bundle import load_bundle

    command("add", herd[0])
    with Library(default_library(), write=False) as library:
        assert library.rule() == load_bundle(shipped_model()).card.rule


def test_a_model_that_is_none_and_a_library_that_is_none_are_said(
    command: Command, red: type[Red], herd: list[Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("no database, but a text that a person wrote")
    code, _, error = command("add", herd[0], "--model", tmp_path / "gone.model")
    assert (code, error) == (2, f"alpaca-gui: There is no model at {tmp_path / 'gone.model'}.\n")
    code, _, error = command("add", herd[0], "--library", other)
    assert code == 2
    assert "left as it is" in error
    assert other.read_text() == "no database, but a text that a person wrote"


def test_a_library_that_is_in_use_can_be_read_and_not_written(
    command: Command, full: list[Path], tmp_path: Path
) -> None:
    sentence = "The library default.library is in use by another window or command of Alpaca."
    table = tmp_path / "t.csv"
    table.write_text(f"path,logit,label\n{full[0]},1.5,yes\n")
    with Library(default_library()):
        for words in (["add", str(full[0])], ["label", "--all", "--yes"], ["import", str(table)], ["label", "--undo"]):
            assert command(*words) == (2, "", f"alpaca-gui: {sentence}\n")
        assert command("query", "--count") == (0, "20\n", "")
        assert command("export", "--out", tmp_path / "out.csv")[0] == 0
        assert command("list")[0] == 0
        assert command("models")[0] == 0
        assert command("check")[0] == 0


def test_a_library_in_a_folder_that_may_only_be_read(command: Command, full: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    place = folder / "kept.library"
    place.write_bytes(default_library().read_bytes())
    folder.chmod(0o555)
    place.chmod(0o444)
    home = Path(os.environ["HOME"])
    home.chmod(0o777)
    with as_nobody(place):
        code, _, error = command("add", full[0], "--library", place)
        assert (code, "Traceback" in error) == (2, False)
        assert "may only be read" in error
        assert command("query", "--count", "--library", place) == (0, "20\n", "")
        assert command("check", "--library", place)[0] == 0
    folder.chmod(0o755)

"""Pictures are sorted into folders by a plan that is told first, and no original is touched, whatever happens."""

import errno
import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alpaca_gui.errors import OutputError
from alpaca_gui.library.export.carry_out import Outcome, Progress, carry_out
from alpaca_gui.library.export.rows import ExportedRecord
from alpaca_gui.library.export.sorted_folders import plan
from alpaca_gui.library.export.sorting_plan import Mode, Plan, dry_run, size_text
from tests.nobody import as_nobody

Snapshot = dict[str, tuple[bytes, int]]


def _made(folder: Path, *names: str) -> list[Path]:
    """Files that hold their own names."""
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.fsencode(path))
    return paths


def _record(path: Path | str, decision: str | None = "yes") -> ExportedRecord:
    return ExportedRecord(str(path), 1.0, decision=decision)


def _run(plan: Plan, cancel: threading.Event | None = None) -> tuple[list[Progress], Outcome]:
    progress: list[Progress] = []
    steps = carry_out(plan, cancel or threading.Event())
    while True:
        try:
            progress.append(next(steps))
        except StopIteration as end:
            return progress, end.value


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _snapshot(folder: Path) -> Snapshot:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_picture_goes_to_the_folder_of_its_decision(tmp_path: Path) -> None:
    a, b, c = _made(tmp_path / "from", "a.jpg", "b.jpg", "c.jpg")
    os.utime(a, ns=(1, 1_000_000_000))
    before = _snapshot(tmp_path / "from")
    sorting = plan([_record(a), _record(b, "no"), _record(c, "unsure")], tmp_path / "to")
    assert not (tmp_path / "to").exists()
    progress, outcome = _run(sorting)
    assert (outcome.placed, outcome.failed, outcome.ended) == (3, (), None)
    assert progress[-1] == Progress(3, 3, sorting.total_bytes)
    assert _snapshot(tmp_path / "to") == {
        f"{side}/{name}": before[name] for side, name in (("no", "b.jpg"), ("unsure", "c.jpg"), ("yes", "a.jpg"))
    }
    assert _snapshot(tmp_path / "from") == before


def test_the_dry_run_says_all_of_it_on_lines_of_their_own(tmp_path: Path) -> None:
    a, odd = _made(tmp_path, "x/a.jpg", "y/\udcff\n.jpg")
    sorting = plan([_record(a), _record(odd, "no"), _record("/gone\n.jpg")], tmp_path / "to")
    assert list(dry_run(sorting)) == [
        f"2 pictures ({sorting.total_bytes} bytes) will be copied into {tmp_path}/to: 1 yes, 1 no, 0 unsure.",
        f"{a} -> yes/a.jpg",
        rf"{tmp_path}/y/\xff\n.jpg -> no/\xff\n.jpg",
        "1 picture left out:",
        r"/gone\n.jpg: The file is gone: nothing is at this path any more.",
    ]


def test_names_that_clash_get_numbers_capitals_or_not_and_nothing_is_replaced(tmp_path: Path) -> None:
    sources = _made(tmp_path, "1/a.jpg", "2/a.jpg", "3/A.JPG")
    _made(tmp_path / "to/yes", "a (2).jpg")
    there = _snapshot(tmp_path / "to")
    _run(plan([_record(path) for path in sources], tmp_path / "to"))
    assert {name: content for name, (content, _) in _snapshot(tmp_path / "to").items()} == {
        "yes/a (2).jpg": there["yes/a (2).jpg"][0],
        "yes/a.jpg": os.fsencode(sources[0]),
        "yes/a (3).jpg": os.fsencode(sources[1]),
        "yes/A (4).JPG": os.fsencode(sources[2]),
    }


def test_what_goes_nowhere_is_listed_with_its_reason(tmp_path: Path) -> None:
    (a, inside) = _made(tmp_path, "a.jpg", "to/no/b/c.jpg")
    os.mkfifo(tmp_path / "pipe")
    records = [
        _record(a),
        _record(a, "no"),
        _record(f"{tmp_path}/./x/../a.jpg"),
        _record(inside),
        _record(tmp_path / "pipe"),
        _record(tmp_path),
        _record(a, None),
        _record("https://x.example/a.jpg"),
        _record("a\0b"),
        _record("a\ud800b"),
        _record("x" * 300),
    ]
    (tmp_path / "x").mkdir()
    sorting = plan(records, tmp_path / "to")
    assert [each.name for each in sorting.placements] == ["a.jpg"]
    said = [left.sentence for left in sorting.left_out]
    assert said[:8] == [
        "It stands in the list twice.",
        "It stands in the list twice.",
        "It lies in one of the target's own folders already.",
        "It is not a file.",
        "It is not a file.",
        "It has no decision: it was not classified.",
        "The file is gone: nothing is at this path any more.",
        "The path cannot be used: embedded null byte.",
    ]
    assert said[8].startswith("The path cannot be used: ")
    assert said[9] == "The file cannot be reached: File name too long."


def test_originals_are_safe_when_the_target_is_their_own_folder(tmp_path: Path) -> None:
    originals = _made(tmp_path, "a.jpg", "yes/a.jpg", "no/b.jpg")
    before = _snapshot(tmp_path)
    _, outcome = _run(plan([_record(path) for path in originals], tmp_path))
    assert outcome.placed == 1
    after = _snapshot(tmp_path)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"yes/a (2).jpg"}


@pytest.mark.parametrize("mode", Mode)
def test_a_link_to_an_original_in_the_target_is_never_written_through(tmp_path: Path, mode: Mode) -> None:
    original, other = _made(tmp_path, "1/a.jpg", "2/a.jpg")
    (tmp_path / "to/yes").mkdir(parents=True)
    (tmp_path / "to/yes/a.jpg").symlink_to(original)
    (tmp_path / "to/yes/a (2).jpg").symlink_to("nowhere")
    _, outcome = _run(plan([_record(other)], tmp_path / "to", mode))
    assert outcome.placed == 1
    assert original.read_bytes() == os.fsencode(original)
    assert (tmp_path / "to/yes/a (3).jpg").read_bytes() == os.fsencode(other)
    assert not (tmp_path / "to/yes/nowhere").exists()


@pytest.mark.parametrize("mode", Mode)
def test_what_appears_after_the_plan_is_not_replaced(tmp_path: Path, mode: Mode) -> None:
    a, b = _made(tmp_path, "a.jpg", "b.jpg")
    sorting = plan([_record(a), _record(b)], tmp_path / "to", mode)
    (late,) = _made(tmp_path / "to/yes", "a.jpg")
    _, outcome = _run(sorting)
    assert late.read_bytes() == os.fsencode(late)
    assert [left.sentence for left in outcome.failed] == [
        "By now there is something else called a.jpg; it was left as it is."
    ]
    assert (outcome.placed, _names(tmp_path / "to/yes")) == (1, ["a.jpg", "b.jpg"])


@pytest.mark.parametrize("mode", [Mode.HARDLINK, Mode.SYMLINK])
def test_links_lead_to_the_picture_and_a_second_run_finds_them(tmp_path: Path, mode: Mode) -> None:
    (a,) = _made(tmp_path, "from/a.jpg")
    (tmp_path / "from/link.jpg").symlink_to("a.jpg")
    records = [_record(a), _record(tmp_path / "from/link.jpg", "no")]
    assert _run(plan(records, tmp_path / "to", mode))[1].placed == 2
    for name in ("yes/a.jpg", "no/link.jpg"):
        assert (tmp_path / "to" / name).samefile(a)
        assert (tmp_path / "to" / name).is_symlink() == (mode is Mode.SYMLINK)
    again = plan(records, tmp_path / "to", mode)
    assert [left.sentence for left in again.left_out] == ["It is there already, linked by an earlier run."] * 2
    assert again.total_bytes == 0


def test_paths_relative_to_here_are_linked_so_that_they_lead_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _made(tmp_path, "a.jpg")
    monkeypatch.chdir(tmp_path)
    _run(plan([_record("a.jpg")], Path("to"), Mode.SYMLINK))
    assert (tmp_path / "to/yes/a.jpg").samefile(tmp_path / "a.jpg")


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no second disk here")
def test_a_hard_link_to_another_disk_is_refused_in_the_plan(tmp_path: Path) -> None:
    (a,) = _made(tmp_path, "a.jpg")
    if Path("/dev/shm").stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    (left,) = plan([_record(a)], Path("/dev/shm/alpaca-nowhere"), Mode.HARDLINK).left_out
    assert left.sentence == "It is on another disk than the target: a hard link cannot reach it."


def test_an_error_on_one_picture_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    a, b, c = _made(tmp_path, "a.jpg", "b.jpg", "c.jpg")
    sorting = plan([_record(path) for path in (a, b, c)], tmp_path / "to")
    a.unlink()
    b.chmod(0)
    (tmp_path / "to").mkdir()
    (tmp_path / "to").chmod(0o777)
    with as_nobody(a):
        progress, outcome = _run(sorting)
    assert [left.sentence for left in outcome.failed] == [
        "It could not be placed: No such file or directory.",
        "It could not be placed: Permission denied.",
    ]
    assert (outcome.placed, len(progress), _names(tmp_path / "to/yes")) == (1, 3, ["c.jpg"])


def test_a_disk_that_is_full_ends_it_with_a_sentence_and_without_half_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _made(tmp_path, "a.jpg", "b.jpg", "c.jpg")
    copied = []

    def copy(read: Any, write: Any, length: int) -> None:
        write.write(read.read(3))
        copied.append(read.name)
        if len(copied) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfileobj", copy)
    _, outcome = _run(plan([_record(path) for path in paths], tmp_path / "to"))
    assert outcome.ended == "The disk is full: 1 of 3 pictures were copied; the others are not there."
    assert _names(tmp_path / "to/yes") == ["a.jpg"]


def test_too_little_room_is_said_in_the_plan_and_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (a,) = _made(tmp_path, "a.jpg")
    sorting = replace(plan([_record(a)], tmp_path / "to"), free=3)
    shortage = f"The pictures take {sorting.total_bytes} bytes, and only 3 bytes are free where {tmp_path}/to is."
    assert list(dry_run(sorting))[1] == shortage
    with pytest.raises(OutputError) as caught:
        _run(sorting)
    assert str(caught.value) == shortage
    assert not (tmp_path / "to").exists()
    assert replace(sorting, mode=Mode.SYMLINK).shortage is None
    assert replace(sorting, free=None).shortage is None


def test_who_cancels_keeps_what_is_done(tmp_path: Path) -> None:
    paths = _made(tmp_path, "a.jpg", "b.jpg", "c.jpg")
    cancel = threading.Event()
    steps = carry_out(plan([_record(path) for path in paths], tmp_path / "to"), cancel)
    next(steps)
    cancel.set()
    with pytest.raises(StopIteration) as caught:
        next(steps)
    assert caught.value.value.ended == "It was cancelled: 1 of 3 pictures were copied; the others are not there."
    assert _names(tmp_path / "to/yes") == ["a.jpg"]


def test_a_target_that_cannot_be_one_is_said_before_anything_is_done(tmp_path: Path) -> None:
    a, _ = _made(tmp_path, "a.jpg", "file")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "to").mkdir()
    (tmp_path / "to/no").symlink_to(tmp_path)
    for target, sentence in (
        ("file", f"{tmp_path}/file cannot be used: Not a directory."),
        ("file/deep", f"{tmp_path}/file/deep cannot be used: Not a directory."),
        ("loop", f"{tmp_path}/loop cannot be used: Too many levels of symbolic links."),
        ("to", f"{tmp_path}/to/no is not a folder: nothing can be sorted into it."),
    ):
        with pytest.raises(OutputError) as caught:
            plan([_record(a)], tmp_path / target)
        assert str(caught.value) == sentence


def test_folders_that_cannot_be_made_are_said_before_the_first_picture(tmp_path: Path) -> None:
    (a,) = _made(tmp_path, "a.jpg")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    with as_nobody(a), pytest.raises(OutputError, match=r"yes cannot be made: Permission denied\.$"):
        _run(plan([_record(a)], locked))
    sorting = plan([_record(a)], tmp_path / "to")
    (tmp_path / "to").mkdir()
    (tmp_path / "to/yes").symlink_to(tmp_path)
    with pytest.raises(OutputError, match=r"yes is not a folder: nothing can be sorted into it\.$"):
        _run(sorting)


def test_a_copy_is_whole_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (a,) = _made(tmp_path, "a.jpg")
    seen = []
    copy = shutil.copyfileobj

    def watch(read: Any, write: Any, length: int) -> None:
        copy(read, write, length)
        seen.extend(_names(tmp_path / "to/yes"))

    monkeypatch.setattr(shutil, "copyfileobj", watch)
    _run(plan([_record(a)], tmp_path / "to"))
    assert len(seen) == 1
    assert seen[0].endswith(".part")
    assert _names(tmp_path / "to/yes") == ["a.jpg"]


def test_names_of_any_bytes_and_of_any_length_are_placed(tmp_path: Path) -> None:
    names = ["\udcff\n'\".jpg", "é" * 125 + ".jpg", "x" * 255, "-rf"]
    paths = [*_made(tmp_path / "1", *names), *_made(tmp_path / "2", *names)]
    _, outcome = _run(plan([_record(path) for path in paths], tmp_path / "to"))
    assert (outcome.placed, outcome.failed) == (8, ())
    assert {path.read_bytes() for path in (tmp_path / "to/yes").iterdir()} == {os.fsencode(path) for path in paths}


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (99_960, "100 kB"), (999_499, "999 kB"), (999_600, "1.0 MB"),
     (3_449_000_000, "3.4 GB"), (5_000_000_000_000, "5.0 TB"), (5_000_000_000_000_000, "5,000.0 TB")],
)  # fmt: skip
def test_sizes_are_said_as_people_say_them(size: int, text: str) -> None:
    assert size_text(size) == text

"""``--out`` is written whole or not at all, and never over what it should not replace."""

import os
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from alpaca_gui.cli.output import open_output
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import BundleError, OutputError
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.jobs import pipeline
from tests.cli.program import ALPACA, SHEEP, Main, command, environment, strict_json
from tests.jobs.web import Web
from tests.nobody import as_nobody

pytestmark = pytest.mark.timeout(60)


class FailsAtTheSecond:
    """A model that breaks in the middle of the work."""

    def __init__(self, bundle: ModelBundle) -> None:
        """Need nothing of it."""
        self._calls = 0

    def classify(self, picture: Picture) -> Evidence:
        self._calls += 1
        if self._calls > 1:
            raise BundleError("The model broke.")
        return Evidence(1.0, None, None)


def test_the_file_holds_what_the_terminal_would_have_shown(classify: Main, tmp_path: Path) -> None:
    for form in ("json", "jsonl", "csv", "table"):
        out = tmp_path / f"out.{form}"
        shown = classify(SHEEP, "gone.jpg", "--format", form)[1]
        assert classify(SHEEP, "gone.jpg", "--format", form, "--out", out) == (1, "", "")
        assert out.read_bytes().decode() == shown
    assert len(list(tmp_path.iterdir())) == 4


def test_an_older_file_is_replaced_and_keeps_its_permissions(classify: Main, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("before")
    out.chmod(0o600)
    assert classify(SHEEP, "--format", "json", "--out", out)[0] == 0
    assert strict_json(out.read_text())[0]["path"] == SHEEP
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_link_is_followed_and_stays(classify: Main, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real.json")
    assert classify(SHEEP, "--out", tmp_path / "link")[0] == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real.json").stat().st_size > 0


@pytest.mark.parametrize("before", [None, "before"])
def test_a_failure_in_the_middle_leaves_what_was_there(
    classify: Main, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.setattr(pipeline, "Classifier", FailsAtTheSecond)
    out = tmp_path / "out.json"
    if before:
        out.write_text(before)
    code, said, err = classify(SHEEP, ALPACA, SHEEP, "--workers", "1", "--out", out)
    assert (code, said, err) == (2, "", "alpaca-gui: The model broke.\n")
    assert [path.read_text() for path in tmp_path.iterdir()] == ([before] if before else [])


def test_a_model_that_is_missing_leaves_what_was_there(classify: Main, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("before")
    assert classify(SHEEP, "--model", tmp_path / "gone", "--out", out)[0] == 2
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing/out.json", "No such file or directory"),
        (".", "Is a directory"),
        ("file/out.json", "Not a directory"),
        ("x" * 300, "File name too long"),
        ("loop", "Too many levels of symbolic links"),
    ],
)
def test_where_nothing_can_be_written_one_sentence_says_why(
    classify: Main, tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "file").write_text("before")
    (tmp_path / "loop").symlink_to("loop")
    out = tmp_path / name
    assert classify(SHEEP, "--out", out) == (2, "", f"alpaca-gui: {out} cannot be written: {reason}.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop"]


def test_a_folder_that_is_closed_to_us(classify: Main, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    with as_nobody(locked):
        code, _, err = classify(SHEEP, "--out", locked / "out.json")
    assert (code, err) == (2, f"alpaca-gui: {locked / 'out.json'} cannot be written: Permission denied.\n")


# Devices are written to as nobody: were they ever replaced by mistake, root would lose them for the whole machine.


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with as_nobody(tmp_path):
        with pytest.raises(OutputError, match=r"^/dev/full cannot be written: No space left on device\.$"):
            _write(Path("/dev/full"))
        assert Path("/dev/full").is_char_device()


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="there is no /dev/null here")
def test_a_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    with as_nobody(tmp_path):
        _write(Path("/dev/null"))
        assert Path("/dev/null").is_char_device()


def _write(path: Path) -> None:
    with open_output(path) as stream:
        stream.write("alpaca")


def test_a_pipe_is_written_to_and_never_replaced(classify: Main, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
    assert classify(SHEEP, "--format", "jsonl", "--out", pipe)[0] == 0
    assert strict_json(reader.communicate(timeout=20)[0])["path"] == SHEEP
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_picture_is_never_written_over(classify: Main, tmp_path: Path) -> None:
    """``--out *.jpg`` means the first of the pictures, to the shell."""
    picture = tmp_path / "a.jpg"
    picture.write_bytes(Path(ALPACA).read_bytes())
    (tmp_path / "link").symlink_to("a.jpg")
    for name in ("a.jpg", "link"):
        code, out, err = classify(SHEEP, "--out", tmp_path / name)
        assert (code, out) == (2, "")
        assert err == f"alpaca-gui: {tmp_path / name} is a picture: results are not written over it.\n"
    assert picture.read_bytes() == Path(ALPACA).read_bytes()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_whoever_is_stopped_in_the_middle_leaves_no_half_file(
    web: Web, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    out = tmp_path / "out.json"
    child = subprocess.Popen(
        command(SHEEP, web.address("/drip"), SHEEP, "--format", "json", "--out", out),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert web.entered.wait(30)
    child.send_signal(number)
    said = child.communicate(timeout=30)
    assert (child.returncode, *said) == (code, b"", b"")
    assert not out.exists()
    if number is signal.SIGINT:
        assert list(tmp_path.iterdir()) == []

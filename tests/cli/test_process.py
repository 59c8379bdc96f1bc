"""The program as a process: what it loads, what it streams, and how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.program import (
    ALPACA,
    KEYS,
    SAMPLES,
    SHEEP,
    command,
    environment,
    quick_command,
    run,
    strict_json,
)
from tests.imaging.pictures import encoded
from tests.jobs.web import Web

pytestmark = [pytest.mark.timeout(120), pytest.mark.slow]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 2,000 tiny pictures."""
    folder = tmp_path_factory.mktemp("many")
    data = encoded(Image.new("RGB", (4, 4), (7, 0, 0)), "PNG")
    for number in range(2000):
        (folder / f"{number:04}.png").write_bytes(data)
    return folder


def test_neither_qt_nor_tensorflow_is_loaded() -> None:
    script = (
        "import sys; from alpaca_gui.cli.main import main; code = main(['classify', *sys.argv[1:]])\n"
        "print(code, {'PySide6', 'shiboken6', 'pyqtgraph', 'tensorflow', 'keras', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, SHEEP], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 set()"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_whoever_has_read_enough_may_hang_up(many: Path, form: str) -> None:
    child = subprocess.Popen(
        quick_command(many, "--format", form), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.readline()
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(timeout=120) == 1


def test_the_first_record_comes_before_the_last_picture_is_there(web: Web) -> None:
    child = subprocess.Popen(
        command(ALPACA, web.address("/drip"), "--format", "jsonl"),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    first = strict_json(child.stdout.readline())
    assert (list(first), first["path"], first["decision"]) == (KEYS, ALPACA, "yes")
    assert child.poll() is None
    child.send_signal(signal.SIGINT)
    assert child.communicate(timeout=120) == (b"", b"")
    assert child.returncode == 130


def test_twenty_times_the_pictures_need_no_more_memory(many: Path, tmp_path: Path) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted(many.iterdir())[:100]:
        (few / path.name).symlink_to(path)
    after = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    peaks = []
    for folder, count in ((few, 100), (many, 2000)):
        done = subprocess.run(
            quick_command(folder, "--format", "csv", after=after), env=environment(), capture_output=True, check=True
        )
        *lines, peak = done.stdout.splitlines()
        assert len(lines) == count + 1
        peaks.append(int(peak) / 1024)
    assert peaks[1] - peaks[0] < 15, f"{peaks[0]:.0f} MB for 100, {peaks[1]:.0f} MB for 2,000"


def test_a_name_that_is_not_utf_8_goes_out_byte_for_byte(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b'/\xff\n\x1b ,"alpaca.png'
    Path(os.fsdecode(raw)).write_bytes(Path(SHEEP).read_bytes())
    as_csv, as_json = (run(os.fsdecode(raw), "--format", form) for form in ("csv", "json"))
    assert b'"' + raw.replace(b'"', b'""') + b'"' in as_csv.stdout
    assert as_json.stdout.isascii()
    assert os.fsencode(strict_json(as_json.stdout)[0]["path"]) == raw
    for done in (as_csv, as_json):
        assert done.returncode == 0
        assert b"not valid UTF-8" in done.stderr
        assert b"\x1b" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii"])
def test_whatever_the_locale_files_are_utf_8(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ünïcödé 羊驼.png"
    path.write_bytes(Path(SHEEP).read_bytes())
    done = subprocess.run(
        command(path, "--format", "csv"),
        env=environment(PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C"),
        capture_output=True,
        check=True,
    )
    assert str(path).encode() in done.stdout


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_reason_to_crash(closed: str) -> None:
    line = " ".join(f"'{word}'" for word in command(SHEEP, "--format", "jsonl"))
    done = subprocess.run(["sh", "-c", f"{line} {closed}"], env=environment(), capture_output=True, check=False)
    if ">&- " in f"{closed} " and not closed.startswith("2"):
        assert done.returncode == 2
        said = b"" if "2>" in closed else b"alpaca-gui: There is nothing to write the results to"
        assert done.stderr.startswith(said)
        assert b"Traceback" not in done.stderr
    else:
        assert (done.returncode, strict_json(done.stdout)["path"]) == (0, SHEEP)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
def test_a_full_disk_behind_standard_output_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(SHEEP), env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    said = "alpaca-gui: The output cannot be written: No space left on device.\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_it_runs_from_a_folder_of_strange_python_files(tmp_path: Path) -> None:
    done = run(SAMPLES, "--format", "jsonl", cwd=tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) >= 8
    assert list(tmp_path.iterdir()) == []


def test_names_that_look_like_options_can_be_given(tmp_path: Path) -> None:
    for name in ("-1", "--out", "-x.png"):
        (tmp_path / name).write_bytes(Path(SHEEP).read_bytes())
    done = run("--format", "jsonl", "--", "-1", "--out", "-x.png", cwd=tmp_path)
    assert [strict_json(line)["path"] for line in done.stdout.splitlines()] == ["-1", "--out", "-x.png"]
    assert done.returncode == 0

"""What ``pip install`` gives a person: the command, from any folder, with its resources and without TensorFlow."""

import json
import math
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
# Read before each test gets a home of its own: pip's cache makes this quick.
PERSONS_ENVIRONMENT = dict(os.environ)

pytestmark = pytest.mark.slow


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, give its output, and fail with its errors."""
    done = subprocess.run(command, cwd=folder, env=PERSONS_ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def copy_of_the_checkout(target: Path) -> Path:
    """Copy what git knows or would add: what a clone would hold, and nothing that lies about here."""
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder=CHECKOUT).split("\0")
    for name in filter(None, names):
        if (CHECKOUT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, target / name)
    return target


def constraints(file: Path) -> Path:
    """Write the locked versions without their hashes, as pip wants them for a wheel from a file."""
    lock = (CHECKOUT / "requirements" / "lock.txt").read_text()
    file.write_text("\n".join(re.findall(r"^([A-Za-z0-9][^\\\n]*?) *\\?$", lock, flags=re.MULTILINE)))
    return file


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an empty environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    source = copy_of_the_checkout(folder / "source")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source, folder=folder)
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", folder / "venv", folder=folder)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    locked = constraints(folder / "constraints.txt")
    run(programs / "python", "-m", "pip", "install", "--quiet", "--constraint", locked, wheel, folder=folder)
    shutil.rmtree(source)  # nothing may be read from there
    return programs


@pytest.mark.timeout(900)
def test_the_installed_command_classifies_a_shipped_sample_from_any_folder(installed: Path, tmp_path: Path) -> None:
    where = "from alpaca_gui.resources import shipped_samples; print(shipped_samples())"
    samples = Path(run(installed / "python", "-c", where, folder=tmp_path).strip())
    assert installed.parent in samples.parents
    sample = min(path for path in samples.iterdir() if path.suffix in {".jpg", ".png", ".webp"})

    said = json.loads(run(installed / "alpaca-gui", "classify", sample, "--format", "json", folder=tmp_path))
    (record,) = said if isinstance(said, list) else [said]
    assert record["error"] is None
    assert math.isfinite(record["logit"])


@pytest.mark.timeout(900)
def test_the_installed_program_has_its_fonts_and_their_licence(installed: Path, tmp_path: Path) -> None:
    where = "from alpaca_gui.resources import shipped_fonts; print(*shipped_fonts(), sep='\\n')"
    fonts = [Path(line) for line in run(installed / "python", "-c", where, folder=tmp_path).splitlines()]
    assert len(fonts) == 3
    for font in fonts:
        assert installed.parent in font.parents
        assert font.read_bytes().startswith(b"\0\1\0\0")  # TrueType
        assert "Bitstream Vera" in (font.parent / "LICENSE.txt").read_text()


@pytest.mark.timeout(900)
def test_a_plain_installation_has_no_tensorflow(installed: Path, tmp_path: Path) -> None:
    find = "import importlib.util as util; print(util.find_spec('tensorflow'), util.find_spec('keras'))"
    assert run(installed / "python", "-c", find, folder=tmp_path).split() == ["None", "None"]

"""The rules of the house hold: the floors, what importing the program loads, and that every file says what it is."""

import ast
import os
import shutil
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "alpaca_gui"
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"

# One import in the wrong place for every contract in pyproject.toml.
TRESPASSES = {
    "A floor imports only floors below it": ("engine/__init__.py", "import alpaca_gui.jobs"),
    "Qt lives in gui and nowhere else": ("jobs/__init__.py", "import PySide6"),
    "TensorFlow lives in training and nowhere else": ("jobs/__init__.py", "import tensorflow"),
    "LiteRT lives in engine and nowhere else": ("jobs/__init__.py", "import ai_edge_litert"),
    "Pillow lives in imaging and nowhere else": ("jobs/__init__.py", "import PIL"),
    "SQLite, Arrow and SimSIMD live in library and nowhere else": ("jobs/__init__.py", "import sqlite3"),
    "mpmath and resvg live in explain and nowhere else": ("jobs/__init__.py", "import mpmath"),
    "The mathematics of the logit knows NumPy and nothing else": ("logit/__init__.py", "import PIL"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of the checkout over the package in `folder`."""
    return subprocess.run(
        [LINT_IMPORTS, "--no-logo", "--no-cache", "--config", CHECKOUT / "pyproject.toml"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def python(*lines: str) -> str:
    """Run lines in a Python of their own, and give what they print."""
    command = [sys.executable, "-c", "\n".join(lines)]
    run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.mark.slow  # `make check` says it too
def test_the_import_contracts_hold() -> None:
    run = lint_imports(CHECKOUT)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.slow
def test_every_import_contract_is_able_to_fail(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "alpaca_gui", ignore=shutil.ignore_patterns("__pycache__"))
    for name, line in TRESPASSES.values():
        with (tmp_path / "alpaca_gui" / name).open("a") as file:
            file.write(f"\n{line}\n")
    said = lint_imports(tmp_path).stdout.splitlines()
    broken = {contract for contract in TRESPASSES if any(contract in line and "BROKEN" in line for line in said)}
    assert broken == TRESPASSES.keys(), "\n".join(said)
    assert not any("KEPT" in line for line in said), "a contract has no trespass in this test"


def test_importing_the_command_line_leaves_out_what_is_heavy() -> None:
    loaded = python("import sys, alpaca_gui.cli.main", "print(*sys.modules)").split()
    assert "alpaca_gui.cli.main" in loaded
    assert [heavy for heavy in ("PySide6", "pyqtgraph", "tensorflow", "keras") if heavy in loaded] == []


@pytest.mark.gui
def test_importing_the_window_leaves_tensorflow_out() -> None:
    assert python("import sys, alpaca_gui.gui.app", "print('tensorflow' in sys.modules)") == "False"


def test_every_file_says_what_it_is_for() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    assert files
    assert [str(path) for path in files if not begins_with_words(path)] == []


def begins_with_words(path: Path) -> bool:
    """Whether a module has a docstring; no more of it is read."""
    with path.open("rb") as file:
        tokens = tokenize.tokenize(file.readline)
        first = next(each for each in tokens if each.type not in (tokenize.ENCODING, tokenize.COMMENT, tokenize.NL))
    return first.type == tokenize.STRING and bool(ast.literal_eval(first.string).strip())


@pytest.mark.gui
def test_pyside_loses_no_references_to_none() -> None:
    """PySide6 6.12.0 does on Python 3.11, and aborts after some 5,700 calls: see pyproject.toml."""
    lost = python(
        "import sys",
        "from PySide6.QtWidgets import QApplication, QLabel",
        "app = QApplication(['test', '-platform', 'offscreen'])",
        "label = QLabel()",
        "before = sys.getrefcount(None)",
        "for number in range(2000): label.setText(str(number))",
        "print(before - sys.getrefcount(None))",
    )
    assert int(lost) < 100

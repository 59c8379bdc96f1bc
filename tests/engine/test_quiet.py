"""LiteRT's greeting stays off the terminal, and nothing else does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alpaca_gui.engine.quiet import GREETING, without_greeting

CHECKOUT = Path(__file__).resolve().parents[2]

MAKE_ONE = """
import sys
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.resources import shipped_model
bundle = load_bundle(shipped_model())
if sys.argv[1] == "plain":
    from ai_edge_litert.interpreter import Interpreter
    Interpreter(model_content=bundle.litert).allocate_tensors()
else:
    from alpaca_gui.engine.classifier import Classifier
    Classifier(bundle)
"""


def _stderr_of(how: str) -> bytes:
    command = [sys.executable, "-c", MAKE_ONE, how]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True).stderr


def test_making_a_classifier_says_nothing() -> None:
    assert GREETING in _stderr_of("plain"), "LiteRT no longer greets: quiet.py can go"
    assert _stderr_of("classifier") == b""


def test_everything_else_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    with without_greeting():
        os.write(2, b"ERROR: before\n" + GREETING + b"ERROR: after\n")
    os.write(2, b"later\n")
    assert capfd.readouterr().err == "ERROR: before\nERROR: after\nlater\n"


def test_an_exception_passes_and_its_words_are_kept(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="broken"):
        _fail_quietly()
    assert capfd.readouterr().err == "ERROR: why\n"


def _fail_quietly() -> None:
    with without_greeting():
        os.write(2, b"ERROR: why\n")
        raise ValueError("broken")


def test_it_works_without_a_standard_error() -> None:
    script = "import os; os.close(2)\nfrom alpaca_gui.engine.quiet import without_greeting\n"
    script += "with without_greeting(): print('done')"
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, stdout=subprocess.PIPE, check=False)
    assert (done.returncode, done.stdout) == (0, b"done\n")

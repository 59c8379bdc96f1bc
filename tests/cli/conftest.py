"""The command line, called in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alpaca_gui.cli.main import main
from tests.cli.program import Main
from tests.jobs.web import Web, running_web


@pytest.fixture
def classify(capsys: pytest.CaptureFixture[str]) -> Main:
    """Call ``alpaca-gui classify`` here."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["classify", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server that runs for the test."""
    with running_web() as server:
        yield server

"""Numbers below 0 are values, also where `argparse` would take them for options."""

import argparse
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.cli.dashed import joined
from alpaca_gui.cli.main import main
from alpaca_gui.cli.rule_options import with_numbers


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(exit_on_error=False)
    made.add_argument("picture")
    made.add_argument("--threshold", type=float)
    made.add_argument("--band", type=float)
    made.add_argument("--out")
    return made


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["--threshold", "--thresh", "--t"]))
def test_every_finite_threshold_as_python_writes_it_is_taken(value: float, option: str) -> None:
    for number in (repr(value), f"{value:e}", f"{value:+g}"):
        found = parser().parse_args(with_numbers(["a.png", option, number]))
        assert (found.picture, found.threshold) == ("a.png", float(number))
        assert math.copysign(1, found.threshold) == math.copysign(1, float(number))


def test_nothing_else_is_touched() -> None:
    for arguments in (
        ["a.png", "--threshold", "--out", "b.json"],
        ["--threshold=-1e-3", "-1e-3"],
        ["--out", "-1e-3.json"],
        ["--", "--threshold", "-1e-3"],
        ["-1", "--threshold"],
        ["--", "-1e-3"],
        [],
    ):
        assert joined(arguments, ("--threshold", "--band")) == arguments
    assert joined(["--band", "-1e-3", "--", "--band", "-2"], ("--band",)) == ["--band=-1e-3", "--", "--band", "-2"]


def test_the_range_from_minus_1_is_taken_as_it_is_written_in_the_help(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is refused for the file that is not there, and not for the range."""
    assert main(["import", f"{tmp_path}/gone.keras", "--scale", "-1..1"]) == 2
    assert "gone.keras" in capsys.readouterr().err

"""What a child process hands over comes out as it went in, as JSON that keeps to the standard."""

import json
import os
from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from alpaca_gui.judging.compare import compare, comparison_from, comparison_values
from alpaca_gui.judging.judgement import Judgement, LeftOut
from alpaca_gui.judging.measure import report
from alpaca_gui.judging.report import Curve
from alpaca_gui.judging.values import judgement_from, judgement_values, report_from, report_values
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Done, from_line, to_line
from tests.judging.made_up import drawn, made_up

ODD = Path(os.fsdecode(b'/a/\xff\n<b>"\x00.jpg'))


def _sent(values: dict[str, object]) -> dict[str, object]:
    json.dumps(values, allow_nan=False)
    done = from_line(to_line(Done(values)).encode().decode("ascii"))
    assert isinstance(done, Done)
    return done.values


def _same(one: object, other: object) -> None:
    """Compare two dataclasses of one kind field by field, arrays and NaN included."""
    for field in fields(one):  # type: ignore[arg-type]
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b)
            assert a.dtype == b.dtype, field.name
        elif isinstance(a, Curve):
            _same(a, b)
        elif field.name == "reliability":
            np.testing.assert_equal([vars_of(each) for each in a], [vars_of(each) for each in b])
        else:
            assert a == b, field.name


def vars_of(one: object) -> list[object]:
    """The values of a dataclass."""
    return [getattr(one, field.name) for field in fields(one)]  # type: ignore[arg-type]


def _odd() -> Judgement:
    judgement = drawn(1, 20, Rule(1.5, 0.5, 2.0))
    seeds = np.stack([judgement.logits, judgement.logits + 1], axis=1)
    seeds[3] = np.nan
    held = np.arange(20) != 3
    return replace(
        judgement,
        paths=(ODD, *judgement.paths[1:]),
        left_out=(LeftOut(ODD, "It is cut off."),),
        seed_logits=seeds,
        out_of_fold=held,
        seen=~held,
    )


def test_a_judgement_comes_out_as_it_went_in() -> None:
    for judgement in (_odd(), made_up([1000.0, -1e-300], [1, 0])):
        _same(judgement, judgement_from(_sent(judgement_values(judgement))))


def test_a_report_comes_out_as_it_went_in_empty_bins_included() -> None:
    for judgement in (_odd(), made_up([1000.0, -1000.0], [1, 0]), made_up([0.0, 0.0], [1, 0])):
        found = report(judgement)
        _same(found, report_from(_sent(report_values(found))))


def test_a_comparison_comes_out_as_it_went_in() -> None:
    found = compare(_odd(), replace(_odd(), logits=-_odd().logits))
    assert found.changed
    _same(found, comparison_from(_sent(comparison_values(found))))

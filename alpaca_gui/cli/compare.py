"""``alpaca-gui compare``: two models on the same labelled pictures."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from alpaca_gui.cli.judging import add_dataset, judged
from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.cli.output import open_output
from alpaca_gui.cli.report_text import paragraph
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.judge import JudgeRequest
from alpaca_gui.judging.compare import Comparison, compare
from alpaca_gui.judging.words import about_agreement, about_mcnemar
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model


def run(arguments: list[str]) -> int:
    """Judge both models and print where they differ; give 0 if every picture was read, 1 if some were left out.

    Raises
    ------
    AlpacaError
        When a model or the dataset cannot be used.
    """
    options = _parser().parse_args(arguments)
    dataset = tuple(options.dataset)
    first = judged(JudgeRequest(options.model or shipped_model(), dataset, options.yes))
    second = judged(JudgeRequest(options.other, dataset, options.yes))
    found = compare(first, second)
    with open_output(None) as stream:
        lines = [json.dumps(_values(found), allow_nan=False)] if options.json else _lines(found)
        stream.writelines(f"{line}\n" for line in lines)
    return SOME_FAILED if first.left_out or second.left_out else OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui compare", description="Compare two models on the same labelled pictures: which change sides."
    )
    add_dataset(parser)
    parser.add_argument("--model", metavar="FILE", type=Path, help="the first model bundle (default: the shipped one)")
    parser.add_argument("--with", dest="other", metavar="FILE", type=Path, required=True, help="the second")
    return parser


def _lines(found: Comparison) -> Iterator[str]:
    yield from paragraph(printable(about_agreement(found)))
    yield ""
    yield from _table(found)
    yield ""
    yield from paragraph(printable(about_mcnemar(found)))
    if found.changed:
        yield ""
        yield f"{'first':>10}  {'second':>10}  {'labelled':8}  path"
    for place in found.changed:
        label = "yes" if found.labels[place] else "no"
        logits = f"{found.first_logits[place]:>+10.4f}  {found.second_logits[place]:>+10.4f}"
        yield f"{logits}  {label:8}  {printable(str(found.paths[place]))}"


def _table(found: Comparison) -> Iterator[str]:
    table = found.mcnemar
    yield f"{'':12}{'second right':>14}{'second wrong':>14}"
    yield f"{'first right':12}{table.both_right:>14,}{table.only_first:>14,}"
    yield f"{'first wrong':12}{table.only_second:>14,}{table.both_wrong:>14,}"


def _values(found: Comparison) -> dict[str, Any]:
    return {
        "first": found.first,
        "second": found.second,
        "n": found.n,
        "agreement": found.agreement,
        "mcnemar": asdict(found.mcnemar),
        "changed": [_picture(found, place) for place in found.changed],
        "only_in_one": found.only_in_one,
        "uneven": found.uneven,
        "words": f"{about_agreement(found)} {about_mcnemar(found)}",
    }


def _picture(found: Comparison, place: int) -> dict[str, Any]:
    return {
        "path": str(found.paths[place]),
        "label": "yes" if found.labels[place] else "no",
        "first": _reading(float(found.first_logits[place]), found.first_rule),
        "second": _reading(float(found.second_logits[place]), found.second_rule),
    }


def _reading(logit: float, rule: Rule) -> dict[str, Any]:
    return {"logit": logit, "answer": "yes" if logit > rule.threshold else "no"}

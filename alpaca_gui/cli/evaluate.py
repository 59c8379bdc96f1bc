"""``alpaca-gui evaluate``: how good a model is on labelled pictures."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from alpaca_gui.cli.judging import add_dataset, judged
from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.cli.output import open_output
from alpaca_gui.cli.report_text import paragraph, picture_lines, report_json, report_lines
from alpaca_gui.jobs.judge import JudgeRequest
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.measure import report
from alpaca_gui.judging.report import Report
from alpaca_gui.judging.words import proposal_text
from alpaca_gui.logit.thresholds import Costs, Proposal, WantedPrecision, WantedRecall, Wish, propose
from alpaca_gui.resources import shipped_model


def run(arguments: list[str]) -> int:
    """Judge and print; give 0 if every picture was read, 1 if some were left out.

    Raises
    ------
    AlpacaError
        When the model, the dataset or the output cannot be used, or no threshold grants the wish.
    """
    options = _parser().parse_args(arguments)
    model = Path(options.model) if options.model else shipped_model()
    judgement = judged(JudgeRequest(model, tuple(options.dataset), options.yes))
    found = report(judgement)
    wish: Wish | None = options.threshold_for
    proposal = None if wish is None else _proposal(wish, judgement)
    if options.out is not None:
        _write_page(options.out, judgement, found)
    with open_output(None) as stream:
        if options.json:
            stream.write(json.dumps(_values(judgement, found, proposal), allow_nan=False) + "\n")
        else:
            lines = picture_lines(judgement, found.suspicious) if options.suspicious else report_lines(judgement, found)
            stream.writelines(f"{line}\n" for line in lines)
            if wish is not None and proposal is not None:
                stream.writelines(f"{line}\n" for line in ["", *paragraph(proposal_text(wish, proposal))])
    return SOME_FAILED if judgement.left_out else OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui evaluate", description="Judge a model on labelled pictures: figures with 95 % intervals, mistakes."
    )
    add_dataset(parser)
    parser.add_argument("--model", metavar="FILE", help="the model bundle (default: the shipped one)")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write a page with curves and the mistakes (HTML)")
    parser.add_argument("--suspicious", action="store_true", help="print only the suspicious labels, all of them")
    wish = "say which threshold to take: precision=0.99, recall=0.99, or cost=FALSE_YES:FALSE_NO"
    parser.add_argument("--threshold-for", type=_wish, metavar="WISH", help=wish)
    return parser


def _wish(text: str) -> Wish:
    name, _, value = text.partition("=")
    try:
        match name:
            case "precision":
                return WantedPrecision(float(value))
            case "recall":
                return WantedRecall(float(value))
            case "cost":
                false_yes, false_no = value.split(":")
                return Costs(float(false_yes), float(false_no))
    except ValueError:
        pass  # said below, with what was given
    raise argparse.ArgumentTypeError(f"{text!r} is not precision=…, recall=… or cost=FALSE_YES:FALSE_NO")


def _proposal(wish: Wish, judgement: Judgement) -> Proposal:
    return propose(wish, judgement.logits, judgement.labels, judgement.rule.threshold)


def _values(judgement: Judgement, found: Report, proposal: Proposal | None) -> dict[str, object]:
    values = report_json(judgement, found)
    return values if proposal is None else {**values, "proposal": asdict(proposal)}


def _write_page(path: Path, judgement: Judgement, found: Report) -> None:
    from alpaca_gui.judging.page import page  # noqa: PLC0415 - only `--out` needs it

    with open_output(path) as stream:
        stream.write(page(judgement, found))

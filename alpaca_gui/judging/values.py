"""Judgements, reports and comparisons as JSON values and back, so that a child process can hand them over."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from alpaca_gui.judging.judgement import Judgement, LeftOut
from alpaca_gui.judging.report import Bin, Counts, Curve, Figure, Report
from alpaca_gui.logit.metrics import Metrics
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule

Values = dict[str, Any]
"""JSON values by name; None stands where a number is not there, since JSON has no NaN."""

_FIGURES = ("accuracy", "log_loss", "brier", "auc", "ece")


def judgement_values(judgement: Judgement) -> Values:
    """Give a judgement as JSON values; `judgement_from` is the reverse."""
    seeds = judgement.seed_logits
    return {
        "model": judgement.model,
        "model_id": judgement.model_id,
        "yes": judgement.yes,
        "no": judgement.no,
        "rule": asdict(judgement.rule),
        "paths": [str(path) for path in judgement.paths],
        "hashes": list(judgement.hashes),
        "labels": judgement.labels.tolist(),
        "logits": judgement.logits.tolist(),
        "out_of_fold": judgement.out_of_fold.tolist(),
        "left_out": [[str(each.path), each.sentence] for each in judgement.left_out],
        "seed_logits": None if seeds is None else [_without_nan(row) for row in seeds],
        "seen": None if judgement.seen is None else judgement.seen.tolist(),
    }


def judgement_from(values: Values) -> Judgement:
    """Read what `judgement_values` gave."""
    seeds, seen = values["seed_logits"], values["seen"]
    return Judgement(
        model=values["model"],
        model_id=values["model_id"],
        yes=values["yes"],
        no=values["no"],
        rule=Rule(**values["rule"]),
        paths=tuple(map(Path, values["paths"])),
        hashes=tuple(values["hashes"]),
        labels=np.array(values["labels"], dtype=np.int64),
        logits=np.array(values["logits"], dtype=np.float64),
        out_of_fold=np.array(values["out_of_fold"], dtype=np.bool_),
        left_out=tuple(LeftOut(Path(path), sentence) for path, sentence in values["left_out"]),
        seed_logits=None if seeds is None else np.array(seeds, dtype=np.float64),  # which takes None for NaN
        seen=None if seen is None else np.array(seen, dtype=np.bool_),
    )


def report_values(report: Report) -> Values:
    """Give a report as JSON values; `report_from` is the reverse."""
    return {
        "n": report.n,
        "n_out_of_fold": report.n_out_of_fold,
        **{name: asdict(getattr(report, name)) for name in _FIGURES},
        "counts": asdict(report.counts),
        "roc": _curve_values(report.roc),
        "precision_recall": _curve_values(report.precision_recall),
        "reliability": [{**asdict(each), "share": each.share if each.count else None} for each in report.reliability],
        "suspicious": list(report.suspicious),
        "each_seed": [each.as_dict() for each in report.each_seed],
        "seconds": report.seconds,
    }


def report_from(values: Values) -> Report:
    """Read what `report_values` gave."""
    return Report(
        n=values["n"],
        n_out_of_fold=values["n_out_of_fold"],
        **{name: Figure(**values[name]) for name in _FIGURES},
        counts=Counts(**values["counts"]),
        roc=_curve_from(values["roc"]),
        precision_recall=_curve_from(values["precision_recall"]),
        reliability=tuple(
            Bin(**{**each, "share": float("nan") if each["share"] is None else each["share"]})
            for each in values["reliability"]
        ),
        suspicious=tuple(values["suspicious"]),
        each_seed=tuple(Metrics(**each) for each in values["each_seed"]),
        seconds=values["seconds"],
    )


def _without_nan(row: Floats) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in row]


def _curve_values(curve: Curve) -> Values:
    return {"x": curve.x.tolist(), "y": curve.y.tolist(), "thresholds": curve.thresholds.tolist()}


def _curve_from(values: Values) -> Curve:
    return Curve(*(np.array(values[name], dtype=np.float64) for name in ("x", "y", "thresholds")))

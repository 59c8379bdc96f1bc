"""A report in words: the same sentences in the window, the terminal and the page."""

from typing import Final

from alpaca_gui.judging.compare import Comparison
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.measure import SUSPICIOUS_LOG_ODDS
from alpaca_gui.judging.report import Figure, Report
from alpaca_gui.logit.thresholds import Costs, Counts, Proposal, WantedPrecision, WantedRecall, Wish

FIGURES: Final = {
    "accuracy": "accuracy",
    "log_loss": "log loss",
    "brier": "Brier",
    "auc": "area under the curve",
    "ece": "calibration error",
}
"""What each figure of a report is called, by its name there."""

EXPLAINED: Final = {
    "accuracy": "share of right answers",
    "log_loss": "mean cross-entropy in nats; 0 is best, 0.693 is a coin",
    "brier": "mean squared distance of the probability from 0 or 1; 0 is best, 0.25 is a coin",
    "auc": "chance that a random yes has a higher logit than a random no; 1 is best, 0.5 is a coin",
    "ece": "how far probabilities are from the shares that come true; 0 is best",
}


def figure_text(figure: Figure) -> str:
    """A figure's value with four decimals."""
    return f"{figure.value:.4f}"


def interval_text(figure: Figure) -> str:
    """The 95 % interval: ``0.9606 to 0.9916``."""
    return f"{figure.low:.4f} to {figure.high:.4f}"


def about_pictures(judgement: Judgement) -> str:
    """How many pictures there are of either side."""
    yes = int(judgement.labels.sum())
    return f"{_pictures(judgement.n)}: {yes:,} {judgement.yes}, {judgement.n - yes:,} {judgement.no}."


def about_logits(judgement: Judgement) -> str:
    """Which logits are out of fold, and whether some flatter the model."""
    n, held, seen = judgement.n, judgement.n_out_of_fold, judgement.n_seen
    other = n - held - seen
    said = []
    if held:
        which = f"All {held:,} logits are" if held == n else f"{held:,} of the {n:,} logits are"
        said.append(
            f"{which} out of fold: the model was trained on these pictures, so their logits come from heads that never "
            f"saw them{_over_seeds(judgement)}."
        )
    if seen:
        which = f"All {seen:,} logits are" if seen == n else f"{seen:,} of the {n:,} logits are"
        said.append(
            f"{which} the model's own on pictures that it was trained on, and its bundle holds none out of fold for "
            "them: the figures flatter it."
        )
    if other:
        which = f"All {other:,} logits are" if other == n else f"{other:,} of the {n:,} logits are"
        said.append(f"{which} the model's own; nothing in its bundle says that it was trained on these pictures.")
    return " ".join(said)


def _over_seeds(judgement: Judgement) -> str:
    seeds = 0 if judgement.seed_logits is None else judgement.seed_logits.shape[1]
    return f", the mean over {seeds} ways to deal them to folds" if seeds > 1 else ""


def about_rule(judgement: Judgement) -> str:
    """Threshold, band and temperature."""
    rule = judgement.rule
    return f"Threshold {rule.threshold:g}, band {rule.band:g}, temperature {rule.temperature:g}."


def about_suspicious(judgement: Judgement, report: Report) -> str:
    """What a suspicious label is, and how many there are."""
    found = len(report.suspicious)
    head = (
        f"{_count(found, 'label is', 'labels are')} suspicious: there" if found else "No label is suspicious: nowhere"
    )
    said = (
        f"{head} the logit is on the wrong side by more than the band and gives the label a chance of at most 12 % "
        f"(log-odds beyond {SUSPICIOUS_LOG_ODDS:g})."
    )
    if judgement.n_seen:
        said += " Fewer are found than there may be: a model that was trained on a wrong label has learnt to agree."
    return said


def wish_text(wish: Wish) -> str:
    """A wish for a threshold in words."""
    match wish:
        case WantedPrecision(share):
            return f"a precision of at least {share:g}"
        case WantedRecall(share):
            return f"a recall of at least {share:g}"
        case Costs(false_yes, false_no):
            return f"the least cost, where a false yes costs {false_yes:g} and a false no {false_no:g}"


def proposal_text(wish: Wish, proposal: Proposal) -> str:
    """Which threshold grants a wish, and what taking it does to the counts."""
    before, after = proposal.before, proposal.after
    return (
        f"For {wish_text(wish)}, take a threshold of {proposal.threshold:+.4f}. False yes: {before.no_as_yes:,} now, "
        f"{after.no_as_yes:,} then. False no: {before.yes_as_no:,} now, {after.yes_as_no:,} then. "
        f"{_shares(before)} now, {_shares(after).lower()} then."
    )


def _shares(counts: Counts) -> str:
    return f"Precision {_share(counts.precision)} and recall {_share(counts.recall)}"


def _share(share: float | None) -> str:
    return "not defined" if share is None else f"{share:.4f}"


def about_agreement(comparison: Comparison) -> str:
    """How many pictures the two models answer alike."""
    changed = len(comparison.changed)
    said = f"{comparison.first} and {comparison.second} answer {comparison.n - changed:,} of {comparison.n:,} alike"
    said += f" ({100 * comparison.agreement:.1f} %)."
    if comparison.only_in_one:
        said += f" {_pictures(comparison.only_in_one)} that only one of them could be judged on did not take part."
    if comparison.uneven:
        said += (
            f" Beware: on {_pictures(comparison.uneven).lower()} one of the two logits flatters its model, which was "
            "trained on them, and the other does not."
        )
    return said


def about_mcnemar(comparison: Comparison) -> str:
    """McNemar's test in words, with the 5 % level as the mark."""
    table, first, second = comparison.mcnemar, comparison.first, comparison.second
    if table.only_first + table.only_second == 0:
        return "Both are right about the same pictures: nothing tells one from the other."
    said = (
        f"{first} alone is right about {table.only_first:,}, {second} alone about {table.only_second:,}; a split at "
        f"least as uneven comes by chance with p = {_p(table.p)} (McNemar's exact test)."
    )
    if comparison.uneven:
        return f"{said} Since some logits flatter one model alone, that does not show which is better."
    if table.p >= 0.05:
        return f"{said} That can well be chance: these pictures do not show that one is better."
    better = first if table.only_first > table.only_second else second
    return f"{said} That is hardly chance: {better} is better on such pictures."


def _p(p: float) -> str:
    return f"{p:.3f}" if p >= 0.001 else f"{p:.1g}"


def _pictures(n: int) -> str:
    return _count(n, "picture", "pictures")


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"

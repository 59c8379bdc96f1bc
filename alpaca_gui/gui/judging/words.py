"""Sentences over a whole report, for people who do not program."""

from alpaca_gui.gui.judging.behind import pictures
from alpaca_gui.judging.judgement import Judgement


def fold_words(judgement: Judgement) -> str:
    """Say which logits are out of fold, and what that means."""
    folded, seen = judgement.n_out_of_fold, judgement.n_seen
    new = judgement.n - folded - seen
    if folded == judgement.n:
        return "Out of fold: each picture was judged by a model that never saw it."
    if new == judgement.n:
        return "The model itself judged these pictures; as far as its card tells, it was trained on none of them."
    if seen == judgement.n:
        return (
            "Not out of fold: the model was trained on these very pictures and says nothing of how it did without "
            "them. The figures look better than they are."
        )
    parts = [
        f"{pictures(folded)} out of fold, judged by a model that never saw the picture" if folded else "",
        f"{pictures(new)} new to the model" if new else "",
        f"{pictures(seen)} that it was trained on: there the figures look better than they are" if seen else "",
    ]
    return f"{'; '.join(part for part in parts if part)}."


def temperature_words(temperature: float) -> str:
    """Say what the temperature is and does."""
    if temperature == 1.0:
        return "Temperature 1: the probability is the sigmoid of the raw logit."
    return (
        f"Temperature {temperature:.3g}: the probability is the sigmoid of the logit divided by it, so that 80 % is "
        "right about 80 times in 100. The logit that is shown stays raw, and no decision changes."
    )


def doubt_words(count: int) -> str:
    """Say what the suspicious labels are, on the button that shows them."""
    return "1 label in doubt" if count == 1 else f"{count:,} labels in doubt"

"""How good a model is on a person's labels, before and after it was taught."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.judging.intervals import wilson
from alpaca_gui.judging.report import Figure
from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule, margins
from alpaca_gui.training.dataset import Labels


@dataclass(frozen=True, slots=True)
class OnLabels:
    """A model's answers to the pictures that a person has labelled.

    Attributes
    ----------
    n, right
        How many pictures were judged, and how many of them are answered as they are labelled.
    accuracy
        ``right`` of ``n`` with its 95 % interval (Wilson's).
    log_loss
        Mean cross-entropy in nats, of ``logit / temperature``.
    seen
        Of how many pictures the model had been trained on that very picture: there it is flattered.
    """

    n: int
    right: int
    accuracy: Figure
    log_loss: float
    seen: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The model that was taught and the one that came of it, on the same labelled pictures.

    Attributes
    ----------
    before, after
        Their figures. Both are judged out of fold wherever they were trained on the picture, as far as is known.
    mended, spoilt
        How many pictures are answered right by the second alone, and by the first alone.
    """

    before: OnLabels
    after: OnLabels
    mended: int
    spoilt: int

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Logits (n,) and the rule that they are read with; ``seen`` (n,) marks those that flatter the model."""

    logits: Floats
    rule: Rule
    seen: NDArray[np.bool_]

    def right(self, labels: Labels) -> NDArray[np.bool_]:
        """Which pictures are answered as they are labelled, (n,)."""
        right: NDArray[np.bool_] = (margins(self.logits, self.rule) > 0) == (labels == 1)
        return right


def before_after(before: Answers, after: Answers, labels: Labels) -> BeforeAfter:
    """Compare two models on the same labelled pictures, one at least."""
    right, now_right = before.right(labels), after.right(labels)
    return BeforeAfter(
        _figures(before, labels),
        _figures(after, labels),
        mended=int((now_right & ~right).sum()),
        spoilt=int((right & ~now_right).sum()),
    )


def _figures(answers: Answers, labels: Labels) -> OnLabels:
    n, right = labels.size, int(answers.right(labels).sum())
    loss = float(cross_entropy(answers.logits / answers.rule.temperature, labels).mean())
    return OnLabels(n, right, wilson(right, n), loss, int(answers.seen.sum()))

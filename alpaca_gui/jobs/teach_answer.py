"""What a window asks the child process that teaches, and what it gets; light, so that a window may import it."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.judging.report import Figure
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Values
from alpaca_gui.training.teach_figures import BeforeAfter, OnLabels

MODULE: Final = "alpaca_gui.jobs.teach"
"""Module of the child process."""


@dataclass(frozen=True, slots=True)
class TeachRequest:
    """What to teach.

    Attributes
    ----------
    library
        Whose labels and embeddings are learnt from; it is only read.
    model
        The bundle to teach.
    model_id
        Which bundle that has to be: another one may lie there by now. None where any will do.
    concept
        What the labels are about.
    out, preview
        Where the new bundle is written, and `alpaca_gui.jobs.preview.Preview`.
    rule
        How records are read; the new model keeps threshold and band. None for the bundle's own.
    """

    library: Path
    model: Path
    model_id: str | None
    concept: str
    out: Path
    preview: Path
    rule: Rule | None = None

    def as_dict(self) -> Values:
        """Return JSON values."""
        paths = {name: str(getattr(self, name)) for name in ("library", "model", "out", "preview")}
        rule = None if self.rule is None else [self.rule.threshold, self.rule.band, self.rule.temperature]
        return {**paths, "model_id": self.model_id, "concept": self.concept, "rule": rule}

    @classmethod
    def from_dict(cls, values: Values) -> Self:
        """Read the child's request."""
        rule = values.get("rule")
        return cls(
            Path(values["library"]),
            Path(values["model"]),
            values.get("model_id"),
            values["concept"],
            Path(values["out"]),
            Path(values["preview"]),
            None if rule is None else Rule(*rule),
        )


@dataclass(frozen=True, slots=True, eq=False)
class TeachAnswer:
    """What came of it.

    Attributes
    ----------
    out, model_id
        The new bundle.
    taught_from, yes, no
        The name of the model that was taught, and its two answers.
    labels, known_before
        How many pictures the person has labelled, and how many more are remembered from before.
    compared
        Both models on the labels.
    before, after
        The rules that decisions were compared by: as records are read now, and as the new model reads them.
    counts
        (3, 3), as in `alpaca_gui.logit.changes.Changes`.
    left_out
        Records that no embedding is kept of: of these it is not known what the new model will say.
    """

    out: Path
    model_id: str
    taught_from: str
    yes: str
    no: str
    labels: int
    known_before: int
    compared: BeforeAfter
    before: Rule
    after: Rule
    counts: NDArray[np.int64]
    left_out: int

    @property
    def changed(self) -> int:
        """How many records change their decision."""
        return int(self.counts.sum() - self.counts.trace())

    def as_dict(self) -> Values:
        """Return JSON values."""
        names = ("model_id", "taught_from", "yes", "no", "labels", "known_before", "left_out")
        return {
            "out": str(self.out),
            **{name: getattr(self, name) for name in names},
            "compared": self.compared.as_dict(),
            "before": asdict(self.before),
            "after": asdict(self.after),
            "counts": self.counts.tolist(),
        }

    @classmethod
    def from_values(cls, values: Values) -> Self:
        """Read the values of the child's `alpaca_gui.messages.Done`.

        Raises
        ------
        KeyError, TypeError, ValueError
            When they are no such values.
        """
        counts = np.array(values["counts"], np.int64)
        if counts.shape != (3, 3):
            raise ValueError(f"counts of {counts.shape}")
        compared = values["compared"]
        return cls(
            Path(values["out"]),
            str(values["model_id"]),
            str(values["taught_from"]),
            str(values["yes"]),
            str(values["no"]),
            int(values["labels"]),
            int(values["known_before"]),
            BeforeAfter(
                _on_labels(compared["before"]),
                _on_labels(compared["after"]),
                int(compared["mended"]),
                int(compared["spoilt"]),
            ),
            Rule(**values["before"]),
            Rule(**values["after"]),
            counts,
            int(values["left_out"]),
        )


def _on_labels(values: dict[str, Any]) -> OnLabels:
    return OnLabels(**{**values, "accuracy": Figure(**values["accuracy"])})

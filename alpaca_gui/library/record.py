"""The record: what is known about one picture after it was looked at."""

from dataclasses import dataclass

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.source import Source


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One picture's outcome: evidence, or the sentence that says why there is none.

    Attributes
    ----------
    source
        Where the picture came from; for a link that was fetched, the fetched picture.
    evidence
        What the model said; None where it failed.
    width, height
        Size in pixels, upright; None where it could not be read.
    error
        One sentence, or None.
    notes
        Sentences that a person should know beside the reading.
    """

    source: Source
    evidence: Evidence | None = None
    width: int | None = None
    height: int | None = None
    error: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def logit(self) -> float | None:
        """The raw output of the neuron; None where the picture failed."""
        return None if self.evidence is None else self.evidence.logit

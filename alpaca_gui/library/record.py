"""The record: what is known about one picture after it was looked at."""

from dataclasses import dataclass

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.source import Source


@dataclass(frozen=True, slots=True)
class Content:
    """What a picture's bytes are, apart from where they lie.

    Attributes
    ----------
    digest
        SHA-256 of the bytes.
    size
        How many bytes there are.
    modified
        When the file was last changed, in nanoseconds since the epoch; 0 for what is no file.
    """

    digest: bytes
    size: int
    modified: int = 0


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
    content
        What the bytes are; None where they could not be read.
    unlike
        How unlike the training pictures it is (see `alpaca_gui.engine.familiar`); None where that is not known.
    time
        When the model said it, in seconds since the epoch; None where it did not.
    """

    source: Source
    evidence: Evidence | None = None
    width: int | None = None
    height: int | None = None
    error: str | None = None
    notes: tuple[str, ...] = ()
    content: Content | None = None
    unlike: float | None = None
    time: float | None = None

    @property
    def logit(self) -> float | None:
        """The raw output of the neuron; None where the picture failed."""
        return None if self.evidence is None else self.evidence.logit

"""What the program promises of its speed, and the form in which a measurement answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from alpaca_gui.errors import AlpacaError


class NotMeasuredError(AlpacaError):
    """Something cannot be measured here; the sentence says why. The other measurements go on."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One figure that is promised.

    Attributes
    ----------
    key
        Its name in JSON.
    limit
        The least that it may be where ``at_least`` is set, else the most.
    at_least
        Whether more is better.
    unit
        Of the value and the limit; ``x`` for how many times.
    against
        What it is measured against, in words.
    """

    key: str
    limit: float
    at_least: bool
    unit: str
    against: str

    def met_by(self, value: float) -> bool:
        """Tell whether ``value`` keeps the promise; exactly the limit does."""
        return value >= self.limit if self.at_least else value <= self.limit

    def limit_text(self) -> str:
        """Give the limit in words, e.g. ``at least 15 x``."""
        return f"{'at least' if self.at_least else 'at most'} {self.limit:g} {self.unit}".strip()


PROMISES: Final = (
    Promise("predict_over_engine", 15, True, "x", "Keras model.predict of one picture, over ours (MobileNetV2)"),
    Promise("predict_over_pipeline", 6, True, "x", "decoding and model.predict one at a time, over the pipeline"),
    Promise("pipeline_efficiency", 0.85, True, "", "throughput of bare threads that decode and infer"),
    Promise("memory_growth_mb", 50, False, "MB", "peak of classify: the short run to the long one"),
    Promise("window_over_bare", 2, False, "x", "start of a bare PySide6 window until it answers"),
    Promise("first_logit_s", 1.5, False, "s", "from starting classify to its first record"),
    Promise("gap_max_ms", 33, False, "ms", "longest gap of the window's thread while classifying"),
    Promise("gap_p999_ms", 16, False, "ms", "99.9th percentile of these gaps"),
    Promise("map_ms", 150, False, "ms", "from the file to the exact map, the slowest picture"),
    Promise("xray_ms", 150, False, "ms", "tensor, and logits under fits, decodings, scalings; the slowest picture"),
    Promise("firm_s", 1, False, "s", "how firm: all small changes, the slowest picture"),
    Promise("flips_per_s", 20, True, "/s", "answers of the flip finder while a slider is dragged, the slowest picture"),
    Promise("map_over_estimate", 10, True, "x", "estimating a map by covering as many parts, over the exact map"),
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one benchmark found.

    Attributes
    ----------
    values
        The promised figures, by `Promise.key`.
    raw
        The figures behind them, by their names in JSON.
    notes
        Remarks by the same keys, e.g. that there was no display.
    """

    values: Mapping[str, float]
    raw: Mapping[str, object]
    notes: Mapping[str, str] = field(default_factory=dict)

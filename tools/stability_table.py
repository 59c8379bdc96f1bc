"""Prints what docs/stability.md states: where each way to the loss breaks, and how many ulp off it is elsewhere.

``python -m tools.stability_table`` computes everything anew, in some ten seconds. The errors depend a little on the
processor, since NumPy has other code for ``exp`` and ``log`` on each.
"""

import sys
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.explain.exact import exact, ulp_error
from alpaca_gui.logit.breaks import breaking_points, breaks
from alpaca_gui.logit.float_bits import Precision
from alpaca_gui.logit.stability import EPSILON, Computed, Method, from_logits, naive

SAMPLES: Final = 2000
SEED: Final = 5
NEAR: Final = 5.0
"""Up to this logit the sigmoid has digits enough in each kind of number."""


def samples(precision: Precision, furthest: float = 1000.0) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Random logits (2000,), half of them even up to ``furthest`` and half by their logarithm, with random labels."""
    rng = np.random.default_rng(SEED)
    even = rng.uniform(-furthest, furthest, SAMPLES // 2)
    small = rng.choice([-1.0, 1.0], SAMPLES // 2) * 10 ** rng.uniform(-6, np.log10(furthest), SAMPLES // 2)
    logits = precision.array(np.concatenate([even, small])).astype(np.float64)
    return logits, rng.integers(0, 2, SAMPLES)


def errors(
    found: Computed, logits: NDArray[np.float64], labels: NDArray[np.int64], precision: Precision
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How many ulp each loss and each gradient is off, (n,)."""
    truths = [exact(float(logit), int(label)) for logit, label in zip(logits, labels, strict=True)]
    losses = [ulp_error(float(each), truth.loss, precision) for each, truth in zip(found.loss, truths, strict=True)]
    slopes = [ulp_error(float(each), one.gradient, precision) for each, one in zip(found.gradient, truths, strict=True)]
    return np.array(losses), np.array(slopes)


def break_table() -> Iterator[str]:
    """Lines of Markdown: where each method breaks, and how."""
    yield "| numbers | label | method | from logit | what goes wrong |"
    yield "| --- | --- | --- | ---: | --- |"
    for precision in Precision:
        for label, word in enumerate(("no", "yes")):
            for method in Method:
                points = breaking_points(breaks(method, precision, label, EPSILON))
                for point in points:
                    names = "; ".join(point.troubles)
                    yield f"| {precision} | {word} | {method} | {point.logit:+.2f} | {names} |"
                if not points:
                    yield f"| {precision} | {word} | {method} | | nothing |"


def error_table() -> Iterator[str]:
    """Lines of Markdown: the largest errors."""
    yield "| numbers | from logits, to ±1000: loss | gradient | sigmoid, then log, to ±5: loss | gradient |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for precision in Precision:
        far, labels = samples(precision)
        near, near_labels = samples(precision, NEAR)
        stable = errors(from_logits(far, labels, precision), far, labels, precision)
        plain = errors(naive(near, near_labels, precision), near, near_labels, precision)
        cells = [f"{each.max():.2f}" for each in stable] + [f"{each.max():.0f}" for each in plain]
        yield f"| {precision} | {' | '.join(cells)} |"


def main() -> int:
    """Print both tables."""
    for line in (*break_table(), "", *error_table()):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())

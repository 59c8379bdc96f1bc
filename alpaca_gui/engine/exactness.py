"""When a map is exact: how far its sum may miss the logit, since the model computes in float32."""

from typing import Final

EXACT_TO: Final = 1e-4
"""Logits by which bias and cells may miss the logit."""

ROUNDING: Final = 2.0**-20
"""The same in shares of all that is added up, for logits so large that float32 has no four decimals for them."""


def most_missed(added: float) -> float:
    """By how much a sum may miss the logit, where the sizes of all that is added up come to ``added``."""
    return max(EXACT_TO, ROUNDING * added)

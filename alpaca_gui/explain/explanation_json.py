"""The parts of an explanation as plain JSON values, and notes on what is exact and what is not."""

from typing import Any

from alpaca_gui.engine.exactness import EXACT_TO
from alpaca_gui.explain.cell_words import no_map_text
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.firmness import Firmness
from alpaca_gui.explain.lens import Seen
from alpaca_gui.explain.nearest import NearestTraining, Neighbour
from alpaca_gui.explain.occlusion import Occlusion
from alpaca_gui.explain.xray import Xray

_NO_BIAS = "The model's file does not show its bias: each cell holds its share of it, and the bias is given as 0."


def map_values(seen: Seen, estimate: Occlusion | None) -> dict[str, Any]:
    """Bias and cells, which sum to the logit; where there is no such map they are null, and the estimate is beside."""
    contributions = seen.contributions
    return {
        "bias": None if contributions is None else contributions.bias,
        "cells": None if contributions is None else contributions.cells.tolist(),
        "cells_exact": contributions is not None,
        "cells_note": no_map_text(seen.no_map) if contributions is None else _cells_note(contributions),
        "estimate": None if estimate is None else {"cells": estimate.cells.tolist(), "how": estimate.how},
    }


def _cells_note(contributions: Contributions) -> str | None:
    notes = [] if contributions.bias_known else [_NO_BIAS]
    if abs(contributions.residue) > EXACT_TO:
        notes.append(
            f"The sum misses the logit by {abs(contributions.residue):.1g}: float32, with which the model computes, "
            "has no more digits for numbers as large as those that are added up."
        )
    return " ".join(notes) or None


def changes_values(firmness: Firmness) -> dict[str, Any]:
    """Name and logit of each small change, and whether the picture itself or a copy was changed."""
    return {
        "changes": [{"name": each.name, "logit": each.logit} for each in firmness.changes],
        "changes_exact": firmness.reduced is None,
        "changes_note": firmness.how,
    }


def preprocessing_values(xray: Xray) -> dict[str, Any]:
    """Name and logit of each variant; where there is no logit, the notes say why by name."""
    return {
        "preprocessing": [{"name": each.name, "logit": each.logit} for each in xray.variants],
        "preprocessing_notes": {each.name: each.why for each in xray.variants if each.logit is None},
    }


def nearest_values(nearest: NearestTraining) -> dict[str, Any]:
    """The training pictures of each side, and the picture itself where it is one of them."""
    return {
        "yes": [_neighbour(each) for each in nearest.yes],
        "no": [_neighbour(each) for each in nearest.no],
        "itself": None if nearest.itself is None else _neighbour(nearest.itself),
    }


def _neighbour(neighbour: Neighbour) -> dict[str, Any]:
    label = "yes" if neighbour.label else "no"
    return {"sha256": neighbour.digest, "label": label, "logit": neighbour.logit, "cosine": neighbour.cosine}

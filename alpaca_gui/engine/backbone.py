"""Which backbone a bundle stands on: its embeddings are the same whatever head weighs them."""

import hashlib
import json

import numpy as np

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.head_weights import head_weights, with_head
from alpaca_gui.errors import BundleError


def backbone_id(bundle: ModelBundle) -> str:
    """SHA-256 of a bundle's backbone and preprocessing, the same whatever head stands on it.

    Raises
    ------
    BundleError
        When the model has no linear neuron whose weights could be told apart from the rest.
    """
    weights, _ = head_weights(bundle.litert)
    bare = with_head(bundle.litert, np.zeros_like(weights), 0.0)
    step = json.dumps(bundle.card.preprocessing.as_dict(), sort_keys=True).encode()
    return hashlib.sha256(bare + step).hexdigest()


def backbone_of(bundle: ModelBundle) -> str:
    """As `backbone_id`; a model without such a neuron is known by its own id."""
    try:
        return backbone_id(bundle)
    except BundleError:
        return bundle.model_id

"""The order in which the exercise shows the training pictures, anew in each epoch."""

from collections.abc import Callable
from typing import Final

import numpy as np
import tensorflow as tf

from alpaca_gui.training.course.settings import BATCH
from alpaca_gui.training.course.split import Indices

_NO_SEED_SET: Final = 87654321
"""What TensorFlow takes for the seed of the program where none was set, as in the exercise."""


def epoch_orders(training: Indices, seed: int) -> Callable[[], Indices]:
    """Give a function that shuffles ``training`` as ``image_dataset_from_directory(seed=seed)`` does at each epoch.

    That is ``tf.data``'s shuffle with room for eight batches (``keras/src/utils/image_dataset_utils.py``). Sets
    TensorFlow's seed on the way.
    """
    tf.random.set_seed(_NO_SEED_SET)
    order = tf.data.Dataset.range(len(training)).shuffle(8 * BATCH, seed=seed)
    return lambda: training[np.fromiter(order.as_numpy_iterator(), dtype=np.int64, count=len(training))]

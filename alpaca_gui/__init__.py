"""Alpaca: drop pictures on a window and read the logit, the probability and the decision of a one-neuron classifier."""

__version__ = "0.1.0"

"""The six steps, in their order. What they say of a picture is worked out from it, at that moment."""

from typing import Final

from alpaca_gui.gui.lesson.a_logit import ALogit
from alpaca_gui.gui.lesson.above_zero import AboveZero
from alpaca_gui.gui.lesson.inside_the_loss import InsideTheLoss
from alpaca_gui.gui.lesson.one_neuron import OneNeuron
from alpaca_gui.gui.lesson.the_sigmoid import TheSigmoid
from alpaca_gui.gui.lesson.threshold_and_band import ThresholdAndBand

STEPS: Final = (OneNeuron, ALogit, TheSigmoid, InsideTheLoss, AboveZero, ThresholdAndBand)

"""The sentences about what was done to a model, after the course's own words on the sigmoid."""

from typing import Final

SIGMOID_TAKEN_OFF: Final = (
    "The model ended in a sigmoid, which was taken off exactly, by its layer and not by its numbers. What is left is "
    "the neuron's raw output, the logit. The sigmoid belongs inside the loss, where it is computed in one formula with "
    "the cross-entropy and stays numerically stable; in inference it is applied by hand to turn the logit into the "
    "probability of yes, or not at all, since the answer is yes exactly when the logit is above 0."
)
TWO_BECAME_ONE: Final = (
    "The model ended in two neurons{softmax}. One number is enough for a question of yes or no: the logit is the "
    "output for yes minus the output for no, and its sigmoid is the probability that a softmax over the two would give."
)
SIGN_TURNED: Final = "A positive number of the model meant no, so its sign was turned: a positive logit now means yes."
NO_EXACT_MAP: Final = (
    "No linear way was found from a feature map inside it, whose cells lie as the parts of the picture do, to its "
    "logit, so it has no exact map of where in the picture the logit comes from."
)
MAP_NOT_KEPT: Final = (
    "The way from its last feature map to the logit is linear, but on the pictures that it was tried on the sum of its "
    "cells missed the logit by more than is accepted, so it has no exact map of where in the picture the logit comes "
    "from."
)

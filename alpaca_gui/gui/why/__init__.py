"""The window that shows why: the map, how firm a logit is, what flips it, what the model saw, and the mathematics."""

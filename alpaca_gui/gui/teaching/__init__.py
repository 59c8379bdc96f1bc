"""Learning from labels in a window, and choosing among the models that were ever used."""

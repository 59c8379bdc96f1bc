"""The flip finder: the picture changed by hand, and the logit over each change."""

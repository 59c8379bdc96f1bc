"""How good a model is: figures, curves, doubts and comparisons, from logits and labels."""

"""The tensor that the model saw, as a picture, and what other ways to prepare the picture would give."""

"""The model in use: the bundle that holds it and the classifier that runs it. LiteRT lives here and nowhere else."""

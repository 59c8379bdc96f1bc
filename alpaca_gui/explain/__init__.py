"""What moved the logit: the exact map, small changes, preprocessing, neighbours, tiles. What is estimated says how."""

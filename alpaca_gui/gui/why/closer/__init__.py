"""Overlapping tiles of the picture, for the small animal far away."""

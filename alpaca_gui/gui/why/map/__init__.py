"""The exact map over the picture, with its sum written out."""

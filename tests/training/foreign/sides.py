"""The size of the tests' small models."""

SIDE = 24

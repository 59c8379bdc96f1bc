"""The dialog that trains a model: choices, live curves, and what came of it."""

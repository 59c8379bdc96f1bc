"""The whole mathematics of one linear neuron. NumPy only: no pictures, no model, no window."""

"""The lesson: six steps around the picture on the screen, from one neuron to threshold and band."""

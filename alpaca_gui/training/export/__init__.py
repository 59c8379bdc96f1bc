"""Taking a model out of its bundle, for other programs. No TensorFlow: the parts are written as they are."""

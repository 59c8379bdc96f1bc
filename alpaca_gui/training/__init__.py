"""Training, always in a process of its own. TensorFlow, Keras and h5py live here and nowhere else."""

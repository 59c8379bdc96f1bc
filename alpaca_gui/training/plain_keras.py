"""Keras as every training needs it, whatever a person's own ``keras.json`` says: import ``keras`` from here."""

import keras

__all__ = ["keras"]

keras.config.set_floatx("float32")
keras.config.set_image_data_format("channels_last")

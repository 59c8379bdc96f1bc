"""Ways in which programs prepare a picture for a model: what the model was made for, and what others do instead."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from operator import attrgetter
from typing import Final

from alpaca_gui.explain.preparing import Prepared, Workshop
from alpaca_gui.imaging.coarse import bilinear_samples, nearest
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.words import MINUS


class Turn(IntEnum):
    """When a way is tried: first what is asked most often, so that it is there within a blink."""

    FIRST = 0  # nothing is resized, so that the model has work at once while the fits are made
    RESIZED = 1
    DECODED_ANEW = 2  # takes long for a large picture
    FURTHER = 3


@dataclass(frozen=True, slots=True)
class Way:
    """One way to prepare a picture.

    Attributes
    ----------
    name
        A key that stays the same from version to version.
    words
        What it is called in the window.
    why
        In a sentence, which program or mistake does this.
    prepare
        Does it; a `PictureError` says why it cannot be done.
    turn
        When it is tried.
    """

    name: str
    words: str
    why: str
    prepare: Callable[[Workshop], Prepared]
    turn: Turn = Turn.FIRST


AS_IT_IS: Final = "as the model does"


def ways(step: Preprocessing) -> tuple[Way, ...]:
    """Give the ways for a model, always in this order."""
    why = f"{_own_words(step)} This is stored in the model's file."
    own = Way(AS_IT_IS, "As the model does", why, attrgetter("own"))
    return (own, *_FITS, *_DECODINGS, *_RESAMPLINGS, *_SCALINGS)


def _own_words(step: Preprocessing) -> str:
    fit = {"squash": "Squash", "crop": "Centre crop", "pad": "Pad"}[step.fit]
    low, high = sorted((step.offset, 255 * step.scale + step.offset))
    numbers = f"{low:.4g} to {high:.4g}".replace("-", MINUS)
    return f"{fit} to {step.width} × {step.height}, {step.resampling} over the whole area, pixels {numbers}."


def _with_step(name: str, words: str, why: str, turn: Turn = Turn.RESIZED, **changes: str) -> Way:
    """A way that the model's own step knows: another fit, or another resampling."""
    return Way(name, words, why, lambda workshop: workshop.with_step(**changes), turn)


# What is said of other programs was compared with them, on eleven photographs of 1024 pixels, one of them with an
# orientation: OpenCV 5.0.0, torchvision 0.28.0 (torch 2.13.0), TensorFlow 2.21.0, Keras 3.15.1, Pillow 13.0.0, libvips
# 8.18.7, Chromium 140. Of Teachable Machine its source was read: libraries/image/src/utils/{canvas,tf}.ts (0.7.2) and
# snippets/markdown/image/tensorflow/keras.md in googlecreativelab/teachablemachine-community; canvas.ts was run in
# Chromium. "To the last bit" and "exactly" mean that every pixel was equal; "up to rounding", that none was further
# away than one of 255 levels; "up to a pixel", that the parts of the picture that are taken differ by no more.
_FITS: Final = (
    _with_step(
        "squash",
        "Squash",
        "Programs that resize to a width and a height at once do this: cv2.resize, tf.image.resize, Resize of "
        "torchvision with two numbers, and image_dataset_from_directory of Keras. How they weigh pixels is another "
        "matter: see below.",
        fit="squash",
    ),
    _with_step(
        "centre crop",
        "Centre crop",
        "Programs that cut out the middle do this: ImageOps.fit of Pillow exactly; Teachable Machine, and Keras with "
        "crop_to_aspect_ratio, up to a pixel; the presets of torchvision cut closer still, as a rule 224 of 256 "
        "pixels.",
        fit="crop",
    ),
    _with_step(
        "pad",
        "Pad with black",
        "Programs that keep the whole picture in its shape do this: tf.image.resize_with_pad, and Keras with "
        "pad_to_aspect_ratio, up to a pixel; detectors often pad with grey instead.",
        fit="pad",
    ),
)
_DECODINGS: Final = (
    Way(
        "orientation ignored",
        "Orientation ignored",
        "Programs that do not look at the orientation in the metadata do this: tf.io.decode_jpeg, load_img of Keras, "
        "ImageFolder of torchvision, and Image.open of Pillow without exif_transpose. Browsers and cv2.imread do "
        "look.",
        Workshop.lying,
        turn=Turn.DECODED_ANEW,
    ),
    Way(
        "draft decoding",
        "Draft decoding",
        "A JPEG decoded at a half, a quarter or an eighth of its size, no smaller than the input, to save time: "
        "draft of Pillow, cv2.imread with IMREAD_REDUCED_COLOR, tf.io.decode_jpeg with a ratio. Thumbnails of Pillow "
        "and libvips leave twice that size, so that less is lost.",
        Workshop.drafted,
        turn=Turn.DECODED_ANEW,
    ),
)
_RESAMPLINGS: Final = (
    _with_step(
        "bilinear",
        "Bilinear",
        "Resize of torchvision does this, with Pillow's images to the last bit, with tensors up to rounding, and so "
        "does tf.image.resize with antialias=True: the whole area is weighed, by a triangle.",
        turn=Turn.FURTHER,
        resampling="bilinear",
    ),
    _with_step(
        "bicubic",
        "Bicubic",
        "Image.resize of Pillow does this where it is not told otherwise: the whole area is weighed, which sharpens "
        "a little. INTER_CUBIC of cv2.resize does not weigh the area.",
        turn=Turn.FURTHER,
        resampling="bicubic",
    ),
    # TensorFlow's own decoding moved the shipped model's logit by 0.03 to 0.3, median 0.1.
    Way(
        "bilinear without antialiasing",
        "Bilinear, not antialiased",
        "Programs that look at four pixels and skip those between do this, up to rounding: cv2.resize with "
        "INTER_LINEAR, its default, and tf.image.resize without antialias. So does image_dataset_from_directory of "
        "Keras, where TensorFlow also decodes JPEGs a little more coarsely.",
        partial(Workshop.resized, resize=bilinear_samples),
        turn=Turn.FURTHER,
    ),
    Way(
        "nearest",
        "Nearest pixel",
        "Programs that take one pixel and skip all between do this: load_img of Keras with a target_size, by "
        "default, to the last bit. INTER_NEAREST of cv2.resize takes one further left and up.",
        partial(Workshop.resized, resize=nearest),
        turn=Turn.FURTHER,
    ),
)
_SCALINGS: Final = (
    Way(
        "pixels 0 to 1",
        "Pixels 0 to 1",
        "Programs that divide by 255 and do no more give these numbers: ToTensor of torchvision, Rescaling(1/255).",
        partial(Workshop.scaled, scale=1 / 255, offset=0.0),
    ),
    Way(
        "pixels 0 to 255",
        "Pixels 0 to 255",
        "Where the scaling was forgotten, e.g. a preprocess_input or a Rescaling layer, the model gets plain bytes.",
        partial(Workshop.scaled, scale=1.0, offset=0.0),
    ),
    Way(
        "pixels -1 to 1",
        f"Pixels {MINUS}1 to 1",
        "Divided by 127.5, less 1: preprocess_input of Keras's MobileNetV2 and the Python of Teachable Machine give "
        "these numbers; its library for browsers divides by 127.",
        partial(Workshop.scaled, scale=1 / 127.5, offset=-1.0),
    ),
    Way(
        "ImageNet mean and deviation",
        "ImageNet mean and deviation",
        "Divided by 255, less the mean of ImageNet, divided by its deviation: the presets of torchvision do this, "
        "and preprocess_input of Keras's DenseNet.",
        Workshop.standardised,
        turn=Turn.FURTHER,
    ),
    Way(
        "red and blue exchanged",
        "Red and blue exchanged",
        "Where nobody turned the channels of cv2.imread round, which gives blue, green, red, the model gets this.",
        Workshop.exchanged,
        turn=Turn.FURTHER,
    ),
    Way(
        "scaled twice",
        "Scaled twice",
        "Where the program scales the pixels, and a layer of the model or a second preprocess_input does so once more.",
        Workshop.twice,
        turn=Turn.FURTHER,
    ),
)

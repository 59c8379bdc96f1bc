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

    FIRST = 0
    DECODED_ANEW = 1  # takes long for a large picture
    FURTHER = 2


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


_FITS: Final = (
    Way(
        "squash",
        "Squash",
        "Programs that resize to a width and a height at once do this: cv2.resize, tf.image.resize, and "
        "image_dataset_from_directory of Keras.",
        partial(Workshop.with_step, fit="squash"),
    ),
    Way(
        "centre crop",
        "Centre crop",
        "Programs that cut out the middle do this: Teachable Machine, and Keras with crop_to_aspect_ratio; the presets "
        "of torchvision cut a little closer still.",
        partial(Workshop.with_step, fit="crop"),
    ),
    Way(
        "pad",
        "Pad with black",
        "Programs that keep the whole picture in its shape do this: tf.image.resize_with_pad; detectors often pad with "
        "grey instead.",
        partial(Workshop.with_step, fit="pad"),
    ),
)
_DECODINGS: Final = (
    Way(
        "orientation ignored",
        "Orientation ignored",
        "Programs that do not look at the orientation in the metadata do this: tf.io.decode_jpeg, load_img of Keras, "
        "and Image.open of Pillow without exif_transpose.",
        Workshop.lying,
        turn=Turn.DECODED_ANEW,
    ),
    Way(
        "draft decoding",
        "Draft decoding",
        "Programs that have a JPEG decoded at a half, a quarter or an eighth of its size do this to save time: draft "
        "and thumbnail of Pillow, and thumbnails of libvips.",
        Workshop.drafted,
        turn=Turn.DECODED_ANEW,
    ),
)
_RESAMPLINGS: Final = (
    Way(
        "bilinear",
        "Bilinear",
        "Resize of torchvision does this with Pillow's images, and tf.image.resize with antialias=True: the whole area "
        "is weighed, by a triangle.",
        partial(Workshop.with_step, resampling="bilinear"),
        turn=Turn.FURTHER,
    ),
    Way(
        "bicubic",
        "Bicubic",
        "Image.resize of Pillow does this where it is not told otherwise: the whole area is weighed, which sharpens a "
        "little.",
        partial(Workshop.with_step, resampling="bicubic"),
        turn=Turn.FURTHER,
    ),
    Way(
        "bilinear without antialiasing",
        "Bilinear, not antialiased",
        "Programs that look at four pixels and skip those between do this: cv2.resize with INTER_LINEAR, its default, "
        "and tf.image.resize without antialias, so image_dataset_from_directory of Keras too.",
        partial(Workshop.resized, resize=bilinear_samples),
        turn=Turn.FURTHER,
    ),
    Way(
        "nearest",
        "Nearest pixel",
        "Programs that take one pixel and skip all between do this: load_img of Keras with a target_size, by default.",
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
        "Divided by 127.5, less 1: preprocess_input of Keras's MobileNetV2 and Teachable Machine give these numbers.",
        partial(Workshop.scaled, scale=1 / 127.5, offset=-1.0),
    ),
    Way(
        "ImageNet mean and deviation",
        "ImageNet mean and deviation",
        "Divided by 255, less the mean of ImageNet, divided by its deviation: Normalize of torchvision does this.",
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

"""Any colour to sRGB with 8 bits a channel: ICC profiles, CMYK, palettes, 16 bits, transparency over white."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

_WHITE = (255, 255, 255)
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
_STRIP = 256


def to_srgb(image: Image.Image) -> Image.Image:
    """Convert ``image`` to mode RGB in sRGB, with transparency laid over white.

    A profile that cannot be used (broken, or for another kind of colour) is ignored, as browsers do.
    """
    profile = image.info.get("icc_profile")
    if image.mode in _DEEP:
        image = _to_8_bits(image)
    if image.has_transparency_data:
        return _over_white(image, profile)
    if image.mode in ("P", "1"):
        image = image.convert("RGB" if image.mode == "P" else "L")
    return _as_rgb(_through_profile(image, profile))


def _over_white(image: Image.Image, profile: bytes | None) -> Image.Image:
    layered = image.convert("RGBA")
    colour = layered.convert("RGB")
    if image.mode in ("L", "LA", "La"):
        colour = layered.convert("L")
    colour = _as_rgb(_through_profile(colour, profile))
    ground = Image.new("RGB", image.size, _WHITE)
    ground.paste(colour, mask=layered.getchannel("A"))
    return ground


def _to_8_bits(image: Image.Image) -> Image.Image:
    """Scale deep greyscale to 8 bits; Pillow's own conversion clips where it should scale.

    Integers of up to 16 bits are divided by 257, wider ones by what brings their own maximum to 255. Floats are
    taken as 0 to 1 when nothing exceeds 1, else as 0 to 255.
    """
    values = np.asarray(image)
    scale = _scale(float(np.max(values, initial=0.0, where=np.isfinite(values))), image.mode)
    eight = np.empty(values.shape, np.uint8)
    for top in range(0, len(values), _STRIP):  # float64 is eight times the size: never of the whole picture
        strip = np.nan_to_num(values[top : top + _STRIP].astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
        eight[top : top + _STRIP] = np.clip(np.rint(strip * scale), 0, 255)
    shallow = Image.fromarray(eight)
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        shallow.putalpha(Image.fromarray((values != transparent).astype(np.uint8) * 255))
    return shallow


def _scale(top: float, mode: str) -> float:
    if mode == "F":
        return 255.0 if top <= 1.0 else 1.0
    return 1.0 if mode == "I" and top <= 255 else 255.0 / max(65535.0, top)


def _through_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image
    transform = _transform(profile, image.mode)
    return image if transform is None else transform.apply(image)


def _as_rgb(image: Image.Image) -> Image.Image:
    return image if image.mode == "RGB" else image.convert("RGB")  # convert() copies also what needs no change


@lru_cache(maxsize=32)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Build the way from ``profile`` to sRGB; None where there is none or where it changes nothing."""
    try:
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        same = mode == "RGB" and _changes_nothing(transform)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return None if same else transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Tell by trying 729 colours whether a profile is sRGB under whatever name; most photographs carry such a one."""
    steps = np.linspace(0, 255, 9, dtype=np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(27, 27, 3)
    moved = np.asarray(transform.apply(Image.fromarray(colours)), dtype=np.int16)
    return bool(np.abs(moved - colours).max() <= 1)

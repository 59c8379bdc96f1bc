"""Colours become those of sRGB: a profile is followed, and ignored where it cannot be used."""

import struct
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from tests.imaging.pictures import Pixels, difference, encoded, quarters, read

Matrix = NDArray[np.float64]

# x and y of red, green and blue, after Adobe RGB (1998) and IEC 61966-2-1.
ADOBE = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
SRGB = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
D65 = (0.3127, 0.3290)
D50 = np.array([0.9642, 1.0, 0.8249])  # the white of every profile, ICC.1:2022
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
ADOBE_GAMMA = 563 / 256


def _xyz(x: float, y: float) -> Matrix:
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _to_d50(primaries: Iterable[tuple[float, float]]) -> Matrix:
    """Matrix from linear light to XYZ under D50, by the book (Lindbloom)."""
    colours = np.stack([_xyz(*primary) for primary in primaries], axis=1)
    white = _xyz(*D65)
    matrix = colours * np.linalg.solve(colours, white)
    scale = np.diag((BRADFORD @ D50) / (BRADFORD @ white))
    adapted: Matrix = np.linalg.inv(BRADFORD) @ scale @ BRADFORD @ matrix
    return adapted


def _tag(kind: bytes, body: bytes) -> bytes:
    return kind + bytes(4) + body


def _s15(values: Iterable[float]) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _profile(
    columns: Matrix,
    gamma: float,
    *,
    space: bytes = b"RGB ",
    kind: bytes = b"mntr",
    white: Iterable[float] = D50,
) -> bytes:
    """An ICC profile of matrix and gamma, written by hand (ICC.1:2001, version 2)."""
    curve = _tag(b"curv", struct.pack(">IH", 1, round(gamma * 256)))
    text = _tag(b"text", b"made up\0")
    named = {b"cprt": text, b"desc": _tag(b"desc", struct.pack(">I", 8) + b"made up\0" + bytes(79))}
    named[b"wtpt"] = _tag(b"XYZ ", _s15(white))
    for channel, column in zip("rgb", columns.T, strict=True):
        named[f"{channel}XYZ".encode()] = _tag(b"XYZ ", _s15(column))
        named[f"{channel}TRC".encode()] = curve
    offset = 128 + 4 + 12 * len(named)
    table, data = b"", b""
    for name, body in named.items():
        table += name + struct.pack(">II", offset + len(data), len(body))
        data += body + bytes(-len(body) % 4)
    size = offset + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02400000, kind, space, b"XYZ ") + bytes(12) + b"acsp"
    head = head.ljust(68, b"\0") + _s15(D50)
    return head.ljust(128, b"\0") + struct.pack(">I", len(named)) + table + data


def _seen(pixels: Pixels, columns: Matrix, gamma: float) -> Matrix:
    """What sRGB numbers look the same: profile to XYZ, XYZ to linear sRGB, IEC 61966-2-1's curve."""
    linear = (pixels / 255.0) ** gamma @ columns.T @ np.linalg.inv(_to_d50(SRGB)).T
    linear = np.clip(linear, 0, 1)
    shown: Matrix = 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return shown


def _colours() -> Pixels:
    steps = np.array([0, 60, 128, 200, 255], np.uint8)
    return np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(25, 5, 3)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_adobe_rgb_is_shown_as_it_was_meant(form: str) -> None:
    columns = _to_d50(ADOBE)
    found = read(encoded(_colours(), form, icc_profile=_profile(columns, ADOBE_GAMMA))).pixels
    wanted = _seen(_colours(), columns, ADOBE_GAMMA)
    assert difference(found, _colours()) > 5
    assert np.abs(found - wanted).max() < 4.5
    assert np.abs(found - wanted).mean() < 0.8


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF", "HEIF"])
def test_a_profile_is_followed_in_lossy_formats_too(form: str) -> None:
    swapped = _profile(_to_d50(SRGB)[:, ::-1], 2.2)  # says blue where sRGB says red
    plain = quarters()
    found = read(encoded(plain, form, icc_profile=swapped, quality=95)).pixels
    assert difference(found, plain[..., ::-1]) < 8
    assert difference(found, plain) > 30


def test_the_profile_is_followed_under_transparency() -> None:
    swapped = _profile(_to_d50(SRGB)[:, ::-1], 2.2)
    layered = np.array([[(200, 0, 0, 255), (200, 0, 0, 0)]], np.uint8)
    found = read(encoded(layered, "PNG", icc_profile=swapped)).pixels[0].astype(int)
    assert np.abs(found - [(0, 0, 200), (255, 255, 255)]).max() < 4


def test_the_profile_is_followed_through_a_palette() -> None:
    image = Image.new("P", (2, 2), 0)
    image.putpalette([200, 0, 0])
    found = read(encoded(image, "PNG", icc_profile=_profile(_to_d50(SRGB)[:, ::-1], 2.2))).pixels
    assert np.abs(found[0, 0].astype(int) - (0, 0, 200)).max() < 4


def test_the_profile_of_srgb_changes_no_bit() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert difference(read(encoded(_colours(), "PNG", icc_profile=profile)).pixels, _colours()) == 0


def test_a_grey_profile_is_followed_for_grey() -> None:
    # The curve's tag alone makes a grey profile; 1.0 is much darker in the middle than sRGB's own curve.
    profile = _profile(_to_d50(SRGB), 1.0, space=b"GRAY").replace(b"rTRC", b"kTRC")
    found = read(encoded(np.full((2, 2), 55, np.uint8), "PNG", icc_profile=profile)).pixels
    assert np.abs(found[0, 0].astype(int) - 128).max() <= 2


def test_a_grey_profile_is_followed_under_transparency() -> None:
    profile = _profile(_to_d50(SRGB), 1.0, space=b"GRAY").replace(b"rTRC", b"kTRC")
    image = Image.merge("LA", [Image.new("L", (2, 1), 55), Image.fromarray(np.array([[255, 0]], np.uint8))])
    found = read(encoded(image, "PNG", icc_profile=profile)).pixels[0].astype(int)
    assert np.abs(found - [[128] * 3, [255] * 3]).max() <= 2


def test_white_stays_white_whatever_white_the_profile_was_measured_under() -> None:
    profile = _profile(_to_d50(ADOBE), ADOBE_GAMMA, white=_xyz(*D65))  # as Adobe's own profile has it
    found = read(encoded(np.full((2, 2, 3), 255, np.uint8), "PNG", icc_profile=profile)).pixels
    assert found.min() >= 254


def test_one_profile_serves_several_threads() -> None:
    data = encoded(_colours(), "PNG", icc_profile=_profile(_to_d50(ADOBE), ADOBE_GAMMA))
    wanted = read(data).pixels
    with ThreadPoolExecutor(4) as pool:
        assert all(np.array_equal(pixels, wanted) for pixels in pool.map(lambda _: read(data).pixels, range(100)))


@pytest.mark.parametrize(
    "profile",
    [
        b"\0",
        b"no profile at all" * 20,
        _profile(_to_d50(ADOBE), 2.2)[:200],
        _profile(_to_d50(ADOBE), 2.2)[:128],
        _profile(_to_d50(ADOBE), 2.2, space=b"CMYK"),
        _profile(_to_d50(ADOBE), 2.2, space=b"GRAY").replace(b"rTRC", b"kTRC"),
        _profile(_to_d50(ADOBE), 2.2, kind=b"link"),
        _profile(_to_d50(ADOBE), 2.2, kind=b"nmcl"),
    ],
)
def test_a_profile_that_cannot_be_used_is_ignored(profile: bytes) -> None:
    assert difference(read(encoded(_colours(), "PNG", icc_profile=profile)).pixels, _colours()) == 0


def test_a_profile_for_colours_is_ignored_in_ink_and_in_grey() -> None:
    profile = _profile(_to_d50(SRGB)[:, ::-1], 2.2)
    for plain in (Image.fromarray(quarters()).convert("CMYK"), Image.new("L", (4, 4), 77)):
        with_it, without = (read(encoded(plain, "TIFF", **options)) for options in ({"icc_profile": profile}, {}))
        assert difference(with_it.pixels, without.pixels) == 0


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_profile_never_costs_a_picture(seed: int) -> None:
    profile = bytearray(_profile(_to_d50(ADOBE), ADOBE_GAMMA))
    random = np.random.default_rng(seed)
    for place in random.integers(0, len(profile), 12):
        profile[place] = random.integers(256)
    assert read(encoded(_colours(), "PNG", icc_profile=bytes(profile))).pixels.shape == (25, 5, 3)

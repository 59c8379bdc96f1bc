"""Whatever is wrong with a picture, it costs one clear sentence and nothing else."""

import contextlib
import hashlib
import os
import random
import re
import socket
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.decode import ODD_NAME, decode
from alpaca_gui.imaging.formats import SIGNATURE_LENGTH, looks_like_picture
from alpaca_gui.imaging.source import FileSource, PixelSource
from tests.imaging.pictures import EVERY_FORMAT, animation, chunk, encoded, exif, quarters, raw_png, read
from tests.nobody import as_nobody

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # as the program itself has it

NOT_A_PICTURE = "It is not a picture: its content is not JPEG, PNG, WebP, AVIF, HEIC, TIFF, BMP or GIF."
SMALL = quarters(24, 18)
SPECIMENS = {
    **{form: encoded(SMALL, form) for form in EVERY_FORMAT},
    **{f"{form} with EXIF": encoded(SMALL, form, exif=exif(6)) for form in ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")},
    **{f"moving {form}": animation(form) for form in ("GIF", "PNG", "WEBP", "AVIF", "TIFF")},
    **{
        f"TIFF, {name}": encoded(SMALL, "TIFF", compression=name) for name in ("tiff_lzw", "tiff_adobe_deflate", "jpeg")
    },
    "palette": encoded(Image.fromarray(SMALL).quantize(8), "PNG", transparency=3),
    "ink": encoded(Image.fromarray(SMALL).convert("CMYK"), "JPEG"),
    "deep": encoded(SMALL[..., 0].astype(np.uint16) * 257, "TIFF"),
}
CUT_OFF = "It is cut off: the file ends before the picture does."


def _sentence(data: bytes) -> str | None:
    """The sentence for bytes, checked for form; None where they can be read."""
    try:
        picture = read(data)
    except PictureError as error:
        _is_a_sentence(str(error))
        return str(error)
    assert picture.image.size[0] > 0
    return None


def _is_a_sentence(text: str) -> None:
    assert re.fullmatch(r"[A-Z][^\n\r\t]*\.", text), text
    assert " at 0x" not in text
    assert "Traceback" not in text
    assert text.isprintable()
    assert r"\n" not in text


def _file_sentence(path: Path) -> str:
    with pytest.raises(PictureError) as caught:
        decode(FileSource(path))
    _is_a_sentence(str(caught.value))
    return str(caught.value)


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    assert _file_sentence(tmp_path / "empty.jpg") == "The file is empty: 0 bytes."
    assert _sentence(b"") == "It is empty: 0 bytes."


@pytest.mark.parametrize(
    "data",
    [b"Dear alpaca,\n", b"\0", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7\n", bytes(5000), b"GIF8"],
)
def test_text_with_a_picture_s_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "letter.jpg").write_bytes(data)
    assert _file_sentence(tmp_path / "letter.jpg") == NOT_A_PICTURE


def test_formats_off_the_list_stay_shut() -> None:
    for form in ("PPM", "TGA", "ICO", "PCX", "EPS"):
        assert _sentence(encoded(SMALL, form)) == NOT_A_PICTURE, form


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert _file_sentence(tmp_path / "gone.jpg") == "The file is gone: nothing is at this path any more."


def test_a_folder(tmp_path: Path) -> None:
    assert _file_sentence(tmp_path) == "It is not a file that holds a picture."


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    assert _file_sentence(tmp_path / "a.jpg" / "b.jpg") == "The file cannot be read: Not a directory."


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to("b.jpg")
    (tmp_path / "b.jpg").symlink_to("a.jpg")
    assert _file_sentence(tmp_path / "a.jpg") == "The file cannot be read: Too many levels of symbolic links."


@pytest.mark.parametrize("name", ["a\0b.jpg", "\ud800.jpg"])
def test_a_path_that_no_file_can_have(name: str) -> None:
    assert _file_sentence(Path(name)).startswith("The path cannot be used: ")


def test_a_name_that_is_too_long() -> None:
    assert _file_sentence(Path("a" * 300 + ".jpg")) == "The file cannot be read: File name too long."


@pytest.mark.timeout(20)
def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert _file_sentence(tmp_path / "pipe.jpg") == "It is not a file that holds a picture."


def test_a_socket_and_a_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.jpg")
        assert _file_sentence(Path("s.jpg")) == "It is not a file that holds a picture."
    for device in ("/dev/zero", "/dev/null"):
        assert _file_sentence(Path(device)) == "It is not a file that holds a picture."


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret.jpg"
    path.write_bytes(SPECIMENS["JPEG"])
    path.chmod(0)
    with as_nobody(tmp_path):
        assert _file_sentence(path) == "The file may not be read: permission denied."


def test_a_file_in_a_folder_that_may_not_be_entered(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(SPECIMENS["JPEG"])
    folder.chmod(0)
    with as_nobody(tmp_path):
        assert _file_sentence(folder / "a.jpg") == "The file may not be read: permission denied."
    folder.chmod(0o700)


@pytest.mark.parametrize("name", SPECIMENS)
def test_cut_off_anywhere(name: str) -> None:
    data = SPECIMENS[name]
    assert _sentence(data) is None
    places = {*range(0, min(len(data), 80)), *range(80, len(data), max(1, len(data) // 60)), len(data) - 1}
    sentences = {place: _sentence(data[:place]) for place in sorted(places)}
    for place, sentence in sentences.items():
        if place < len(data) // 2 and not name.startswith("moving"):
            assert sentence is not None, f"half of it at {place} passed for a picture"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "BMP"])
def test_a_picture_that_is_cut_off_is_called_that(form: str) -> None:
    data = encoded(np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8), form)
    assert _sentence(data[: len(data) // 2]) == CUT_OFF


@pytest.mark.parametrize("name", SPECIMENS)
def test_flipped_bits_give_a_picture_or_a_sentence(name: str) -> None:
    dice = random.Random(name)
    for _ in range(25):
        data = bytearray(SPECIMENS[name])
        for _ in range(dice.choice((1, 1, 2, 8))):
            place = dice.randrange(min(len(data), dice.choice((64, 512, len(data)))))
            data[place] ^= 1 << dice.randrange(8)
        _sentence(bytes(data))


@given(st.sampled_from(sorted(SPECIMENS)), st.data())
@settings(max_examples=80)
def test_bytes_put_in_left_out_or_replaced_give_a_picture_or_a_sentence(name: str, data: st.DataObject) -> None:
    whole = SPECIMENS[name]
    start = data.draw(st.integers(0, min(len(whole), 600)))
    width = data.draw(st.integers(0, 12))
    _sentence(whole[:start] + data.draw(st.binary(max_size=12)) + whole[start + width :])


@given(st.binary(min_size=1, max_size=200))
def test_random_bytes_are_no_picture(data: bytes) -> None:
    assert _sentence(data) is not None
    looks_like_picture(data[:SIGNATURE_LENGTH])


@given(st.sampled_from(sorted(SPECIMENS)), st.binary(max_size=300))
@settings(max_examples=60)
def test_a_true_beginning_with_a_random_end(name: str, end: bytes) -> None:
    _sentence(SPECIMENS[name][:32] + end)


HUGE = {
    "PNG": raw_png((20_000, 20_000), 8, 2, [b"abc"]),
    "BMP": SPECIMENS["BMP"][:18] + struct.pack("<ii", 20_000, 20_000) + SPECIMENS["BMP"][26:],
    "GIF": SPECIMENS["GIF"][:6] + struct.pack("<HH", 20_000, 20_000) + SPECIMENS["GIF"][10:],
}


@pytest.mark.parametrize("form", HUGE)
def test_too_many_pixels_are_refused_before_they_are_decompressed(form: str) -> None:
    start = time.monotonic()
    sentence = _sentence(HUGE[form])
    assert sentence == "It is too large: 20,000 x 20,000 pixels are 400 megapixels, the limit is 100."
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("form", EVERY_FORMAT)
def test_the_limit_counts_pixels_to_the_last_one(form: str) -> None:
    data = encoded(SMALL, form)
    assert read(data, pixel_limit=24 * 18).width == 24
    with pytest.raises(PictureError, match="It is too large: 24 x 18 pixels"):
        read(data, pixel_limit=24 * 18 - 1)


def test_the_limit_holds_for_pasted_pixels_too() -> None:
    with pytest.raises(PictureError, match="It is too large: 30 x 20 pixels"):
        decode(PixelSource(np.zeros((20, 30, 4), np.uint8), "pasted"), pixel_limit=599)


@pytest.mark.parametrize("shape", [(0, 0, 4), (0, 5, 4), (5, 0, 4)])
def test_pasted_pixels_without_a_pixel(shape: tuple[int, int, int]) -> None:
    with pytest.raises(PictureError, match=r"It has no pixels\."):
        decode(PixelSource(np.zeros(shape, np.uint8), "nothing"))


@pytest.mark.parametrize("size", [(0, 1), (1, 0), (0, 0)])
def test_a_picture_that_says_it_has_no_pixels(size: tuple[int, int]) -> None:
    assert _sentence(raw_png(size, 8, 2, [b""])) is not None


def test_a_comment_that_would_unpack_to_gigabytes() -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80_000_000), 9))
    assert _sentence(raw_png((1, 1), 8, 0, [b"\0"], bomb)) is not None


def test_a_name_that_is_not_utf_8_is_read_and_noted(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe alpaca.png"))
    path.write_bytes(SPECIMENS["PNG"])
    picture = decode(FileSource(path))
    assert picture.width == 24
    assert picture.notes == (ODD_NAME,)
    assert FileSource(path).name == r"\xff\xfe alpaca.png"


def test_originals_are_never_touched(tmp_path: Path) -> None:
    def state() -> dict[str, tuple[str, int, int]]:
        return {
            path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns, path.stat().st_mode)
            for path in tmp_path.iterdir()
        }

    for name, data in SPECIMENS.items():
        (tmp_path / name).write_bytes(data)
        (tmp_path / name).chmod(0o444)
        (tmp_path / f"broken {name}").write_bytes(data[: len(data) // 2])
    before = state()
    tmp_path.chmod(0o555)
    with as_nobody(tmp_path):
        for path in [tmp_path / name for name in before]:
            with contextlib.suppress(PictureError):
                decode(FileSource(path))
    tmp_path.chmod(0o755)
    assert state() == before


def test_a_broken_picture_leaves_no_file_open(tmp_path: Path) -> None:
    for index, data in enumerate(SPECIMENS.values()):
        (tmp_path / f"{index}.x").write_bytes(data)
        (tmp_path / f"{index}.y").write_bytes(data[: len(data) // 2])
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for path in tmp_path.iterdir():
        with contextlib.suppress(PictureError):
            decode(FileSource(path))
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208

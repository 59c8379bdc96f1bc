"""Thumbnails come from the cache while they are valid; whatever is wrong with it, the picture is shown."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngImageFile, PngInfo

import alpaca_gui
from alpaca_gui.errors import PictureError
from alpaca_gui.imaging import thumbnail_cache
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.freedesktop import FAILURES, LARGE, canonical_uri, thumbnail_name
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.imaging.thumbnail_cache import ThumbnailCache
from alpaca_gui.imaging.thumbnail_trim import Bounds
from tests.imaging.pictures import difference, encoded, oriented, quarters
from tests.nobody import as_nobody

Decoded = list[Path]


@pytest.fixture
def folder(home_of_its_own: Path) -> Path:
    """The desktop's folder of thumbnails, which is not there yet."""
    return home_of_its_own / ".cache" / "thumbnails"


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Decoded:
    """The files that are decoded, in their order."""
    paths: Decoded = []

    def counted(source: FileSource, **options: Any) -> Picture:
        paths.append(source.path)
        return decode(source, **options)

    monkeypatch.setattr(thumbnail_cache, "decode", counted)
    return paths


@pytest.fixture
def photo(tmp_path: Path) -> FileSource:
    """A picture larger than a thumbnail."""
    path = tmp_path / "photo.png"
    path.write_bytes(encoded(quarters(640, 480), "PNG"))
    return FileSource(path)


def place(folder: Path, source: FileSource, kind: str = LARGE) -> Path:
    """Where the thumbnail of a file belongs."""
    return folder / kind / thumbnail_name(canonical_uri(source.path))


def files(folder: Path) -> list[str]:
    """All files below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def foreign_thumbnail(file: Path, source: FileSource, colour: str, **texts: str) -> None:
    """Lay a thumbnail as another program would make it."""
    info = PngInfo()
    info.add_text("Thumb::URI", canonical_uri(source.path))
    info.add_text("Thumb::MTime", str(int(source.path.stat().st_mtime)))
    for key, value in texts.items():
        info.add_text(f"Thumb::Image::{key}", value)
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (200, 150), colour).save(file, pnginfo=info)


def test_it_is_decoded_once_and_then_read(photo: FileSource, decoded: Decoded) -> None:
    first = ThumbnailCache().picture(photo)
    again = ThumbnailCache().picture(photo)
    assert decoded == [photo.path]
    assert (first.image.size, first.width, first.height) == ((256, 192), 640, 480)
    assert (again.image.size, again.width, again.height) == ((256, 192), 640, 480)
    assert (again.pixels == first.pixels).all()
    assert difference(again.pixels, quarters(256, 192)) < 1


def test_it_lies_where_the_desktop_looks_for_it(photo: FileSource, folder: Path) -> None:
    ThumbnailCache().picture(photo)
    assert files(folder) == [f"large/{place(folder, photo).name}"]
    with Image.open(place(folder, photo)) as image:
        assert isinstance(image, PngImageFile)
        assert (image.text["Thumb::Image::Width"], image.text["Thumb::Image::Height"]) == ("640", "480")
        assert image.text["Thumb::URI"] == photo.path.as_uri()
        assert image.text["Thumb::Size"] == str(photo.path.stat().st_size)


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    (tmp_path / "small.png").write_bytes(encoded(quarters(20, 10), "PNG"))
    for _ in range(2):
        assert ThumbnailCache().picture(FileSource(tmp_path / "small.png")).image.size == (20, 10)


def test_it_is_upright(tmp_path: Path) -> None:
    (tmp_path / "turned.png").write_bytes(oriented(quarters(64, 48), "PNG", 6))
    for _ in range(2):
        assert difference(ThumbnailCache().picture(FileSource(tmp_path / "turned.png")).pixels, quarters(64, 48)) < 1


def test_a_valid_one_of_another_program_is_used(photo: FileSource, folder: Path, decoded: Decoded) -> None:
    foreign_thumbnail(place(folder, photo), photo, "blue")
    picture = ThumbnailCache().picture(photo)
    assert decoded == []
    assert (picture.pixels == (0, 0, 255)).all()
    assert (picture.width, picture.height) == (200, 150)


@pytest.mark.parametrize("width", ["-1", "0", "", "1e3", "²", "9" * 5000, "640"])
def test_odd_sizes_in_it_are_not_believed(photo: FileSource, folder: Path, width: str) -> None:
    foreign_thumbnail(place(folder, photo), photo, "blue", Width=width, Height="480")
    picture = ThumbnailCache().picture(photo)
    assert (picture.width, picture.height) == ((640, 480) if width == "640" else (200, 150))


def test_a_file_that_changed_is_decoded_again_also_within_its_second(tmp_path: Path, decoded: Decoded) -> None:
    source = FileSource(tmp_path / "a.bmp")
    for step, colour in enumerate(("red", "blue", "red")):
        Image.new("RGB", (30, 20), colour).save(source.path)
        os.utime(source.path, ns=(0, 10**18 + step))
        assert ThumbnailCache().picture(source).image.getpixel((0, 0)) == Image.new("RGB", (1, 1), colour).getpixel(
            (0, 0)
        )
    assert len(decoded) == 3


def test_one_that_is_gone_is_made_again(photo: FileSource, folder: Path, decoded: Decoded) -> None:
    ThumbnailCache().picture(photo)
    place(folder, photo).unlink()
    ThumbnailCache().picture(photo)
    assert decoded == [photo.path] * 2
    assert place(folder, photo).exists()


def cut(file: Path) -> None:
    """Leave the first half."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scramble(file: Path) -> None:
    """Change the pixels' bytes."""
    data = bytearray(file.read_bytes())
    data[-200:-100] = bytes(100)
    file.write_bytes(data)


@pytest.mark.parametrize(
    "harm", [cut, scramble, lambda file: file.write_bytes(b""), lambda file: file.write_text("<svg")]
)
def test_a_broken_one_is_made_again(
    photo: FileSource, folder: Path, decoded: Decoded, harm: Callable[[Path], object]
) -> None:
    good = ThumbnailCache().picture(photo)
    harm(place(folder, photo))
    assert (ThumbnailCache().picture(photo).pixels == good.pixels).all()
    assert len(decoded) == 2
    ThumbnailCache().picture(photo)
    assert len(decoded) == 2


def test_a_failure_is_noted_said_again_and_not_tried_again(tmp_path: Path, folder: Path, decoded: Decoded) -> None:
    source = FileSource(tmp_path / "broken.jpg")
    source.path.write_bytes(encoded(quarters(), "JPEG")[:300])
    with pytest.raises(PictureError) as first:
        ThumbnailCache().picture(source)
    with pytest.raises(PictureError) as again:
        ThumbnailCache().picture(source)
    assert str(again.value) == str(first.value)
    assert len(decoded) == 1
    assert files(folder) == [f"fail/alpaca-gui-{alpaca_gui.__version__}/{place(folder, source).name}"]


def test_a_failed_file_is_tried_again_once_it_has_changed(tmp_path: Path) -> None:
    source = FileSource(tmp_path / "late.png")
    whole = encoded(quarters(), "PNG")
    source.path.write_bytes(whole[:-40])
    with pytest.raises(PictureError):
        ThumbnailCache().picture(source)
    source.path.write_bytes(whole)
    assert ThumbnailCache().picture(source).width == 64


def test_a_file_that_is_gone_is_no_failure(tmp_path: Path, folder: Path) -> None:
    source = FileSource(tmp_path / "a.png")
    with pytest.raises(PictureError, match="gone"):
        ThumbnailCache().picture(source)
    assert files(folder) == []


def test_want_of_memory_is_no_failure(photo: FileSource, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PngImageFile, "load", no_memory)
    with pytest.raises(PictureError, match="memory"):
        ThumbnailCache().picture(photo)
    assert files(folder) == []


def test_want_of_rights_is_no_failure(photo: FileSource, tmp_path: Path) -> None:
    (tmp_path / "free").mkdir()
    (tmp_path / "free").chmod(0o777)
    photo.path.chmod(0)
    with as_nobody(photo.path), pytest.raises(PictureError, match="permission"):
        ThumbnailCache(tmp_path / "free").picture(photo)
    assert files(tmp_path / "free") == []


def no_memory(_image: PngImageFile) -> None:
    raise MemoryError


def test_thumbnails_get_no_thumbnails(photo: FileSource, folder: Path, tmp_path: Path) -> None:
    ThumbnailCache().picture(photo)
    before = files(folder)
    (tmp_path / "way").symlink_to(folder)
    for path in (place(folder, photo), tmp_path / "way" / LARGE / place(folder, photo).name):
        assert ThumbnailCache().picture(FileSource(path)).image.size == (256, 192)
    assert files(folder) == before


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe.png", b"new\nline.png", b'"quo\'ted".png', b"%41 #?;.png", b"x" * 251 + b".png"]
)
def test_odd_names_are_kept_too(tmp_path: Path, decoded: Decoded, raw: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw))
    path.write_bytes(encoded(quarters(), "PNG"))
    for _ in range(2):
        assert ThumbnailCache().picture(FileSource(path)).width == 64
    assert len(decoded) == 1


def test_a_file_where_the_folder_should_be_hurts_nobody(photo: FileSource, folder: Path) -> None:
    folder.write_text("in the way")
    assert ThumbnailCache().picture(photo).width == 640
    cache = ThumbnailCache()
    cache.trim()
    assert not cache.trim_is_due


def test_a_folder_that_may_not_be_written_hurts_nobody(photo: FileSource, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    (locked / LARGE).mkdir(parents=True)
    (locked / LARGE).chmod(0o555)
    with as_nobody(locked):
        assert ThumbnailCache(locked).picture(photo).width == 640
    assert files(locked) == []


@contextlib.contextmanager
def no_room(size: int) -> Iterator[None]:
    """Let every write end in an error of the system where a file grows beyond ``size`` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_without_room_hurts_nobody_and_leaves_nothing(photo: FileSource, folder: Path) -> None:
    with no_room(100):
        assert ThumbnailCache().picture(photo).width == 640
    assert files(folder) == []
    ThumbnailCache().picture(photo)
    assert len(files(folder)) == 1


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    photo: FileSource, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode_late(source: FileSource, **options: Any) -> Picture:
        picture = decode(source, **options)
        os.utime(source.path, ns=(0, 10**18))
        return picture

    monkeypatch.setattr(thumbnail_cache, "decode", decode_late)
    ThumbnailCache().picture(photo)
    assert files(folder) == []


def test_use_is_noted_once_a_day(photo: FileSource, folder: Path) -> None:
    cache = ThumbnailCache()
    cache.picture(photo)
    for age, noted in ((90_000, True), (3_000, False)):
        os.utime(place(folder, photo), (time.time(), time.time() - age))
        cache.picture(photo)
        assert (time.time() - place(folder, photo).stat().st_mtime < 1_000) is noted


def test_one_of_another_program_is_left_as_it_is(photo: FileSource, folder: Path) -> None:
    foreign_thumbnail(place(folder, photo), photo, "blue")
    os.utime(place(folder, photo), (0, 0))
    ThumbnailCache().picture(photo)
    assert place(folder, photo).stat().st_mtime == 0


def test_trimming_is_due_after_the_first_use_and_after_many_new_ones(
    photo: FileSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnail_cache, "_TRIMMED_EVERY", 3)
    cache = ThumbnailCache()
    assert not cache.trim_is_due
    due = []
    for step in range(7):
        os.utime(photo.path, ns=(0, step))
        cache.picture(photo)
        due.append(cache.trim_is_due)
        cache.trim()
    assert due == [True, False, True, False, False, True, False]


def test_trimming_keeps_the_bounds_and_stops_when_it_is_not_wanted(tmp_path: Path, folder: Path) -> None:
    cache = ThumbnailCache(bounds=Bounds(files=2))
    for number in range(5):
        path = tmp_path / f"{number}.png"
        path.write_bytes(encoded(quarters(), "PNG"))
        cache.picture(FileSource(path))
    cache.trim(wanted=lambda: False)
    assert cache.trim_is_due
    assert len(files(folder)) == 5
    cache.trim()
    assert not cache.trim_is_due
    assert len(files(folder)) == 2


WRITER = """
import sys
from pathlib import Path
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.imaging.thumbnail_cache import ThumbnailCache
from alpaca_gui.imaging.thumbnail_file import Original, Thumbnail, write_thumbnail
from alpaca_gui.imaging.freedesktop import thumbnail_name
source, folder = FileSource(Path(sys.argv[1])), Path(sys.argv[2])
original = Original.of(source.path)
thumbnail = Thumbnail(ThumbnailCache(folder).picture(source).image, original.texts)
print("ready", flush=True)
while True:
    write_thumbnail(folder / "large" / thumbnail_name(original.uri), thumbnail)
"""


def test_two_that_write_the_same_and_are_killed_leave_it_whole_at_every_moment(
    photo: FileSource, folder: Path, decoded: Decoded
) -> None:
    command = [sys.executable, "-c", WRITER, str(photo.path), str(folder)]
    with contextlib.ExitStack() as stack:
        writers = [stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE)) for _ in range(2)]
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
        cache = ThumbnailCache()
        found = [cache.picture(photo).pixels for _ in range(100)]
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
    found.append(cache.picture(photo).pixels)
    assert decoded == []
    assert all(np.array_equal(pixels, found[0]) for pixels in found)
    assert place(folder, photo, FAILURES).exists() is False

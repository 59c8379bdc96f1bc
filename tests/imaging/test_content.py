"""A picture's bytes have one hash, wherever they lie, and a file that was written to since is told apart."""

import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.content import encoded, fingerprint, has_changed, is_there
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, PixelSource, Source, StoredSource
from tests.nobody import as_nobody


def test_a_file_is_known_by_its_bytes_its_size_and_its_time(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9\n.jpg")
    path.write_bytes(b"picture" * 100_000)
    os.utime(path, ns=(5, 1_700_000_000_123_456_789))
    digest, size, modified = fingerprint(FileSource(path))
    assert digest == hashlib.sha256(b"picture" * 100_000).digest()
    assert size == 700_000
    assert modified == path.stat().st_mtime_ns


def test_the_same_bytes_are_the_same_content_wherever_they_lie(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"picture")
    sources: list[Source] = [
        FileSource(tmp_path / "a"),
        MemorySource(b"picture", "pasted"),
        StoredSource(7, {7: b"picture"}.__getitem__, "held"),
    ]
    assert len({fingerprint(source)[:2] for source in sources}) == 1


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=9).map(lambda shape: (*shape, 4))))
def test_pasted_pixels_are_kept_without_loss_also_where_nothing_is_seen_of_them(
    pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]",
) -> None:
    data = encoded(PixelSource(pixels, "pasted"))
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "PNG"
        np.testing.assert_array_equal(np.asarray(image), pixels)
    assert fingerprint(PixelSource(pixels.copy(), "other"))[0] == hashlib.sha256(data).digest()


@given(st.binary(max_size=50))
def test_bytes_that_are_held_are_given_as_they_are(data: bytes) -> None:
    assert encoded(MemorySource(data, "x")) == data
    assert fingerprint(MemorySource(data, "x")) == (hashlib.sha256(data).digest(), len(data), 0)


def test_what_is_no_file_is_said_and_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/null")):
        with pytest.raises(PictureError, match="not a file that holds a picture"):
            fingerprint(FileSource(path))


@pytest.mark.parametrize("name", ["gone", "x" * 5000, "nul\0byte", "half \ud800 pair"])
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    source = FileSource(tmp_path / name)
    with pytest.raises(PictureError, match=r"^The file cannot be read: .+\.$"):
        fingerprint(source)
    assert not has_changed(source, 5, 5)
    assert not is_there(source)


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"x")
    path.chmod(0)
    with as_nobody(path), pytest.raises(PictureError, match="Permission denied"):
        fingerprint(FileSource(path))


def test_a_link_has_no_content_before_it_is_fetched() -> None:
    with pytest.raises(TypeError):
        fingerprint(LinkSource("https://example.org"))


def test_a_file_has_changed_when_its_size_or_its_time_is_another(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    source = FileSource(path)
    _, size, modified = fingerprint(source)
    assert not has_changed(source, size, modified)
    assert not has_changed(source, None, None)
    assert not has_changed(MemorySource(b"one", "a"), 99, 0)
    os.utime(path, ns=(0, modified + 1_000_000_000))
    assert has_changed(source, size, modified)
    path.write_bytes(b"three")
    os.utime(path, ns=(0, modified))
    assert has_changed(source, size, modified)
    assert is_there(source)

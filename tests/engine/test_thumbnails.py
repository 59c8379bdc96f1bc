"""Small pictures in a bundle: there only where wanted, read without trust, and said on the card."""

import contextlib
import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.engine import thumbnails
from alpaca_gui.engine.bundle import LITERT, THUMBNAILS, ModelBundle, load_bundle, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.card_markdown import card_markdown
from alpaca_gui.engine.npz import to_npz
from alpaca_gui.engine.thumbnails import BYTES_EACH, MOST, SIDE, Thumbnails
from alpaca_gui.errors import BundleError
from alpaca_gui.imaging.source import PixelSource
from alpaca_gui.imaging.thumbnail import jpeg_thumbnail


def digest(number: int) -> str:
    """Some hash."""
    return hashlib.sha256(b"%d" % number).hexdigest()


def jpeg(number: int = 0) -> bytes:
    """Some small picture."""
    held = io.BytesIO()
    Image.new("RGB", (16, 12), (number % 256, 90, 30)).save(held, "JPEG")
    return held.getvalue()


def some(n: int = 3) -> Thumbnails:
    """Some thumbnails."""
    return Thumbnails({digest(number): jpeg(number) for number in range(n)})


def packed(names: list[str], parts: list[bytes], ends: list[int] | None = None) -> bytes:
    """The bytes of a part, whatever is in it."""
    found = np.cumsum([len(part) for part in parts], dtype=np.int64) if ends is None else np.array(ends, np.int64)
    data = np.frombuffer(b"".join(parts), np.uint8)
    return to_npz({"hashes": np.array(names, "S64"), "ends": found, "data": data})


@pytest.mark.parametrize("n", [0, 1, 3])
def test_everything_comes_back_as_it_was_and_in_order(n: int) -> None:
    back = Thumbnails.from_bytes(some(n).to_bytes())
    assert dict(back) == dict(some(n))
    assert list(back) == sorted(some(n))


def test_the_same_pictures_give_the_same_bytes_in_whatever_order_they_came() -> None:
    turned = Thumbnails(dict(reversed(list(some().items()))))
    assert turned.to_bytes() == some().to_bytes()


@given(st.data())
def test_a_damaged_part_is_refused_or_still_what_it_was(data: st.DataObject) -> None:
    whole = bytearray(some().to_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(BundleError):  # the only kind of error it may be
        assert dict(Thumbnails.from_bytes(bytes(whole))) == dict(some())


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (b"no archive", "not a zip"),
        (to_npz({"hashes": np.array(["a"], "S64")}), "no item named"),
        (packed([digest(1)], [jpeg(), jpeg()]), "do not fit together"),
        (packed([digest(1)], [jpeg()], [len(jpeg()) - 1]), "do not fit together"),
        (packed([digest(1), digest(2)], [jpeg(), jpeg()], [-5, 2 * len(jpeg())]), "do not fit together"),
        (packed([digest(1), digest(2)], [jpeg(), jpeg()], [2 * len(jpeg()), len(jpeg())]), "do not fit together"),
        (packed([digest(1), digest(1)], [jpeg(), jpeg()]), "in it twice"),
        (packed(["../../etc"], [jpeg()]), "named by no SHA-256"),
        (packed([digest(1).upper()], [jpeg()]), "named by no SHA-256"),
        (packed([digest(1)], [b"<svg onload=...>"]), "not a JPEG"),
        (packed([digest(1)], [jpeg() + bytes(BYTES_EACH)]), f"the limit is {BYTES_EACH:,}"),
        (to_npz({"hashes": np.array([["a"]], "S64"), "ends": np.array([[1]]), "data": np.zeros(1, np.uint8)}), "fit"),
        (to_npz({"hashes": np.array(["a"], "S64"), "ends": np.array([1.0]), "data": np.zeros(1, np.uint8)}), "fit"),
    ],
)  # fmt: skip
def test_what_no_training_has_written_is_refused_with_a_sentence(part: bytes, sentence: str) -> None:
    with pytest.raises(BundleError, match=rf"^The small pictures in the model cannot be used: .*{sentence}.*\.$"):
        Thumbnails.from_bytes(part)


def test_too_many_or_too_large_in_all_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = np.arange(1, MOST + 2)
    hashes = np.array([f"{number:064x}" for number in range(MOST + 1)], "S64")
    with pytest.raises(BundleError, match=r"there are 20,001 of them, the limit is 20,000"):
        Thumbnails.from_bytes(to_npz({"hashes": hashes, "ends": ends, "data": np.zeros(MOST + 1, np.uint8)}))
    monkeypatch.setattr(thumbnails, "BYTES_IN_ALL", 2 * len(jpeg()))
    with pytest.raises(BundleError, match="they take"):
        some()


@pytest.mark.slow
def test_arrays_that_would_fill_the_memory_are_refused_unread() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("hashes", "ends", "data"):
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                for _ in range(400):
                    member.write(bytes(1 << 20))
    with pytest.raises(BundleError, match="the limit is"):
        Thumbnails.from_bytes(held.getvalue())


def test_the_noisiest_picture_of_the_largest_size_is_not_too_large() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 4), dtype=np.uint8)
    assert len(jpeg_thumbnail(PixelSource(pixels, "noise"), SIDE)) < BYTES_EACH / 3


def test_a_bundle_gives_what_was_put_into_it_and_most_hold_none(
    card: ModelCard, shipped: ModelBundle, tmp_path: Path
) -> None:
    path = tmp_path / "with.model"
    save_bundle(path, card, {LITERT: b"tensors", THUMBNAILS: some().to_bytes()})
    found = load_bundle(path).thumbnails()
    assert found is not None
    assert dict(found) == dict(some())
    assert THUMBNAILS not in shipped.parts
    assert shipped.thumbnails() is None


def test_the_card_says_whether_pictures_go_around_with_the_file(card: ModelCard) -> None:
    parts = {LITERT: b"tensors"}
    without = card_markdown(ModelBundle(Path("a.model"), card, "f" * 64, parts))
    assert "None of its pictures is in the model's file, not even a small one." in without
    several = {**parts, THUMBNAILS: some().to_bytes()}
    text = card_markdown(ModelBundle(Path("a.model"), card, "f" * 64, several))
    assert "**The model's file holds small pictures** (at most 96 pixels a side) of 3 of them" in text
    assert "not even a small one" not in text
    broken = {**parts, THUMBNAILS: b"broken"}
    assert "small pictures in the model cannot be used" in card_markdown(
        ModelBundle(Path("a.model"), card, "f" * 64, broken)
    )

"""Text stays inside PNG and PDF files, and what is no such file gives a sentence."""

import io
import os
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PdfParser

from alpaca_gui.errors import PictureError
from alpaca_gui.imaging import embedded
from alpaca_gui.imaging.embedded import PNG_KEY, embedded_text, pdf_with_text, png_with_text
from tests.imaging.pictures import chunk, encoded, quarters, raw_png

DRAWING = encoded(quarters(), "PNG")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=300)


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def text_or_sentence(path: Path) -> str | None:
    """The text, or the sentence why there is none; any other error is a mistake of the program."""
    try:
        return embedded_text(path)
    except PictureError as error:
        return str(error)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_a_text_comes_back_from_a_png_and_from_a_pdf(tmp_path: Path, text: str) -> None:
    assert embedded_text(put(tmp_path / "a.png", png_with_text(DRAWING, text))) == text
    assert embedded_text(put(tmp_path / "a.pdf", pdf_with_text(DRAWING, text, "title", 300))) == text


def test_the_png_is_the_drawing_and_the_pdf_a_page_of_its_width(tmp_path: Path) -> None:
    with Image.open(io.BytesIO(png_with_text(DRAWING, "x"))) as image:
        assert image.mode == "RGB"
        assert (image.width, image.height) == (64, 48)
        assert image.tobytes() == quarters().tobytes()
    with PdfParser.PdfParser(buf=pdf_with_text(DRAWING, "x", "The title", 300)) as pdf:
        page = pdf.read_indirect(pdf.pages[0])
        assert page[b"MediaBox"] == pytest.approx([0, 0, 300, 225])
        assert PdfParser.decode_text(pdf.info[b"Title"]) == "The title"


def test_a_text_behind_the_pixels_is_found_too(tmp_path: Path) -> None:
    data = PNG_KEY.encode() + b"\0\0\0\0\0" + "höher".encode()
    end = b"\0\0\0\0IEND\xaeB`\x82"
    assert embedded_text(put(tmp_path / "a.png", DRAWING[: -len(end)] + chunk(b"iTXt", data) + end)) == "höher"


def test_a_file_without_a_text_has_none(tmp_path: Path) -> None:
    assert embedded_text(put(tmp_path / "a.png", DRAWING)) is None
    plain = io.BytesIO()
    Image.fromarray(quarters()).save(plain, "PDF")
    assert embedded_text(put(tmp_path / "a.pdf", plain.getvalue())) is None


def test_what_is_no_such_file_gives_a_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    wrong = {
        put(tmp_path / "a.jpg", encoded(quarters(), "JPEG")): "neither a PNG nor a PDF",
        put(tmp_path / "empty.png", b""): "neither a PNG nor a PDF",
        tmp_path / "gone.png": "The file is gone",
        tmp_path: "It is not a file",
        tmp_path / "pipe": "It is not a file",
        tmp_path / "\0.png": "The path cannot be used",
    }
    for path, sentence in wrong.items():
        with pytest.raises(PictureError, match=sentence):
            embedded_text(path)


@pytest.mark.parametrize("whole", [png_with_text(DRAWING, "x" * 400), pdf_with_text(DRAWING, "x" * 400, "t", 300)])
def test_a_file_that_is_cut_off_anywhere_gives_its_text_or_a_sentence(tmp_path: Path, whole: bytes) -> None:
    for length in range(0, len(whole), 23):
        said = text_or_sentence(put(tmp_path / "cut", whole[:length]))
        assert said in ("x" * 400, None) or said.endswith(".")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data(), st.sampled_from([png_with_text(DRAWING, "x" * 40), pdf_with_text(DRAWING, "x" * 40, "t", 300)]))
def test_a_file_with_changed_bytes_gives_a_text_or_a_sentence(
    tmp_path: Path, data: st.DataObject, whole: bytes
) -> None:
    changed = bytearray(whole)
    for _ in range(3):
        changed[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    text_or_sentence(put(tmp_path / "changed", bytes(changed)))


def test_a_text_that_unpacks_to_very_much_is_refused(tmp_path: Path) -> None:
    bomb = PNG_KEY.encode() + b"\0\1\0\0\0" + zlib.compress(bytes(200_000_000))
    path = put(tmp_path / "bomb.png", raw_png((1, 1), 8, 2, [bytes(3)], chunk(b"iTXt", bomb)))
    with pytest.raises(PictureError, match="cannot be read"):
        embedded_text(path)


def test_a_text_of_too_many_characters_is_refused(tmp_path: Path) -> None:
    for name, make in (("a.png", png_with_text), ("a.pdf", lambda d, t: pdf_with_text(d, t, "t", 300))):
        with pytest.raises(PictureError, match=r"too much text: 65,537 characters"):
            embedded_text(put(tmp_path / name, make(DRAWING, "x" * 65_537)))


def test_a_file_or_a_picture_that_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "FILE_LIMIT", 100)
    with pytest.raises(PictureError, match="It is too large"):
        embedded_text(put(tmp_path / "a.png", DRAWING))
    monkeypatch.undo()
    huge = raw_png((100_000, 100_000), 8, 2, [])
    with pytest.raises(PictureError, match="100,000 x 100,000 pixels"):
        embedded_text(put(tmp_path / "huge.png", huge))


def test_the_pages_of_a_pdf_are_left_alone(tmp_path: Path) -> None:
    """A page whose parent is itself, and pages without end, are nobody's business here."""
    whole = pdf_with_text(DRAWING, "x", "t", 300)
    round_and_round = whole.replace(b"/Kids [ 1 0 R ]", b"/Kids [ 4 0 R ]")
    assert round_and_round != whole
    assert embedded_text(put(tmp_path / "a.pdf", round_and_round)) == "x"


def test_nested_values_without_end_give_a_sentence(tmp_path: Path) -> None:
    body = b"%PDF-1.4\n" + b"1 0 obj" + b"[" * 200_000 + b"endobj\n"
    start = len(body)
    tail = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<<\n/Root 1 0 R\n/Size 2\n/Info 1 0 R\n>>\n"
    path = put(tmp_path / "deep.pdf", body + tail + b"startxref\n" + str(start).encode() + b"\n%%EOF")
    with pytest.raises(PictureError, match="It is broken"):
        embedded_text(path)

"""Text kept inside picture files, so that what a drawing says can be read by a program: PNG (iTXt) and PDF (Info)."""

import io
import stat
from pathlib import Path
from typing import Final

from PIL import Image, PdfParser
from PIL.PngImagePlugin import PngImageFile, PngInfo

import alpaca_gui
from alpaca_gui.errors import PictureError, reason

PNG_KEY: Final = "alpaca-gui:card"
"""Keyword of the PNG's international text (PNG, 3rd edition, section 11.3.3.4)."""

PDF_KEY: Final = "Keywords"
"""Entry of the PDF's document information (ISO 32000-1, table 317). Pillow writes those of the table and no others."""

TEXT_LIMIT: Final = 65_536
"""Characters of the text at most; what this program writes has some thousand."""

FILE_LIMIT: Final = 64_000_000
"""Bytes of a file at most that is looked into."""

_PIXEL_LIMIT: Final = 60_000_000
_PDF_QUALITY: Final = 95
_PDF_HEAD: Final = b"%PDF-"
_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_POINTS_PER_INCH: Final = 72.0


def png_with_text(drawing: bytes, text: str) -> bytes:
    """Give a drawing, a PNG, as an opaque PNG with ``text`` inside."""
    info = PngInfo()
    info.add_text("Software", f"alpaca-gui {alpaca_gui.__version__}")
    info.add_itxt(PNG_KEY, text)
    stream = io.BytesIO()
    with Image.open(io.BytesIO(drawing), formats=("PNG",)) as image:
        image.convert("RGB").save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def pdf_with_text(drawing: bytes, text: str, title: str, width: float) -> bytes:
    """Give a drawing, a PNG, as a PDF of one page with ``text`` inside.

    Parameters
    ----------
    drawing, text
        The page, and what it holds.
    title
        The document's, for a reader's title bar.
    width
        Of the page, in points (1/72 inch); the height follows.
    """
    stream = io.BytesIO()
    with Image.open(io.BytesIO(drawing), formats=("PNG",)) as image:
        image.convert("RGB").save(
            stream,
            "PDF",
            resolution=_POINTS_PER_INCH * image.width / width,
            quality=_PDF_QUALITY,
            subsampling=0,  # colours at full resolution: coloured letters stay sharp
            title=_exactly(title),
            keywords=_exactly(text),
            creator=f"alpaca-gui {alpaca_gui.__version__}",
        )
    return stream.getvalue()


def _exactly(text: str) -> PdfParser.PdfBinary:
    """As a string in hexadecimal: in a literal one the byte 13, half of a ``č`` in UTF-16, would be a line's end."""
    return PdfParser.PdfBinary(PdfParser.encode_text(text))


def embedded_text(path: Path) -> str | None:
    """Give the text that `png_with_text` or `pdf_with_text` put into a file; None where it holds none.

    Raises
    ------
    PictureError
        With the sentence to show: it is gone, too large, neither PNG nor PDF, or broken.
    """
    data = _read(path)
    try:
        if data.startswith(_PNG_HEAD):
            text = _png_text(data)
        elif data.startswith(_PDF_HEAD):
            text = _pdf_text(data)
        else:
            raise PictureError("It is neither a PNG nor a PDF.")
    except PictureError:
        raise
    except MemoryError:
        raise PictureError("There is not enough memory to read it.") from None
    except Exception as error:  # what a hostile file makes the parsers raise is in no list
        raise PictureError(f"It is broken and cannot be read ({type(error).__name__}).") from error
    if text is not None and len(text) > TEXT_LIMIT:
        raise PictureError(f"It holds too much text: {len(text):,} characters, the limit is {TEXT_LIMIT:,}.")
    return text


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # to open a pipe would be to wait for whoever writes to it
            raise PictureError("It is not a file.")
        if status.st_size > FILE_LIMIT:
            raise PictureError(f"It is too large: {status.st_size:,} bytes, the limit is {FILE_LIMIT:,}.")
        with path.open("rb") as stream:
            return stream.read(FILE_LIMIT)
    except FileNotFoundError:
        raise PictureError("The file is gone: nothing is at this path.") from None
    except OSError as error:
        raise PictureError(f"The file cannot be read: {reason(error)}.") from error
    except ValueError as error:  # a path with a NUL byte
        raise PictureError(f"The path cannot be used: {error}.") from error


def _png_text(data: bytes) -> str | None:
    """Look before the pixels, and only then decode them: the text of other programs stands behind."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        assert isinstance(image, PngImageFile)
        found = image.info.get(PNG_KEY)
        if found is None:
            if image.width * image.height > _PIXEL_LIMIT:
                raise PictureError(f"It is too large: {image.width:,} x {image.height:,} pixels.")
            found = image.text.get(PNG_KEY)
    return None if found is None else str(found)


class _Information(PdfParser.PdfParser):
    """Reads the document information and leaves the pages alone, whose tree may be a trap."""

    def linearize_page_tree(self, node: PdfParser.PdfDict | None = None) -> list[PdfParser.IndirectReference]:  # noqa: ARG002
        return []


def _pdf_text(data: bytes) -> str | None:
    with _Information(buf=data) as pdf:
        found = pdf.info.get(PDF_KEY.encode())
    return PdfParser.decode_text(bytes(found)) if isinstance(found, bytes | bytearray) else None

"""Verdict cards as files: a PNG or a PDF to look at, with the card inside for a program to read."""

from pathlib import Path
from typing import Final

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.errors import CardError, OutputError, PictureError, reason
from alpaca_gui.explain.card_json import card_from_json
from alpaca_gui.explain.drawing.card_drawing import card_drawing
from alpaca_gui.explain.drawing.raster import rasterised
from alpaca_gui.explain.looked import Looked
from alpaca_gui.explain.verdict_card import VerdictCard
from alpaca_gui.files import whole_file
from alpaca_gui.imaging.embedded import embedded_text, pdf_with_text, png_with_text
from alpaca_gui.imaging.formats import SIGNATURE_LENGTH, looks_like_picture
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.verdict import Rule

SUFFIXES: Final = (".png", ".pdf")
"""What a card's file may be."""

_ZOOM: Final = 2.0
_A5_WIDTH: Final = 595.28
"""Of a page in landscape, in points: 210 mm."""


def write_card(path: Path, looked: Looked, bundle: ModelBundle, rule: Rule) -> VerdictCard:
    """Write the card of a picture, whole or not at all, and give it.

    Raises
    ------
    OutputError
        When the suffix is neither .png nor .pdf, the file cannot be written, or is a picture that is no card.
    """
    check_suffix(path)
    card = VerdictCard.of(looked, bundle, rule)
    drawing = rasterised(card_drawing(card, looked.seen, bundle.card), _ZOOM)
    if path.suffix.lower() == ".pdf":
        data = pdf_with_text(drawing, card.to_json(), f"Verdict card of {card.picture}", _A5_WIDTH)
    else:
        data = png_with_text(drawing, card.to_json())
    write_whole(path, data)
    return card


def check_suffix(path: Path) -> None:
    """Refuse what is no file for a card.

    Raises
    ------
    OutputError
        When the suffix is neither .png nor .pdf.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise OutputError(f"A card is a .png or a .pdf, and {printable(path.name)} is neither.")


def read_card(path: Path) -> VerdictCard:
    """Read the card inside a file.

    Raises
    ------
    CardError
        With the sentence to show, when the file holds none or cannot be read.
    """
    name = printable(path.name or str(path))
    try:
        text = embedded_text(path)
        if text is None:
            raise CardError(
                "There is no verdict card in it; a program that saved it again may have left the card out."
            )  # fmt: skip
        return card_from_json(text)
    except (PictureError, CardError) as error:
        raise CardError(f"{name}: {error}") from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and never over a picture other than one that this program made.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    try:
        if path.is_file() and _is_picture_of_a_person(path):
            raise OutputError(f"{printable(str(path))} is a picture: results are not written over it.")
        special = path.exists() and not path.is_file() and not path.is_dir()  # a device or pipe is never replaced
        with path.open("wb") if special else whole_file(path) as stream:
            stream.write(data)
    except OSError as error:
        raise OutputError(f"{printable(str(path))} cannot be written: {reason(error)}.") from error
    except ValueError as error:  # a path with a NUL byte
        raise OutputError(f"{printable(str(path))} cannot be written: {error}.") from error


def _is_picture_of_a_person(path: Path) -> bool:
    with path.open("rb") as stream:
        if not looks_like_picture(stream.read(SIGNATURE_LENGTH)):
            return False
    try:
        return embedded_text(path) is None
    except PictureError:
        return True

"""A picture as the model saw it, with the hash of the very bytes that were decoded."""

from dataclasses import dataclass
from typing import Final

from alpaca_gui.errors import PictureError
from alpaca_gui.explain.lens import NOT_FETCHED, Lens, Seen
from alpaca_gui.imaging.content import fingerprint, has_changed
from alpaca_gui.imaging.source import LinkSource, Source

_READ_AT_MOST: Final = 3
_CHANGING: Final = "The file is being written. Try again when that is done."


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """A picture that was decoded, hashed and classified.

    Attributes
    ----------
    seen
        What the model saw and said.
    digest
        SHA-256 of the picture's bytes, in hexadecimal.
    """

    seen: Seen
    digest: str


def look(lens: Lens, source: Source) -> Looked:
    """Hash a picture and look at it; a file that changes meanwhile is read again.

    Raises
    ------
    PictureError
        With the sentence to show, when it cannot be read or decoded, or does not stop changing.
    """
    if isinstance(source, LinkSource):
        raise PictureError(NOT_FETCHED)
    for _ in range(_READ_AT_MOST):
        try:
            digest, size, modified = fingerprint(source)
        except PictureError:
            lens.look(source)  # which knows better what is wrong
            raise
        seen = lens.look(source)
        if not has_changed(source, size, modified):
            return Looked(seen, digest.hex())
    raise PictureError(_CHANGING)

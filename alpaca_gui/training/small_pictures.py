"""Small pictures of what a model is trained on, for its bundle; made only when somebody asks for them."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from alpaca_gui.engine.thumbnails import BYTES_EACH, MOST, SIDE, Thumbnails
from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.source import MemorySource
from alpaca_gui.imaging.thumbnail import jpeg_thumbnail
from alpaca_gui.messages import Note, Step, Tell
from alpaca_gui.training.examine import Examined

STAGE: Final = "Making small pictures"
_THREADS: Final = 2


def small_pictures(examined: Examined, tell: Tell) -> Thumbnails:
    """Make a thumbnail of each content, without its metadata.

    Of more than `MOST` contents those with the smallest hashes get one, as good as drawn by lot. A file that is gone
    or was changed since it was looked at gets none: what would be shown is not what the model was trained on.
    """
    contents = dict(zip(examined.hashes, examined.paths, strict=True))
    chosen = dict(sorted(contents.items())[:MOST])
    made: dict[str, bytes] = {}
    with ThreadPoolExecutor(_THREADS, "small pictures") as workers:
        pictures = workers.map(_small_picture, chosen.items())
        for number, (digest, picture) in enumerate(zip(chosen, pictures, strict=True), start=1):
            if picture is not None:
                made[digest] = picture
            tell(Step(STAGE, number, len(chosen)))
    if len(made) < len(contents):
        tell(Note(f"The model holds small pictures of {len(made):,} of its {len(contents):,} training pictures."))
    return Thumbnails(made)


def _small_picture(content: tuple[str, Path]) -> bytes | None:
    digest, path = content
    try:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            return None
        picture = jpeg_thumbnail(MemorySource(data, path.name), SIDE)
    except (OSError, PictureError):
        return None  # what is missing is told, as a count
    return picture if len(picture) <= BYTES_EACH else None

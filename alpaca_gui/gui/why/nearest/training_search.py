"""Finds the training pictures most like one, in the thread that explains."""

from dataclasses import dataclass
from threading import Event

from PySide6.QtGui import QImage

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.familiar import Familiarity
from alpaca_gui.engine.familiar_words import unlike_note
from alpaca_gui.engine.thumbnails import SIDE
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.nearest import NearestTraining, nearest_training
from alpaca_gui.explain.training_index import TrainingIndex, thumbnail_picture
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.why.question import Step
from alpaca_gui.imaging.content import fingerprint
from alpaca_gui.imaging.source import LinkSource, PixelSource, Source


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What came of a search.

    Attributes
    ----------
    nearest
        None where the model does not tell what it was trained on, or gives no embedding.
    images
        Small pictures out of the bundle, by hash; those that can be decoded.
    note
        The mark "unlike the training pictures" in words; empty where the picture does not carry it.
    trouble
        Why the bundle's small pictures cannot be used; empty where nothing is wrong.
    """

    nearest: NearestTraining | None
    images: dict[str, QImage]
    note: str = ""
    trouble: str = ""


class TrainingSearch:
    """A piece of work for the thread that explains; remembers what it has read of the bundle. Used by one thread.

    Parameters
    ----------
    count
        How many on each side.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._bundle: ModelBundle | None = None
        self._index: TrainingIndex | None = None
        self._familiarity: Familiarity | None = None

    def __call__(self, lens: Lens, seen: Seen, _cancel: Event, _step: Step) -> Found:
        """Search for what was seen.

        Raises
        ------
        BundleError
            When the bundle does not hold what it promises.
        """
        self._open(lens.bundle)
        index, embedding = self._index, seen.evidence.embedding
        if index is None or embedding is None:
            return Found(None, {})
        nearest = nearest_training(index, embedding, self._count, _digest(seen.source))
        known = self._familiarity
        note = "" if known is None else unlike_note(known, known.distance(embedding))
        return Found(nearest, _images(nearest), note, index.trouble)

    def _open(self, bundle: ModelBundle) -> None:
        if bundle is not self._bundle:
            self._index = TrainingIndex.of(bundle)
            self._familiarity = Familiarity.of(bundle)
            self._bundle = bundle


def _digest(source: Source) -> str | None:
    """Hash of the picture's bytes; None where it has none of a file, or they cannot be read any more."""
    if isinstance(source, PixelSource | LinkSource):
        return None
    try:
        return fingerprint(source)[0].hex()
    except PictureError:
        return None


def _images(nearest: NearestTraining) -> dict[str, QImage]:
    images = {}
    for neighbour in (*nearest.yes, *nearest.no):
        if neighbour.thumbnail is not None:
            try:
                images[neighbour.digest] = image_of(thumbnail_picture(neighbour.thumbnail).shrunk(SIDE, SIDE))
            except PictureError:
                continue  # drawn as one that has no small picture
    return images

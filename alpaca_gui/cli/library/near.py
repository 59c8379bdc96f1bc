"""``alpaca-gui library query --near``: the pictures of a library that are most like one."""

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from threading import Event

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.cli.classify import interruptible
from alpaca_gui.cli.library.options import Chosen, last_model
from alpaca_gui.cli.library.table import LibraryTable, writer_of
from alpaca_gui.cli.output import open_output
from alpaca_gui.engine.backbone import backbone_of
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import FileSource, printable
from alpaca_gui.jobs.intake import from_text
from alpaca_gui.jobs.pipeline import Pipeline
from alpaca_gui.jobs.remembered import wholly_named
from alpaca_gui.library.embeddings import embedding_of, mapped_embeddings, pictures_of
from alpaca_gui.library.export.rows import ExportedRecord, PrintedRecord
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.neighbours import nearest
from alpaca_gui.library.rows import exported_rows
from alpaca_gui.library.sorting import Keys


@dataclass(frozen=True, slots=True)
class NearRecord(ExportedRecord):
    """A record, and how like the picture that was named it is.

    Attributes
    ----------
    cosine
        Of the two embeddings: 1 for the same picture.
    """

    cosine: float | None = None


class NearTable(LibraryTable):
    """The table, with the cosine first."""

    _HEAD = f"{'cosine':>6}  {LibraryTable._HEAD}"

    def _write(self, record: PrintedRecord) -> None:
        if isinstance(record, NearRecord):
            self._stream.write(f"{record.cosine:6.3f}  ")
        super()._write(record)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The picture that was named: its embedding, and the number of its content in the library (0 where it has none)."""

    embedding: NDArray[np.floating]
    picture: int


def print_nearest(options: argparse.Namespace, library: Library, found: Chosen) -> None:
    """Print the records most like the picture ``options.near``, among those that were ``found``.

    Raises
    ------
    AlpacaError
        When the picture cannot be looked at, or the library has no embeddings.
    """
    model = last_model(library)
    if model is None:
        raise AlpacaError("No model has looked at a picture of this library yet: nothing can be compared.")
    cancel = Event()
    with interruptible(cancel):
        asked = _asked(options.near, library, found, model, cancel)
        keys, cosines = _nearest(library, found, model, asked, options.k, cancel)
        if cancel.is_set():
            raise KeyboardInterrupt
    with open_output(None) as stream:
        if options.count:
            stream.write(f"{keys.size}\n")
            return
        kind = NearTable(stream, NearRecord) if options.format == "table" else None
        with kind or writer_of(options.format, stream, NearRecord) as writer:
            for record in _records(library, found, keys, cosines):
                writer.write(record)


def _records(library: Library, found: Chosen, keys: Keys, cosines: NDArray[np.float64]) -> Iterator[NearRecord]:
    rows = exported_rows(library, found.columns, keys, found.rule)
    for record, cosine in zip(rows, cosines.tolist(), strict=True):
        yield NearRecord(**asdict(record), cosine=cosine)


def _asked(text: str, library: Library, found: Chosen, model: UsedModel, cancel: Event) -> Asked:
    """Find the picture in the library, or let the model look at it."""
    item = wholly_named(from_text(text))
    if isinstance(item.source, FileSource):
        place = library.place(item.source.location)
        picture = 0 if place is None else int(found.columns.picture[place.key])
        known = embedding_of(library, picture, model.backbone) if picture else None
        if known is not None:
            return Asked(known, picture)
    if model.path is None or not model.path.is_file():
        raise AlpacaError(
            f"{printable(text)} is not in the library, and the model {printable(model.name)} that could look at it is "
            "not where it was. Add the picture first."
        )
    bundle = load_bundle(model.path)
    if backbone_of(bundle) != model.backbone:
        raise AlpacaError(f"At {printable(str(model.path))} there is another model now: it cannot be compared.")
    with Pipeline(bundle, workers=1) as pipeline, closing(pipeline.run([item], cancel)) as results:
        for result in results:
            record = result.record
            if record.evidence is None:
                raise AlpacaError(f"{printable(text)} cannot be compared. {record.error}")
            if record.evidence.embedding is not None:
                return Asked(record.evidence.embedding, 0)
    if cancel.is_set():
        raise KeyboardInterrupt
    raise AlpacaError(f"The model {printable(model.name)} gives no embeddings: pictures cannot be compared.")


def _nearest(
    library: Library, found: Chosen, model: UsedModel, asked: Asked, k: int, cancel: Event
) -> tuple[Keys, NDArray[np.float64]]:
    """Keys of the records most like a picture, at most ``k``, and their cosines; its own content is left out."""
    mapped = mapped_embeddings(library, model.backbone, cancel)
    if mapped is None:
        raise AlpacaError("The library has no embeddings yet: add pictures first.")
    held = mapped.held
    pictures = pictures_of(library, model.backbone, held.numbers)
    contents = found.columns.picture[found.keys]
    keep = np.isin(pictures, contents[contents > 0]) & (pictures != asked.picture) & (pictures > 0)
    neighbours = nearest(held.rows, asked.embedding, k, keep=keep, cancel=cancel)
    rows = [np.sort(found.keys[contents == pictures[place]]) for place in neighbours.places.tolist()]
    keys = np.concatenate([*rows, np.empty(0, np.int64)]).astype(np.int64)[:k]
    cosines = np.repeat(neighbours.cosines, [row.size for row in rows])[:k]
    return keys, cosines

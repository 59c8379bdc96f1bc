"""What a session and a command both ask a library: which model this is, what is known, which folders are searched."""

from dataclasses import replace

from alpaca_gui.engine.backbone import backbone_of
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.familiar import Familiarity
from alpaca_gui.errors import BundleError
from alpaca_gui.imaging.source import FileSource, LinkSource
from alpaca_gui.jobs.intake import Item
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.record import Content, Record


def familiarity_of(bundle: ModelBundle) -> Familiarity | None:
    """What the model knows of its training pictures; where that part is damaged it answers all the same."""
    try:
        return Familiarity.of(bundle)
    except BundleError:
        return None


def used_model(bundle: ModelBundle, familiarity: Familiarity | None) -> UsedModel:
    """What a library knows a bundle as; ``familiarity`` is what `familiarity_of` gave."""
    return UsedModel(
        bundle.model_id,
        bundle.name,
        bundle.path,
        bundle.card.concept,
        backbone_of(bundle),
        None if familiarity is None else familiarity.limit,
    )


def recalled(library: Library, model: int, content: Content) -> Record | None:
    """What the model of a number has said of a content before, as a `alpaca_gui.jobs.pipeline.Recall` gives it."""
    known = library.recall(content.digest, model)
    if known is None:
        return None
    return Record(
        LinkSource(""),
        Evidence(known.logit, None, None),
        known.width,
        known.height,
        notes=known.notes,
        unlike=known.unlike,
        time=known.time,
    )


def remember_folders(library: Library, items: list[Item]) -> list[int]:
    """Write down which folders are being searched, so that the search goes on if the program ends in the middle.

    Gives their numbers, for `alpaca_gui.library.library.Library.end_request`.
    """
    known = library.requests()
    numbers = []
    for item in items:
        if isinstance(item.source, FileSource) and names_folder(item):
            place = str(item.source.path.absolute())
            again = [number for number, before in known.items() if before == place]
            numbers += again or [library.begin_request(place)]
    return numbers


def names_folder(item: Item) -> bool:
    """Tell whether an item is a folder that will be searched."""
    if not isinstance(item.source, FileSource) or item.refusal is not None:
        return False
    try:
        return item.source.path.is_dir()
    except (OSError, ValueError):  # too long, a NUL byte: it will be a row that says so
        return False


def wholly_named(item: Item) -> Item:
    """Give a file its whole path: what is kept outlives the folder that the program was started in.

    A link is not followed, but for the folders before a ``..``.
    """
    source = item.source
    if not isinstance(source, FileSource) or (source.path.is_absolute() and ".." not in source.path.parts):
        return item
    path = source.path
    if ".." in path.parts:
        try:
            path = path.resolve() if path.name == ".." else path.parent.resolve() / path.name
        except (OSError, ValueError, RuntimeError):  # a NUL byte, a circle: the decoder has the sentence
            return replace(item, source=FileSource(path.absolute()))
    return replace(item, source=FileSource(path.absolute()))

"""What stands under the small pictures of an explanation, in a drawing and on a page alike."""

from dataclasses import dataclass
from typing import Final

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.cell_words import no_map_text
from alpaca_gui.explain.explanation import Explanation
from alpaca_gui.explain.nearest import NearestTraining, Neighbour
from alpaca_gui.explain.training_index import thumbnail_picture
from alpaca_gui.explain.xray import Xray
from alpaca_gui.imaging.inline import bytes_address, png_address
from alpaca_gui.logit.verdict import decide_one
from alpaca_gui.logit.words import MINUS, logit_text

FIRM: Final = "How firm it is"
XRAY: Final = "What the model saw"
NEAREST: Final = "The training pictures most like it"

_EXACT_MAP: Final = "The map is exact: bias and cells sum to the logit."
_MEASURED: Final = "Each logit under other preprocessing is the model's own, measured."
_COMPARED: Final = (
    "The nearest pictures are found by comparing all embeddings; their logits are out of fold, by heads that had not "
    "seen them."
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One small picture.

    Attributes
    ----------
    name
        What it is, in a few words.
    number
        What is to be read first, e.g. its logit.
    why
        What there is to say of it.
    address
        The picture as a ``data:`` address; empty where there is none.
    width, height
        The picture's shape.
    """

    name: str
    number: str
    why: str = ""
    address: str = ""
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an explanation that is made of small pictures.

    Attributes
    ----------
    heading, said
        Its heading, and what there is to say before; empty where there is nothing.
    beware
        What has to be known to read it rightly; empty where there is nothing.
    shelves
        A name, or nothing, and the pictures below it.
    """

    heading: str
    said: str
    beware: str
    shelves: tuple[tuple[str, list[Tile]], ...]


def sections(explanation: Explanation) -> tuple[Section, Section]:
    """What the model saw, and the training pictures most like it."""
    seen = Section(XRAY, xray_words(explanation.xray), "", (("", xray_tiles(explanation)),))
    nearest = explanation.nearest
    if nearest is None:
        return seen, Section(NEAREST, explanation.no_nearest, "", ())
    return seen, Section(NEAREST, "", itself_words(nearest), tuple(nearest_sides(nearest, explanation.model)))


def no_sum_text(explanation: Explanation) -> str:
    """Why nothing sums to the logit, and what the cells are where they are an estimate."""
    estimated = "" if explanation.estimate is None else "Estimated: the fall of the logit where a part is covered. "
    return f"{estimated}{no_map_text(explanation.seen.no_map)}"


def sources(explanation: Explanation) -> str:
    """What is exact and what is estimated, and how what is shown was found."""
    said = [_MEASURED]
    if explanation.seen.contributions is not None:
        said.insert(0, _EXACT_MAP)
    elif explanation.estimate is not None:
        said.insert(0, f"The map is no exact one. {explanation.estimate.how}")
    if explanation.nearest is not None:
        said.append(_COMPARED)
    return " ".join(said)


def xray_tiles(explanation: Explanation) -> list[Tile]:
    """What the model saw, which comes first, and every other view of it."""
    rule = explanation.card.rule
    tiles = []
    for variant in explanation.xray.variants:
        if variant.logit is None:
            tiles.append(Tile(variant.words, "–", variant.why))
            continue
        why = variant.why
        if decide_one(variant.logit, rule) is not explanation.card.decision:
            why = f"The decision is another one: {decide_one(variant.logit, rule).word}. {why}".strip()
        tiles.append(
            Tile(variant.words, logit_text(variant.logit), why, png_address(variant.view), *variant.view.shape[1::-1])
        )
    return tiles


def xray_words(xray: Xray) -> str:
    """The range of the tensor's numbers, and what the variants are."""
    numbers = f"{xray.low:.4g} to {xray.high:.4g}".replace("-", MINUS)
    return (
        f"The very numbers that went into the model, as a picture; they go from {numbers}. Then what it says of "
        "the same picture prepared in other ways: why another program may give another logit."
    )


def nearest_sides(nearest: NearestTraining, model: ModelCard) -> list[tuple[str, list[Tile]]]:
    """Both sides in words, each with its pictures."""
    sides = []
    for answer, neighbours in ((f"yes, {model.yes}", nearest.yes), (f"no, {model.no}", nearest.no)):
        sides.append((f"Labelled {answer}", [_neighbour(each) for each in neighbours]))
    return sides


def _neighbour(neighbour: Neighbour) -> Tile:
    number = f"{neighbour.cosine:.3f}".replace("-", MINUS) + " alike"
    logit = "no logit" if neighbour.logit is None else f"logit {logit_text(neighbour.logit)}"
    if neighbour.thumbnail is None:
        return Tile(f"{neighbour.digest[:12]}…", number, logit)
    try:
        picture = thumbnail_picture(neighbour.thumbnail)
    except PictureError:
        return Tile(f"{neighbour.digest[:12]}…", number, logit)
    return Tile(
        f"{neighbour.digest[:12]}…",
        number,
        logit,
        bytes_address(neighbour.thumbnail, "image/jpeg"),
        picture.width,
        picture.height,
    )


def itself_words(nearest: NearestTraining) -> str:
    """Whether the model was trained on the picture itself; empty where it was not."""
    if nearest.itself is None:
        return ""
    what = "this very picture" if nearest.same_file else "a picture that looks the same to it"
    logit = "" if nearest.itself.logit is None else f" Out of fold its logit is {logit_text(nearest.itself.logit)}."
    return f"The model was trained on {what}, so its logit flatters.{logit}"

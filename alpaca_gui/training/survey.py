"""What a person should know of their folders before a model is trained on them; some folders are refused."""

from collections.abc import Iterator, Sequence
from typing import Final

from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import printable
from alpaca_gui.training.balance import STRONG, imbalance
from alpaca_gui.training.dataset import NO, YES, Dataset
from alpaca_gui.training.duplicates import Duplicates
from alpaca_gui.training.examine import Examined, Unusable
from alpaca_gui.training.request import FEWEST

_NAMED: Final = 5


def require_enough(dataset: Dataset, examined: Examined) -> None:
    """Make sure that both sides have `FEWEST` different pictures.

    Raises
    ------
    AlpacaError
        With the side, how many it has, and what was left out of it.
    """
    for label in (YES, NO):
        found = zip(examined.examples, examined.hashes, strict=True)
        different = len({digest for example, digest in found if example.label == label})
        if different < FEWEST:
            lost = [one for one in examined.left_out if one.example.label == label]
            why = f" {_left_out(lost)}" if lost else ""
            raise AlpacaError(
                f"{dataset.answer(label)!r} has {different} different "
                f"{'picture' if different == 1 else 'pictures'} that can be used; at least {FEWEST} are needed on "
                f"each side to train and to judge a model.{why}"
            )


def remarks(dataset: Dataset, examined: Examined, duplicates: Duplicates) -> Iterator[str]:
    """Finished sentences about what was left out, what stands there twice, and how unlike in size the sides are."""
    if examined.left_out:
        yield _left_out(examined.left_out)
    yield from _about_duplicates(examined, duplicates)
    if (times := imbalance(examined.labels)) > STRONG:
        larger, smaller = (YES, NO) if examined.labels.mean() > 0.5 else (NO, YES)
        yield (
            f"There are {times:.1f} times as many pictures of {dataset.answer(larger)!r} as of "
            f"{dataset.answer(smaller)!r}. Both sides weigh alike in training, and the logit is then set to the "
            f"folders' own mix; where the mix will be another, move the threshold."
        )


def _left_out(unusable: Sequence[Unusable]) -> str:
    named = "; ".join(f"{printable(one.example.path.name)}: {one.sentence}" for one in unusable[:_NAMED])
    more = f" (and {len(unusable) - _NAMED:,} more)" if len(unusable) > _NAMED else ""
    return f"{_count(len(unusable), 'file was', 'files were')} left out. {named}{more}"


def _about_duplicates(examined: Examined, duplicates: Duplicates) -> Iterator[str]:
    contradictions = duplicates.contradictions(examined.labels)
    twice = [places for places in duplicates.same if places not in contradictions]
    for places in contradictions[:_NAMED]:
        yield f"The same picture stands on both sides, so one of its labels is wrong: {_names(examined, places)}."
    if len(contradictions) > _NAMED:
        yield f"{len(contradictions) - _NAMED:,} more pictures stand on both sides."
    if twice:
        yield f"{_count(len(twice), 'picture is', 'pictures are')} there more than once: {_some(examined, twice)}."
    if duplicates.near:
        yield (
            f"{_count(len(duplicates.near), 'pair of pictures looks', 'pairs of pictures look')} nearly the same: "
            f"{_some(examined, duplicates.near)}."
        )
    if duplicates.same or duplicates.near:
        yield "Such pictures are always judged by a model that saw none of them."


def _some(examined: Examined, many: Sequence[tuple[int, ...]]) -> str:
    more = f"; and {len(many) - _NAMED:,} more" if len(many) > _NAMED else ""
    return "; ".join(_names(examined, places) for places in many[:_NAMED]) + more


def _names(examined: Examined, places: Sequence[int]) -> str:
    paths = [examined.paths[place] for place in places]
    return " = ".join(printable(f"{path.parent.name}/{path.name}") for path in paths)


def _count(n: int, one: str, many: str) -> str:
    return f"1 {one}" if n == 1 else f"{n:,} {many}"

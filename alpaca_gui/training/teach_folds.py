"""Out-of-fold logits for what is taught, on two cores: heads that saw neither a picture nor one nearly the same."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.messages import Note, Step, Tell
from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.duplicates import find_duplicates
from alpaca_gui.training.folds import Groups, stratified_folds
from alpaca_gui.training.recipes import HeadRecipe
from alpaca_gui.training.request import SEED

_FEW: Final = 100
_SOME: Final = 500
_MANY: Final = 4000

_FEWEST_FOLDS: Final = 5

ALIKE: Final = (
    "The pictures of a side look so much alike that they cannot be kept apart: the figures may be too good, since a "
    "picture may be judged by a model that saw one nearly the same."
)


@dataclass(frozen=True, slots=True)
class Dealing:
    """How pictures are dealt: to how many ``folds``, and in how many ways (``seeds``)."""

    folds: int
    seeds: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class HeldOutLogits:
    """Logits by heads that never saw the picture, (n, seeds), and how the pictures were dealt for it."""

    logits: Floats
    dealing: Dealing


def dealing(n: int, fewest: int, quick: bool) -> Dealing:
    """Decide how n pictures are dealt, so that judging takes a second or two and never much longer than training.

    The fewer pictures, the nearer to leaving one out: there it matters how many a head is trained on, and fits are
    quick.

    Parameters
    ----------
    n
        Pictures.
    fewest
        Groups of pictures that the smaller side has: more folds cannot be made.
    quick
        Whether the recipe takes no more than a few milliseconds for few pictures.
    """
    repeats = 3 if quick and n <= _SOME else 1
    folds = 20 if quick and n <= _FEW else 10 if quick and n <= _SOME else 5 if n <= _MANY else 4
    return Dealing(min(folds, fewest), tuple(range(SEED, SEED + repeats)))


def groups_of(hashes: tuple[str, ...], embeddings: NDArray[np.float32], labels: Labels, tell: Tell) -> Groups:
    """Give each picture the number of its group, (n,): those that look alike, where enough groups are left for it."""
    found = find_duplicates(hashes, embeddings).groups
    if _fewest(_firsts(found)[0], labels) >= _FEWEST_FOLDS:
        return found
    tell(Note(ALIKE))
    return np.arange(labels.size, dtype=np.int64)


def hold_out(
    pool: ThreadPoolExecutor,
    recipe: HeadRecipe,
    embeddings: NDArray[np.float32],
    labels: Labels,
    groups: Groups,
    tell: Tell,
) -> HeldOutLogits:
    """Judge every picture, of n, by heads that saw none of its group."""
    firsts, group_of = _firsts(groups)
    how = dealing(labels.size, _fewest(firsts, labels), recipe.quick)
    logits = np.full((labels.size, len(how.seeds)), np.nan)

    def judge(column: int, kept: NDArray[np.bool_]) -> Callable[[], None]:
        def work() -> None:
            logits[~kept, column] = recipe.fit(embeddings[kept], labels[kept]).logits(embeddings[~kept])

        return work

    work = [
        judge(column, dealt != fold)
        for column, seed in enumerate(how.seeds)
        for dealt in (stratified_folds(labels[firsts], seed, how.folds)[group_of],)
        for fold in range(how.folds)
    ]
    _all_done(pool, work, tell)
    return HeldOutLogits(logits, how)


def _firsts(groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Place of each group's first picture, and for each picture the place of its group among these."""
    _, firsts, group_of = np.unique(groups, return_index=True, return_inverse=True)
    return firsts, group_of


def _fewest(firsts: NDArray[np.int64], labels: Labels) -> int:
    """How many groups the side has that has fewer, a group being on its first picture's side.

    Groups are dealt, and not pictures: with at least as many on either side as there are folds, each head has both to
    learn from, however large a group is.
    """
    return int(np.bincount(labels[firsts], minlength=2).min())


def _all_done(pool: ThreadPoolExecutor, work: list[Callable[[], None]], tell: Tell) -> None:
    stage = "Judging out of fold"
    tell(Step(stage, 0, len(work)))
    waiting: list[Future[None]] = [pool.submit(one) for one in work]
    for done, one in enumerate(as_completed(waiting), start=1):
        one.result()
        tell(Step(stage, done, len(work)))

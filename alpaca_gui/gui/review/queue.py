"""The review queue: which pictures a person is asked about, in which order, and which of them is next. Knows no Qt."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.gui.review.begun import NOBODY, Begun
from alpaca_gui.gui.review.progress import Progress
from alpaca_gui.gui.review.scope import Scope
from alpaca_gui.library.columns import NO_LABEL, Columns
from alpaca_gui.library.sorting import Keys, ascending
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule, margins

Mask = NDArray[np.bool_]
Labels = NDArray[np.int8]

_NONE_YET: Final = np.empty(0, np.int64)


class ReviewQueue:
    """The pictures of a scope without a label, nearest to the threshold first, and the one that is looked at.

    An answer counts at once (`answer`), before the columns have it; `heard` takes over what they say. Labelled pictures
    are done. What is not meant any more, because the rule or the model changed, is not left; what has come to be meant
    joins at its place.

    Parameters
    ----------
    columns, rule
        The rows and how they are read; `update` looks at them again.
    scope
        Which pictures are meant.
    begun
        An earlier review to go on with. Where it has left nothing but skipped pictures, these come again.

    Attributes
    ----------
    current
        Key of the picture that is looked at; `NOBODY` where nothing is left.
    """

    def __init__(self, columns: Columns, rule: Rule, scope: Scope | None = None, begun: Begun | None = None) -> None:
        self.current = NOBODY
        self._columns = columns
        self._rule = rule
        self._scope = scope or Scope()
        self._said: dict[int, int] = {}
        self._skipped: dict[int, None] = {}
        self._labelled: dict[int, None] = {}
        self._meant = self._member = np.zeros(0, np.bool_)
        self._order, self._away = _NONE_YET, np.empty(0)
        self._stale = True
        self._seen: tuple[object, ...] = ()
        self._begin(begun or Begun())

    def _begin(self, begun: Begun) -> None:
        count = len(self._columns)
        self._skipped = {key: None for key in begun.skipped if key < count}
        self._labelled = {key: None for key in begun.labelled if key < count and self._columns.label[key] != NO_LABEL}
        self.update(self._rule)
        if not self.left().size:
            self._skipped.clear()
        left = self.left()
        if begun.at in left:
            self.current = begun.at
        elif left.size:
            self.current = self._after(begun.at) if 0 <= begun.at < count else int(left[0])

    # What changes the queue.

    def update(self, rule: Rule) -> None:
        """Look at the rows again; works anew only where something has changed that decides which are meant."""
        columns = self._columns
        seen = (rule, len(columns), int(columns.removed.sum()))
        if self._stale or seen != self._seen:
            self._rule, self._seen, self._stale = rule, seen, False
            self._work_out()
        if self.current != NOBODY and columns.removed[self.current]:
            self.current = self._after(self.current)

    def expire(self) -> None:
        """Let the next `update` work anew: logits have changed."""
        self._stale = True

    def _work_out(self) -> None:
        columns = self._columns
        self._meant = self._scope.rows(columns, self._rule)
        member = self._meant & (self._labels() == NO_LABEL)
        member[: self._member.size] |= self._member
        member[list(self._labelled)] = True
        self._member = member
        keys = np.flatnonzero(member & ~columns.removed & (columns.state == State.DONE))
        away = np.abs(margins(columns.logit[keys], self._rule))
        places = ascending(away)
        self._order, self._away = keys[places], away[places]

    def answer(self, label: int) -> None:
        """Label the picture that is looked at and go on, or take its label off (`NO_LABEL`) and stay."""
        key = self.current
        self._said[key] = label
        self._skipped.pop(key, None)
        self._labelled.pop(key, None)
        if label != NO_LABEL:
            self._labelled[key] = None
            self._join(key)
            self.current = self._after(key)

    def skip(self) -> None:
        """Go on without a label; the picture comes again when asked for, or when all others are done."""
        key = self.current
        if self.label_of(key) == NO_LABEL:
            self._skipped[key] = None
        self.current = self._after(key)

    def review_skipped(self) -> None:
        """Ask about the skipped pictures again."""
        self._skipped.clear()
        self.go_on()

    def go_on(self) -> None:
        """Look at the first picture that is left."""
        left = self.left()
        self.current = int(left[0]) if left.size else NOBODY

    def step(self, by: int) -> bool:
        """Look at the next (1) or the one before (-1), labelled and skipped ones too; False at the end."""
        keys, _ = self._chosen(self._shown())
        place = self._place(self.current, self._shown())
        here = place < keys.size and keys[place] == self.current
        target = place + by if by < 0 or here else place
        if not 0 <= target < keys.size:
            return False
        self.current = int(keys[target])
        return True

    def show(self, key: int) -> None:
        """Look at any picture, also one that nobody would have asked about."""
        self.current = key

    def heard(self, keys: Keys) -> None:
        """Take over what the columns say of rows that were labelled, removed or brought back."""
        for key in keys.tolist():
            label = int(self._columns.label[key])
            if key in self._said:
                if self._said[key] == label:
                    del self._said[key]  # else a later answer is still being written
            else:
                self._hear_other(key, label)
        self._stale |= self._scope.follows_labels

    def _hear_other(self, key: int, label: int) -> None:
        """Take over what was not answered here, e.g. what was undone."""
        self._stale = True
        self._labelled.pop(key, None)
        if label != NO_LABEL and key < self._member.size and self._member[key]:
            self._labelled[key] = None

    def take_back_answers(self) -> None:
        """Forget the answers that the columns do not have: they could not be written."""
        for key in self._said:
            self._labelled.pop(key, None)
        self._said.clear()
        self._stale = True

    # What the queue tells.

    def label_of(self, key: int) -> int:
        """A picture's label as a person has last said."""
        return self._said.get(key, int(self._columns.label[key])) if key != NOBODY else NO_LABEL

    def waits(self, key: int) -> bool:
        """Tell whether a picture has still to be asked about."""
        return 0 <= key < self._meant.size and bool(self._waiting()[key])

    def left(self) -> Keys:
        """Keys of the pictures that are still to come, in order; int64 (n,)."""
        return self._chosen(self._left())[0]

    def coming(self, count: int) -> list[int]:
        """Keys of the pictures that come after the one that is looked at."""
        if self.current == NOBODY:
            return []
        mask = self._left()
        mask[self.current] = False
        keys, _ = self._chosen(mask)
        place = self._place(self.current, mask)
        coming: list[int] = np.concatenate((keys[place : place + count], keys[: min(place, count)]))[:count].tolist()
        return coming

    def progress(self) -> Progress:
        """How much is done and what is left."""
        labels = self._labels()[: self._member.size]
        done = labels[self._member & ~self._columns.removed[: self._member.size]]
        waiting = self._waiting()
        skipped = int(waiting[list(self._skipped)].sum())
        return Progress(int((done == 1).sum()), int((done == 0).sum()), skipped, int(waiting.sum()) - skipped)

    def begun(self, concept: str) -> Begun:
        """Give what is to be remembered until the review goes on."""
        return Begun(concept, self.current, tuple(self._skipped), tuple(self._labelled))

    # Masks, bool (n,), and places in them.

    def _labels(self) -> Labels:
        labels: Labels = self._columns.label.copy()
        labels[list(self._said)] = list(self._said.values())
        return labels

    def _waiting(self) -> Mask:
        n, columns = self._meant.size, self._columns
        waiting: Mask = self._meant & ~columns.removed[:n] & (columns.state[:n] == State.DONE)
        waiting &= self._labels()[:n] == NO_LABEL
        return waiting

    def _left(self) -> Mask:
        left = self._waiting()
        left[list(self._skipped)] = False
        return left

    def _shown(self) -> Mask:
        n = self._meant.size
        labelled: Mask = (self._labels()[:n] != NO_LABEL) & ~self._columns.removed[:n]
        labelled |= self._waiting()
        return labelled

    def _join(self, key: int) -> None:
        """Count a picture in that was not asked about, and is labelled now."""
        if not self._member[key]:
            self._member[key] = True
            self._stale = True

    def _chosen(self, mask: Mask) -> tuple[Keys, NDArray[np.float64]]:
        """The keys of a mask in order, and how far from the threshold they are."""
        where = mask[self._order]
        return self._order[where], self._away[where]

    def _place(self, key: int, mask: Mask) -> int:
        """How many of a mask's keys come before a key, itself of it or not; all of them before `NOBODY`."""
        keys, away = self._chosen(mask)
        if key == NOBODY:
            return int(keys.size)
        distance = abs(float(self._columns.logit[key]) - self._rule.threshold)
        low, high = (int(np.searchsorted(away, distance, side)) for side in ("left", "right"))
        return low + int(np.searchsorted(keys[low:high], key))

    def _after(self, key: int) -> int:
        """The first that is left after a key, beginning again at the end; `NOBODY` where none is left."""
        mask = self._left()
        mask[key] = False
        left, _ = self._chosen(mask)
        return int(left[self._place(key, mask) % left.size]) if left.size else NOBODY

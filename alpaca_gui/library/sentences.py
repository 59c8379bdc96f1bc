"""Sentences that many rows share: each is held once, and rows hold its place."""

from collections.abc import Iterable, Iterator


class Sentences:
    """A list of different texts that grows; the first is the empty one.

    Parameters
    ----------
    texts
        Those after the empty one, in their order.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts = ["", *texts]
        self._places = {text: place for place, text in enumerate(self._texts)}

    def __len__(self) -> int:
        """Count the texts, the empty one too."""
        return len(self._texts)

    def __getitem__(self, place: int) -> str:
        """Give the text of a place."""
        return self._texts[place]

    def __iter__(self) -> Iterator[str]:
        """Give all texts by place."""
        return iter(self._texts)

    def place(self, text: str) -> int:
        """Give the place of a text, a new one where it is new."""
        place = self._places.get(text)
        if place is None:
            place = self._places[text] = len(self._texts)
            self._texts.append(text)
        return place

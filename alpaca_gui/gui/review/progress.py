"""How far a review has come, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pictures of a review were labelled yes, labelled no, skipped, and are left."""

    yes: int
    no: int
    skipped: int
    left: int

    @property
    def labelled(self) -> int:
        """How many have a label."""
        return self.yes + self.no

    @property
    def all(self) -> int:
        """How many there are."""
        return self.labelled + self.skipped + self.left

    @property
    def words(self) -> str:
        """In words: ``12 labelled · 3 skipped · 31 left``."""
        return f"{self.labelled:,} labelled · {self.skipped:,} skipped · {self.left:,} left"

"""The sentences of the review."""

from typing import Final

from alpaca_gui.gui.review.progress import Progress
from alpaca_gui.gui.welcome import article
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.columns import NO_LABEL, Show
from alpaca_gui.logit.spread import Sides
from alpaca_gui.logit.spread_words import error_text
from alpaca_gui.logit.verdict import Rule

GONE: Final = (
    "This picture cannot be shown now: its file was moved, renamed or deleted, or may not be read.\n\n"
    "You can label it all the same, or skip it."
)
HIDDEN: Final = "Hidden until you have answered"
NOTHING_TO_UNDO: Final = "There is nothing to undo."


def question(concept: str) -> str:
    """Ask what the labels are about."""
    return f"Is it {article(concept)} {printable(concept)}?"


def label_words(label: int) -> str:
    """Say what a person has said of a picture."""
    return "" if label == NO_LABEL else f"You said {'yes' if label else 'no'}."


def read_only(library: str) -> str:
    """Say that nothing can be labelled."""
    return f"The library {library} is opened for reading: you can look at the pictures, and not label them."


def nothing_to_review(rows: int, unsure: int, show: Show, rule: Rule) -> str:
    """Say why there is nothing to ask about."""
    if not rows:
        return "There are no pictures yet. Add some in the window, and those that the model is unsure of come here."
    if show is not Show.UNSURE:
        return "Every picture that the window shows has a label, or has no logit yet."
    if unsure:
        return "Every unsure picture has a label."
    if not rule.band:
        return (
            "No picture is unsure, since the band is 0. Make it wider in the window, and the pictures near the "
            "threshold come here."
        )
    return "No picture is unsure with this threshold and band."


def done_words(progress: Progress) -> str:
    """Say what a person has done."""
    if not progress.labelled:
        return _skipped_words(progress) or "Nothing was labelled."
    said = f"You labelled {pictures(progress.labelled)}: {progress.yes:,} yes and {progress.no:,} no."
    return f"{said} {_skipped_words(progress)}".strip()


def _skipped_words(progress: Progress) -> str:
    if not progress.skipped:
        return ""
    return f"{pictures(progress.skipped)} {'was' if progress.skipped == 1 else 'were'} skipped."


def unsure_words(sides: Sides) -> str:
    """Say how often the margin's sign is wrong among the unsure, by the labels; empty where none is labelled."""
    text = error_text(sides.unsure)
    if not text:
        return ""
    return f"If the sign of the margin decided about the unsure pictures: {text}."


def pictures(count: int) -> str:
    """Count pictures: ``1 picture``, ``1,200 pictures``."""
    return "1 picture" if count == 1 else f"{count:,} pictures"

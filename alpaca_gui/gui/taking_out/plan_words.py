"""A plan of sorting into folders, for a person: the counts, what gets another name, and what is left out and why."""

from collections.abc import Iterator, Sequence
from typing import Final

from alpaca_gui.gui.shortened import shortened
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.export.carry_out import Outcome
from alpaca_gui.library.export.sorting_plan import FOLDERS, Mode, NotPlaced, Plan, pictures_text, size_text

_LONGEST: Final = 60
_MOST: Final = 200
"""Lines of each kind."""


def summary(plan: Plan) -> str:
    """Say what would be done, in some sentences."""
    count = len(plan.placements)
    counts = ", ".join(f"{plan.count(folder):,} to {folder}" for folder in FOLDERS)
    words = [f"{pictures_text(count)} will be {plan.mode.done}: {counts}." if count else "Nothing would be placed."]
    if plan.mode is Mode.COPY and count:
        free = "" if plan.free is None else f" of {size_text(plan.free)} that are free"
        words.append(f"They take {size_text(plan.total_bytes)}{free}.")
    renamed = sum(each.renamed for each in plan.placements)
    if renamed:
        words.append(f"{renamed:,} get{'s' if renamed == 1 else ''} another name, since theirs is taken.")
    if plan.left_out:
        left = len(plan.left_out)
        words.append(f"{pictures_text(left)} {'is' if left == 1 else 'are'} left out.")
    return " ".join(words)


def details(plan: Plan) -> str:
    """Name what gets another name and what is left out, one a line; empty where there is neither."""
    renamed = [
        f"{printable(each.source)} → {each.folder}/{printable(each.name)}" for each in plan.placements if each.renamed
    ]
    parts = []
    if renamed:
        parts.append("\n".join(["Another name:", *_some(renamed)]))
    if plan.left_out:
        parts.append("\n".join(["Left out:", *_some(_lines(plan.left_out))]))
    return "\n\n".join(parts)


def outcome_words(outcome: Outcome, plan: Plan) -> str:
    """Say what was done."""
    if outcome.ended is not None:
        return outcome.ended
    words = f"{pictures_text(outcome.placed)} {plan.mode.done} into {shortened(printable(str(plan.target)), _LONGEST)}."
    return f"{words} {pictures_text(len(outcome.failed))} could not be." if outcome.failed else words


def failed_lines(outcome: Outcome) -> str:
    """Name what could not be placed; empty where all was."""
    return "\n".join(["Not placed:", *_some(_lines(outcome.failed))]) if outcome.failed else ""


def _lines(left: Sequence[NotPlaced]) -> list[str]:
    return [f"{printable(each.path)}: {each.sentence}" for each in left]


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"… and {len(lines) - _MOST:,} more."

"""The mark "unlike the training pictures" in words, the same in the window, the terminal and on the card."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.false_alarms import FalseAlarms
from alpaca_gui.engine.familiar import FEWEST, Familiarity
from alpaca_gui.engine.markdown import escaped
from alpaca_gui.errors import BundleError

MARK: Final = "unlike the training pictures"
"""The mark itself, as it stands beside a picture."""

_MOST_DIGITS: Final = 6


def unlike_note(familiarity: Familiarity, distance: float) -> str:
    """Give the note beside a picture that carries the mark; nothing for one that does not.

    ``Unlike the training pictures: distance 0.51, limit 0.48 (5 % of the training pictures would be marked too).``
    """
    if not familiarity.is_unlike(distance):
        return ""
    far, limit = _apart(distance, familiarity.limit)
    share = _percent(familiarity.false_alarm_rate, 0)
    return f"{MARK.capitalize()}: distance {far}, limit {limit} ({share} of the training pictures would be marked too)."


def familiarity_facts(bundle: ModelBundle) -> dict[str, Any] | None:
    """Give measure, limit and false alarms as plain JSON values; None where they are not known."""
    try:
        familiarity = Familiarity.of(bundle)
    except BundleError:
        return None
    if familiarity is None:
        return None
    share = familiarity.alarms.share
    return {
        "measure": familiarity.measure,
        "limit": familiarity.limit,
        "false_alarm_rate": asdict(share),
        "false_alarms": {
            side: {"marked": alarms.marked, "of": alarms.of}
            for side, alarms in (
                ("all", familiarity.alarms),
                ("yes", familiarity.alarms_yes),
                ("no", familiarity.alarms_no),
            )
        },
    }


def familiarity_lines(bundle: ModelBundle) -> Iterator[str]:
    """Give the card's section on the mark, as lines of Markdown."""
    try:
        familiarity = Familiarity.of(bundle)
    except BundleError as error:
        yield f"Not known, and no picture is marked. {escaped(error)}"
        return
    if familiarity is None:
        yield (
            f"Not known, and no picture is marked: the model does not hold the embeddings of {FEWEST} or more "
            "different pictures that it was trained on."
        )
        return
    yield from _known_lines(bundle, familiarity)


def _known_lines(bundle: ModelBundle, familiarity: Familiarity) -> Iterator[str]:
    share = familiarity.alarms.share
    yield (
        f'A picture carries the mark "{MARK}" where its distance from them is above the limit of '
        f"**{familiarity.limit:.3f}**. The distance is {familiarity.measure}."
    )
    yield ""
    yield (
        f"**False alarms: {_percent(share.value, 1)}** (95 % interval {_percent(share.low, 1)} to "
        f"{_percent(share.high, 1)}). The limit is set so that {_count(familiarity.alarms)} training pictures would be "
        f"marked too, each held against the others, its copies left out: {_count(familiarity.alarms_yes)} of "
        f"{escaped(bundle.card.yes)}, {_count(familiarity.alarms_no)} of {escaped(bundle.card.no)}."
    )
    yield ""
    yield (
        "The mark says that nothing much like the picture was there in training, not that the answer is wrong. A "
        "picture without it can be answered wrongly, and can still be odd: inverted colours, or several pictures in "
        "one, may pass unmarked."
    )


def _count(alarms: FalseAlarms) -> str:
    return f"{alarms.marked:,} of {alarms.of:,}"


def _percent(share: float, digits: int) -> str:
    return f"{100 * share:.{digits}f} %"


def _apart(distance: float, limit: float) -> tuple[str, str]:
    """Both with two decimals, or as many as it takes to see that they differ."""
    for digits in range(2, _MOST_DIGITS):
        texts = f"{distance:.{digits}f}", f"{limit:.{digits}f}"
        if texts[0] != texts[1]:
            return texts
    return f"{distance:.{_MOST_DIGITS}f}", f"{limit:.{_MOST_DIGITS}f}"

"""What comes next, with guessing and without."""

import pytest

from alpaca_gui.gui.present.guessing import Stage
from alpaca_gui.gui.present.showing import Showing


def way(showing: Showing) -> list[Stage]:
    """All that is seen of a picture, in order."""
    showing.begin()
    seen = [showing.stage]
    while (following := showing.following) is not None:
        showing.stage = following
        seen.append(following)
    return seen


def test_with_guessing_everything_is_seen_and_without_neither_the_question_nor_the_score() -> None:
    assert way(Showing()) == list(Stage)
    assert way(Showing(guessing=False)) == [Stage.DECISION, Stage.MAP]


@pytest.mark.parametrize("guessing", [True, False])
def test_going_back_leads_over_the_same_way(guessing: bool) -> None:
    showing = Showing(guessing=guessing)
    there, back = way(showing), [showing.stage]
    while (before := showing.before) is not None:
        showing.stage = before
        back.append(before)
    assert back == there[::-1]


def test_switching_begins_the_picture_anew() -> None:
    showing = Showing(Stage.SCORE)
    showing.switch_guessing()
    assert (showing.stage, showing.guessing) == (Stage.DECISION, False)
    showing.stage = Stage.MAP
    showing.switch_guessing()
    assert (showing.stage, showing.guessing) == (Stage.GUESS, True)

"""What there is to learn from is counted by content, as the library will give it to the lesson."""

import numpy as np

from alpaca_gui.gui.teaching.survey import Survey, survey
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.columns import NO_LABEL, Columns
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule


def _columns(*rows: tuple[float, int, int, State]) -> Columns:
    """Rows of logit, label, content and state."""
    from pathlib import Path

    columns = Columns()
    columns.add([FileSource(Path(f"/{number}.png")) for number in range(len(rows))])
    for key, (logit, label, picture, state) in enumerate(rows):
        columns.logit[key], columns.label[key] = logit, label
        columns.picture[key], columns.state[key] = picture, state
    columns.touch()
    return columns


DONE = State.DONE


def test_sides_and_mistakes_are_counted() -> None:
    columns = _columns((2.0, 1, 1, DONE), (-1.0, 1, 2, DONE), (3.0, 0, 3, DONE), (0.5, NO_LABEL, 4, DONE))
    assert survey(columns, Rule()) == Survey(yes=2, no=1, wrong=2, left_out=0)
    assert survey(columns, Rule(threshold=-2.0)) == Survey(yes=2, no=1, wrong=1, left_out=0)


def test_the_same_bytes_count_once() -> None:
    assert survey(_columns((2.0, 1, 7, DONE), (2.0, 1, 7, DONE)), Rule()).n == 1


def test_what_no_model_has_looked_at_is_left_out() -> None:
    columns = _columns(
        (np.nan, 1, 1, State.WAITING), (np.nan, 0, 0, State.FAILED), (1.0, 1, 0, DONE), (1.0, 1, 5, DONE)
    )
    assert survey(columns, Rule()) == Survey(yes=1, no=0, wrong=0, left_out=3)


def test_removed_records_do_not_count() -> None:
    columns = _columns((2.0, 1, 1, DONE), (2.0, 1, 2, DONE))
    columns.removed[0] = True
    assert survey(columns, Rule()).yes == 1


def test_without_a_label_there_is_nothing() -> None:
    assert survey(Columns(), Rule()) == Survey(0, 0, 0, 0)

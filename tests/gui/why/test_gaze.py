"""What the windows that go with the list look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.why.gaze import NO_PICTURE, Gaze
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.resources import shipped_model
from tests.gui import driving


class Heard:
    """What a gaze tells."""

    def __init__(self, gaze: Gaze) -> None:
        self.turned = 0
        self.seen: list[Subject] = []
        self.unseen: list[str] = []
        gaze.turned.connect(self._on_turned)
        gaze.seen.connect(self.seen.append)
        gaze.unseen.connect(self.unseen.append)

    def _on_turned(self) -> None:
        self.turned += 1


@pytest.fixture
def gaze(sampled: MainWindow) -> Iterator[Gaze]:
    assert sampled.collection is not None
    made = Gaze(sampled.collection, sampled)
    yield made
    made.close()


def test_it_looks_at_the_row_and_gives_what_it_saw(qtbot: QtBot, sampled: MainWindow, gaze: Gaze) -> None:
    heard = Heard(gaze)
    gaze.follow(2)
    assert gaze.looking
    assert gaze.subject is None
    driving.until(qtbot, lambda: bool(heard.seen))
    assert gaze.subject is heard.seen[0]
    assert (heard.turned, heard.unseen, gaze.looking) == (1, [], False)
    assert sampled.collection is not None
    assert heard.seen[0].logit == sampled.collection.columns.logit[2]
    gaze.follow(2)
    assert heard.turned == 1


def test_of_many_rows_in_a_row_only_the_last_is_told(qtbot: QtBot, gaze: Gaze) -> None:
    heard = Heard(gaze)
    for key in (0, 1, 2, 3, 4):
        gaze.follow(key)
    driving.until(qtbot, lambda: gaze.subject is not None)
    assert [subject.key for subject in heard.seen] == [4]


def test_no_row_is_told_at_once(gaze: Gaze) -> None:
    heard = Heard(gaze)
    gaze.follow(1)
    gaze.follow(-1)
    assert heard.unseen == [NO_PICTURE]
    assert not gaze.looking


def test_another_model_looks_anew(qtbot: QtBot, sampled: MainWindow, gaze: Gaze, tmp_path: Path) -> None:
    heard = Heard(gaze)
    gaze.follow(1)
    driving.until(qtbot, lambda: len(heard.seen) == 1)
    other = tmp_path / "other.model"
    other.write_bytes(shipped_model().read_bytes())
    sampled.use_model(other)
    driving.until(qtbot, lambda: len(heard.seen) == 2)
    assert heard.turned == 2
    assert heard.seen[0].bundle is not heard.seen[1].bundle

"""Tiles hold every pair, or those that are likely near."""

import numpy as np
import pytest

from alpaca_gui.library import tiles
from alpaca_gui.library.tiles import all_tiles, likely_tiles


def test_tiles_hold_every_pair_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "BLOCK", 7)
    seen = np.zeros((40, 40), int)
    for tile in all_tiles(40):
        seen[np.ix_(tile.these, tile.those)] += 1
    assert (np.triu(seen) == np.triu(np.ones((40, 40), int))).all()
    assert not list(all_tiles(0))


def _nothing() -> None:
    """Ask nothing."""


def test_what_lies_near_the_same_leader_meets_and_little_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "BLOCK", 16)
    monkeypatch.setattr(tiles, "_A_LEADER", 10)
    chance = np.random.default_rng(0)
    centres = np.linalg.qr(chance.normal(size=(40, 40)))[0]
    which = np.arange(800) % 40
    sketches = (centres[which] + 0.02 * chance.normal(size=(800, 40))).astype(np.float32)
    seen = np.zeros((800, 800), bool)
    for tile in likely_tiles(sketches, 0.999, _nothing):
        seen[np.ix_(tile.these, tile.those)] = True
    seen |= seen.T
    same = which[:, None] == which
    assert seen[same].mean() > 0.9
    assert seen[~same].mean() < 0.2


def test_many_of_the_same_meet_what_is_near_them() -> None:
    sketches = np.repeat(np.eye(4, 9, dtype=np.float32), 5000, axis=0)
    sketches[:5000] += sketches[5000:10_000] * np.float32(0.3)  # the first kind leans towards the second
    sketches[:5000] /= np.linalg.norm(sketches[0])
    met = any(
        tile.these.min() < 5000 <= tile.those.max() < 10_000 or tile.those.min() < 5000 <= tile.these.max() < 10_000
        for tile in likely_tiles(sketches, 0.92, _nothing)
    )
    assert met


def test_a_look_at_the_leaders_can_be_ended() -> None:
    def ended() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        next(likely_tiles(np.ones((5, 3), np.float32), 0.9, ended))

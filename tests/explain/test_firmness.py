"""The logit under small changes: each is what the model says of the changed picture, and what is estimated says so."""

import statistics
import threading
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import PictureError
from alpaca_gui.explain import firmness as module
from alpaca_gui.explain.firmness import Changed, Firmness, firmness, working_copy
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.small_changes import SmallChange, small_changes
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import Preprocessing, Tensor
from alpaca_gui.imaging.source import FileSource, MemorySource
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.resources import shipped_model, shipped_samples

NAMES = [change.name for change in small_changes()]
LOGITS = st.floats(-50, 50)
RULES = st.builds(Rule, threshold=st.floats(-5, 5), band=st.floats(0, 3))


class Weighted:
    """A lens whose logit is a weighted sum of what it sees, so that each change gives another."""

    def __init__(self, side: int = 8, bias: float = 0.0) -> None:
        self.preprocessing = Preprocessing(side, side)
        self.weights = np.random.default_rng(5).normal(size=(1, side, side, 3))
        self.bias = bias
        self.runs = 0

    def run(self, tensor: Tensor) -> Evidence:
        self.runs += 1
        return Evidence(float((self.weights * tensor).sum()) + self.bias, None, None)

    def logit(self, picture: Picture) -> float:
        return self.run(self.preprocessing.tensor(picture)).logit

    def see(self, picture: Picture) -> Seen:
        tensor = self.preprocessing.tensor(picture)
        return Seen(MemorySource(b"", "made up"), picture, tensor, self.run(tensor), None)


def noise(width: int, height: int) -> Picture:
    pixels = np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Picture(Image.fromarray(pixels), width, height)


def ask(lens: Weighted, picture: Picture, step: Callable[[Firmness], None] | None = None) -> Firmness:
    return firmness(cast(Lens, lens), lens.see(picture), Event(), step)


def made_of(logit: float, changed: list[float]) -> Firmness:
    """A firmness with these logits, named by letters."""
    changes = tuple(Changed(chr(97 + place), f"changed {place}", value) for place, value in enumerate(changed))
    return Firmness(logit, changes, None, logit)


@pytest.mark.parametrize("name", ["drawn-alpaca.jpg", "tiger.jpg"])
def test_each_logit_is_what_the_model_says_of_the_picture_changed_by_hand(name: str) -> None:
    bundle = load_bundle(shipped_model())
    lens = Lens(bundle)
    seen = lens.look(FileSource(shipped_samples() / name))
    found = firmness(lens, seen, Event())
    assert found.complete
    assert (found.reduced, found.start, found.logit) == (None, seen.logit, seen.logit)
    by_hand = Lens(bundle, threads=1)
    for change, changed in zip(small_changes(), found.changes, strict=True):
        assert (changed.name, changed.words) == (change.name, change.words)
        assert changed.logit == by_hand.logit(change.apply(seen.picture))
    mirror = Picture(Image.fromarray(seen.picture.pixels[:, ::-1]), seen.picture.width, seen.picture.height)
    assert found.changes[0].logit == by_hand.logit(mirror)
    assert "Exact" in found.how
    assert firmness(lens, seen, Event()) == found  # the same numbers every time
    no = name == "tiger.jpg"
    assert found.stable(bundle.card.rule)
    assert decide_one(found.lowest, bundle.card.rule) is (Decision.NO if no else Decision.YES)
    assert decide_one(found.highest, bundle.card.rule) is (Decision.NO if no else Decision.YES)
    weakest = found.weakest(bundle.card.rule)
    assert weakest is not None
    others = [change.logit for change in found.changes]
    assert weakest.logit == (max(others) if no else min(others))


def test_the_picture_is_not_written_to_and_no_thread_is_left() -> None:
    picture, threads = noise(40, 30), set(threading.enumerate())
    before = picture.pixels
    ask(Weighted(), picture)
    np.testing.assert_array_equal(picture.pixels, before)
    assert set(threading.enumerate()) == threads


@given(LOGITS, st.lists(LOGITS, max_size=6))
def test_lowest_middle_and_highest_are_over_the_changes_and_the_picture_itself(
    logit: float, changed: list[float]
) -> None:
    found = made_of(logit, changed)
    every = sorted([logit, *changed])
    assert (found.lowest, found.highest) == (every[0], every[-1])
    assert found.middle == statistics.median(every)


@given(LOGITS, st.lists(LOGITS, max_size=6), RULES)
def test_a_change_flips_where_it_gives_another_decision_and_crosses_where_it_stays_unsure(
    logit: float, changed: list[float], rule: Rule
) -> None:
    found = made_of(logit, changed)
    own = decide_one(logit, rule)
    flipping, shaken, crossing = found.flipping(rule), found.shaken(rule), found.crossing(rule)
    for change in found.changes:
        decisions = {own, decide_one(change.logit, rule)}
        assert (change in flipping) == (len(decisions) == 2)
        assert (change in shaken) == (len(decisions) == 2 and Decision.UNSURE in decisions)
        over = (logit > rule.threshold) != (change.logit > rule.threshold)
        assert (change in crossing) == (decisions == {Decision.UNSURE} and over)
    assert found.stable(rule) == (not flipping)
    if rule.band == 0:
        assert not shaken
        assert not crossing
        assert found.stable(rule) == (decide_one(found.lowest, rule) is decide_one(found.highest, rule))


@pytest.mark.parametrize(
    ("logit", "changed", "flips", "shakes", "crosses"),
    [
        (3.0, [2.0, 1.0, 0.5, -0.5, -1.0, -2.0], "cdef", "cd", ""),
        (-3.0, [-2.0, -1.0, -0.5, 0.5, 1.0, 2.0], "cdef", "cd", ""),
        (0.5, [2.0, 0.9, -0.9, -2.0], "ad", "ad", "c"),
        (1.0, [1.0, 5.0], "", "", ""),
    ],
    ids=["yes", "no", "unsure", "on the edge of the band"],
)
def test_what_flips_what_shakes_and_what_only_crosses_with_a_band_of_one(
    logit: float, changed: list[float], flips: str, shakes: str, crosses: str
) -> None:
    found, rule = made_of(logit, changed), Rule(0.0, 1.0)
    assert "".join(change.name for change in found.flipping(rule)) == flips
    assert "".join(change.name for change in found.shaken(rule)) == shakes
    assert "".join(change.name for change in found.crossing(rule)) == crosses


def test_the_weakest_of_an_unsure_picture_is_the_furthest_out_of_the_band() -> None:
    for changed, name in (([0.2, -0.9, 0.8], "b"), ([0.2, -0.9, 1.5], "c")):
        weakest = made_of(0.5, changed).weakest(Rule(0.0, 1.0))
        assert weakest is not None
        assert weakest.name == name


def test_the_weakest_goes_furthest_to_the_other_side_of_the_threshold_also_for_a_no() -> None:
    changed = [1.0, -4.0, 5.0]
    for logit, name in ((2.5, "b"), (-2.5, "c")):
        weakest = made_of(logit, changed).weakest(Rule())
        assert weakest is not None
        assert weakest.name == name
    assert made_of(2.5, []).weakest(Rule()) is None


def test_each_change_is_told_and_what_was_told_does_not_change() -> None:
    lens, steps = Weighted(), list[Firmness]()
    whole = ask(lens, noise(40, 30), steps.append)
    assert [len(found.changes) for found in steps] == list(range(1, 17))
    assert [found.complete for found in steps] == [False] * 15 + [True]
    assert all(found.changes == whole.changes[: len(found.changes)] for found in steps)
    assert [change.name for change in whole.changes] == NAMES
    assert lens.runs == 1 + 16


@pytest.mark.parametrize("after", [1, 5, 15])
def test_it_stops_when_nobody_wants_it_any_more(after: int) -> None:
    lens, cancel = Weighted(), Event()

    def step(found: Firmness) -> None:
        if len(found.changes) == after:
            cancel.set()

    found = firmness(cast(Lens, lens), lens.see(noise(40, 30)), cancel, step)
    assert len(found.changes) == after
    assert not found.complete
    assert lens.runs == 1 + after


def test_before_the_first_change_it_is_the_picture_alone() -> None:
    lens, cancel = Weighted(), Event()
    cancel.set()
    seen = lens.see(noise(9, 9))
    found = firmness(cast(Lens, lens), seen, cancel)
    assert found == Firmness(seen.logit, (), None, seen.logit)
    assert found.lowest == found.middle == found.highest == seen.logit


def test_a_changed_picture_without_a_finite_logit_is_told_and_ends_the_work() -> None:
    class Failing(Weighted):
        def run(self, tensor: Tensor) -> Evidence:
            if self.runs == 4:
                raise PictureError("The model gave no finite logit for it, but nan.")
            return super().run(tensor)

    threads = set(threading.enumerate())
    with pytest.raises(PictureError, match="no finite logit"):
        ask(Failing(), noise(40, 30))
    assert set(threading.enumerate()) == threads


def test_what_goes_wrong_while_a_picture_is_changed_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_picture: Picture) -> Picture:
        raise MemoryError

    changes = list(small_changes())
    changes[3] = SmallChange("full", "too large", full)
    monkeypatch.setattr(module, "small_changes", lambda: tuple(changes))
    with pytest.raises(MemoryError):
        ask(Weighted(), noise(9, 9))


def test_a_photograph_of_1024_pixels_is_changed_itself() -> None:
    for size in ((1024, 1024), (1024, 670), (5000, 200), (1, 5000), (1, 1)):
        picture = Picture(Image.new("RGB", size), *size)
        assert working_copy(picture) is picture


@pytest.mark.parametrize("size", [(6000, 4000), (4000, 6000), (24_000, 1000), (1025, 1024), (1_200_000, 3)])
def test_a_large_picture_is_reduced_in_its_shape_to_what_is_changed_within_a_second(size: tuple[int, int]) -> None:
    found = working_copy(Picture(Image.new("RGB", size), *size)).image
    pixels = found.width * found.height
    assert pixels <= module.PIXELS + min(found.size) / 2
    assert pixels >= module.PIXELS / 4
    assert found.width / found.height == pytest.approx(size[0] / size[1], rel=0.05)


def test_of_24_megapixels_the_estimate_says_how_and_starts_at_the_copys_own_logit() -> None:
    lens = Lens(load_bundle(shipped_model()))
    with Image.open(shipped_samples() / "tiger.jpg") as image:
        large = image.convert("RGB").resize((6000, 4000), Image.Resampling.BICUBIC)
    seen = lens.see(MemorySource(b"", "large"), Picture(large, 6000, 4000))
    found = firmness(lens, seen, Event())
    copy = working_copy(seen.picture)
    assert found.complete
    assert found.reduced == copy.image.size == (1254, 836)
    assert found.logit == seen.logit
    assert found.start == lens.logit(copy) != found.logit
    assert found.changes[0].logit == lens.logit(small_changes()[0].apply(copy))
    assert "1,254 × 836" in found.how
    assert f"{abs(found.start):.4f}" in found.how
    assert "Exact" not in found.how


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (3, 2), (70_000, 2)])
def test_the_oddest_shapes_have_all_their_logits(size: tuple[int, int]) -> None:
    found = ask(Weighted(), noise(*size))
    assert found.complete
    assert np.isfinite(found.logits).all()


@pytest.mark.slow
def test_no_photograph_of_the_data_set_is_estimated(photographs: Path) -> None:
    for path in photographs.rglob("*.jpg"):
        with Image.open(path) as image:
            width, height = image.size
        assert width * height <= module.PIXELS, path

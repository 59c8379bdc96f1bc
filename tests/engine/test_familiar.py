"""The distance from the training pictures, its limit and its false-alarm rate are what the card says they are."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.spatial.distance import cdist
from scipy.stats import beta

from alpaca_gui.engine import familiar
from alpaca_gui.engine.bundle import LITERT, TRAINED_ON, ModelBundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.card_markdown import card_markdown
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.false_alarms import FalseAlarms
from alpaca_gui.engine.familiar import FEWEST, Familiarity
from alpaca_gui.engine.familiar_words import familiarity_facts, unlike_note
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource, PixelSource

Rows = NDArray[np.float16]


def _rows(n: int, features: int = 16, seed: int = 0) -> Rows:
    return np.random.default_rng(seed).normal(size=(n, features)).astype(np.float16)


def _trained_on(embeddings: Rows, hashes: list[int] | None = None, labels: list[int] | None = None) -> TrainedOn:
    n = len(embeddings)
    numbers = range(n) if hashes is None else hashes
    sides = np.array([place % 2 for place in range(n)] if labels is None else labels, dtype=np.uint8)
    return TrainedOn(tuple(f"{number:064x}" for number in numbers), sides, np.zeros((n, 1)), embeddings)


def _known(embeddings: Rows, **more: list[int]) -> Familiarity:
    familiarity = Familiarity.from_trained_on(_trained_on(embeddings, **more))
    assert familiarity is not None
    return familiarity


@pytest.fixture
def bundle_of(card: ModelCard) -> Callable[[bytes | None], ModelBundle]:
    """Make a bundle whose part about what it was trained on has these bytes, or that lacks it."""

    def make(part: bytes | None) -> ModelBundle:
        parts = {LITERT: b"tensors"} | ({} if part is None else {TRAINED_ON: part})
        return ModelBundle(Path("red.model"), card, "f" * 64, parts)

    return make


def test_the_distance_is_one_minus_the_largest_cosine() -> None:
    training, others = _rows(40), _rows(9, seed=1)
    expected = cdist(others.astype(float), training.astype(float), "cosine").min(axis=1)
    np.testing.assert_allclose(_known(training).distances(others), expected, atol=1e-6)


def test_the_limit_leaves_each_training_picture_out() -> None:
    training = _rows(200)
    apart = cdist(training.astype(float), training.astype(float), "cosine")
    np.fill_diagonal(apart, np.inf)
    own = np.sort(apart.min(axis=1))[::-1]
    found = _known(training)
    assert found.limit == pytest.approx(own[10], abs=1e-6)
    assert found.alarms == FalseAlarms(10, 200)
    assert found.false_alarm_rate == 0.05
    assert found.alarms_yes.of == found.alarms_no.of == 100
    assert found.alarms_yes.marked + found.alarms_no.marked == 10


def test_false_alarms_are_counted_on_the_side_where_they_are() -> None:
    alike = np.eye(16)[0] + 0.2 * _rows(60)
    found = _known(np.concatenate([alike, _rows(40, seed=1)]).astype(np.float16), labels=[1] * 60 + [0] * 40)
    assert (found.alarms_yes, found.alarms_no) == (FalseAlarms(0, 60), FalseAlarms(5, 40))


def test_the_rate_is_the_one_that_new_pictures_of_the_same_kind_get() -> None:
    marked = 0
    for seed in range(20):
        every = np.abs(_rows(600, features=8, seed=seed))
        found = _known(every[:300])
        marked += int((found.distances(every[300:]) > found.limit).sum())
    assert 0.04 < marked / 6000 < 0.06


def test_a_training_picture_itself_is_at_no_distance() -> None:
    training = _rows(30)
    assert _known(training).distances(training).max() < 1e-6


def test_copies_and_near_duplicates_do_not_make_the_limit_smaller() -> None:
    once = _rows(60)
    twice = np.concatenate([once, once[:20], (once[20:40] * np.float16(1.5)) + np.float16(0.01)])
    copied = _known(twice, hashes=[*range(60), *range(20), *range(60, 80)], labels=[1] * 100)
    assert copied.alarms.of == 80
    # At 5 % of 80 one more is marked than of 60; what it is held against has not come nearer.
    assert copied.limit >= np.sort(_left_out_alone(once))[::-1][4] - 1e-3


def _left_out_alone(rows: Rows) -> NDArray[np.float64]:
    apart = cdist(rows.astype(float), rows.astype(float), "cosine")
    np.fill_diagonal(apart, np.inf)
    nearest: NDArray[np.float64] = apart.min(axis=1)
    return nearest


def test_where_all_pictures_are_much_alike_the_limit_is_as_small_as_they_are_apart() -> None:
    uniform = (np.ones((100, 16)) + 0.1 * np.random.default_rng(0).normal(size=(100, 16))).astype(np.float16)
    found = _known(uniform)
    assert found.limit == pytest.approx(np.sort(_left_out_alone(uniform))[::-1][5], abs=1e-6)
    assert found.limit < 1 - familiar.NEAR
    assert found.alarms == FalseAlarms(5, 100)
    assert found.is_unlike(found.distance(_rows(1)[0]))


def test_the_order_of_the_pictures_does_not_matter() -> None:
    training, order = _rows(50), np.random.default_rng(3).permutation(50)
    found, shuffled = _known(training), _known(training[order], hashes=order.tolist(), labels=(order % 2).tolist())
    assert shuffled.limit == found.limit
    assert (shuffled.alarms_yes, shuffled.alarms_no) == (found.alarms_yes, found.alarms_no)


def test_of_very_many_pictures_some_are_drawn_by_their_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(familiar, "MOST", 25)
    training = _rows(100)
    hashes = np.random.default_rng(3).permutation(100)
    found = _known(training, hashes=hashes.tolist())
    assert found.alarms.of == 25
    assert found.distances(training[hashes < 25]).max() < 1e-6
    assert found.distances(training[hashes >= 25]).min() > 1e-3


@pytest.mark.parametrize(
    "held",
    [
        _trained_on(_rows(FEWEST - 1)),
        _trained_on(_rows(40), hashes=[place % (FEWEST - 1) for place in range(40)]),
        _trained_on(np.full((40, 16), np.nan, np.float16)),
        _trained_on(np.zeros((0, 16), np.float16)),
    ],
)
def test_of_too_few_different_pictures_nothing_is_known(held: TrainedOn) -> None:
    assert Familiarity.from_trained_on(held) is None


def test_pictures_whose_embedding_is_broken_are_left_out() -> None:
    training = _rows(40)
    training[3, 2], training[7, 0] = np.inf, np.nan
    assert _known(training).alarms.of == 38


def test_pictures_that_are_nothing_to_the_model_are_no_trouble() -> None:
    found = _known(np.zeros((30, 16), np.float16))
    assert found.alarms == FalseAlarms(0, 30)
    assert found.distance(np.zeros(16)) == 1
    assert not found.is_unlike(1.0)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30, 1e300])
def test_an_embedding_that_is_not_finite_has_no_distance_and_no_mark(bad: float) -> None:
    found, rows = _known(_rows(30)), _rows(3).astype(np.float64)
    rows[1, 4] = bad
    distances = found.distances(rows)
    assert np.isnan(distances).tolist() == [False, True, False]
    assert not found.is_unlike(float(distances[1]))
    assert unlike_note(found, float(distances[1])) == ""


def test_embeddings_of_another_model_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(m, 16\) were expected, got \(3, 17\)"):
        _known(_rows(30)).distances(_rows(3, features=17))


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_blocks_and_kinds_of_numbers_change_nothing(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _known(_rows(30))
    rows: NDArray[Any] = _rows(23, seed=2).astype(kind)
    whole = found.distances(rows)
    assert whole.dtype == np.float32
    monkeypatch.setattr(familiar, "BLOCK", 5)
    np.testing.assert_allclose(found.distances(rows), whole, atol=1e-6)
    np.testing.assert_allclose([found.distance(row) for row in rows], whole, atol=1e-6)
    assert found.distances(rows[:0]).shape == (0,)


@given(st.integers(0, 2**32), st.floats(1e-3, 1e3))
def test_the_distance_lies_between_0_and_2_and_knows_no_length(seed: int, length: float) -> None:
    found, row = _known(_rows(30)), _rows(1, seed=seed)[0].astype(np.float64)
    distance = found.distance(row)
    assert 0 <= distance <= 2 + 1e-6
    assert found.distance(row * length) == pytest.approx(distance, abs=1e-6)


@pytest.mark.parametrize(("marked", "of", "apart"), [(16, 327, 0.001), (1, 20, 0.013), (100, 2000, 0.001)])
def test_the_interval_is_close_to_that_of_an_order_statistic(marked: int, of: int, apart: float) -> None:
    share = FalseAlarms(marked, of).share
    assert share.value == marked / of
    np.testing.assert_allclose((share.low, share.high), beta(marked + 1, of - marked).ppf((0.025, 0.975)), atol=apart)


def test_the_note_says_distance_limit_and_rate() -> None:
    found = dataclasses.replace(_known(_rows(100)), limit=0.321)
    assert unlike_note(found, 0.321) == ""
    assert unlike_note(found, 0.41) == (
        "Unlike the training pictures: distance 0.41, limit 0.32 (5 % of the training pictures would be marked too)."
    )
    assert "distance 0.3213, limit 0.3210 (" in unlike_note(found, 0.3213)


def test_a_card_tells_the_same_as_the_bundle(bundle_of: Callable[[bytes | None], ModelBundle]) -> None:
    bundle = bundle_of(_trained_on(_rows(100)).to_bytes())
    found = Familiarity.of(bundle)
    assert found is not None
    text = card_markdown(bundle)
    assert f"above the limit of **{found.limit:.3f}**. The distance is {found.measure}." in text
    assert "the 16 pooled features" in found.measure
    assert "of 100 training pictures" in found.measure
    assert "**False alarms: 5.0 %** (95 % interval 2.2 % to 11.2 %)" in text
    yes, no = found.alarms_yes, found.alarms_no
    assert f"{yes.marked} of 50 of red, {no.marked} of 50 of not red." in text
    facts = familiarity_facts(bundle)
    assert facts is not None
    assert facts["limit"] == found.limit
    assert facts["false_alarm_rate"]["value"] == 0.05
    assert facts["false_alarms"]["no"] == {"marked": no.marked, "of": 50}


@pytest.mark.parametrize("part", [None, b"nothing", _trained_on(_rows(5)).to_bytes()])
def test_a_card_says_where_nothing_is_known(
    bundle_of: Callable[[bytes | None], ModelBundle], part: bytes | None
) -> None:
    text = card_markdown(bundle_of(part))
    section = text.split("## When a picture is unlike the training pictures\n\n")[1].split("\n\n##")[0]
    assert section.startswith("Not known, and no picture is marked")
    assert ("cannot be read" in section) == (part == b"nothing")
    assert familiarity_facts(bundle_of(part)) is None


def test_the_shipped_model_marks_5_in_100_of_its_pictures_and_what_is_no_photograph(shipped: ModelBundle) -> None:
    found = Familiarity.of(shipped)
    assert found is not None
    assert found.alarms == FalseAlarms(16, 327)
    assert (found.alarms_yes.of, found.alarms_no.of) == (142, 185)
    classifier = Classifier(shipped)
    lines = Image.new("RGB", (300, 300), "white")
    for step in range(0, 300, 30):
        ImageDraw.Draw(lines).line([(step, 0), (300 - step, 300)], fill="black", width=3)
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    for pixels in (np.asarray(lines), noise, np.full((300, 300, 3), 90, np.uint8)):
        embedding = classifier.classify(decode(PixelSource(pixels, "strange"))).embedding
        assert embedding is not None
        assert found.is_unlike(found.distance(embedding))


def test_a_photograph_that_it_was_trained_on_is_not_marked(shipped: ModelBundle, photographs: Path) -> None:
    found = Familiarity.of(shipped)
    assert found is not None
    evidence = Classifier(shipped).classify(decode(FileSource(min((photographs / "alpaca").iterdir()))))
    assert evidence.embedding is not None
    assert found.distance(evidence.embedding) < 0.001

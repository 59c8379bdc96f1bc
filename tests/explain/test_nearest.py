"""The nearest training pictures are those that a search by others finds, on each side, without the picture itself."""

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from sklearn.neighbors import NearestNeighbors

from alpaca_gui.engine.bundle import LITERT, THUMBNAILS, TRAINED_ON, ModelBundle, load_bundle
from alpaca_gui.engine.thumbnails import Thumbnails
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.errors import BundleError
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.nearest import MISFIT, THE_SAME, nearest_training
from alpaca_gui.explain.training_index import TrainingIndex
from alpaca_gui.imaging.alter import compressed
from alpaca_gui.imaging.content import fingerprint
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.resources import shipped_model

FEATURES = 12


@pytest.fixture(scope="module")
def shipped() -> ModelBundle:
    """The model that the program ships."""
    return load_bundle(shipped_model())


def digest(number: int) -> str:
    """Some hash."""
    return hashlib.sha256(b"%d" % number).hexdigest()


def jpeg(side: int = 16) -> bytes:
    """Some picture."""
    held = io.BytesIO()
    Image.new("RGB", (side, side), "olive").save(held, "JPEG")
    return held.getvalue()


def trained_on(n: int, seed: int = 0) -> TrainedOn:
    """Some pictures that a model was trained on."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n).astype(np.uint8)
    logits = rng.normal(size=(n, 3))
    return TrainedOn(
        tuple(map(digest, range(n))), labels, logits, rng.normal(size=(n, FEATURES)).astype(np.float16)
    )  # fmt: skip


def index_of(known: TrainedOn, shipped: ModelBundle, **parts: bytes) -> TrainingIndex:
    """What a bundle tells that holds these."""
    named = {f"{name}.npz": data for name, data in parts.items()}
    bundle = ModelBundle(Path("a.model"), shipped.card, "", {LITERT: b"", TRAINED_ON: known.to_bytes(), **named})
    index = TrainingIndex.of(bundle)
    assert index is not None
    return index


def expected(known: TrainedOn, query: NDArray[np.floating], label: int, count: int) -> tuple[list[str], list[float]]:
    """Hashes and cosines by scikit-learn's brute force in float64."""
    places = np.flatnonzero(known.labels == label)
    count = min(count, places.size)
    if not count:
        return [], []
    search = NearestNeighbors(n_neighbors=count, metric="cosine", algorithm="brute")
    search.fit(known.embeddings[places].astype(np.float64))
    distances, rows = search.kneighbors(query.astype(np.float64)[np.newaxis])
    return [known.hashes[place] for place in places[rows[0]]], (1 - distances[0]).tolist()


@given(n=st.integers(1, 60), seed=st.integers(0, 1000), count=st.integers(0, 9))
def test_both_sides_are_those_that_scikit_learn_finds(shipped: ModelBundle, n: int, seed: int, count: int) -> None:
    known = trained_on(n, seed)
    query = np.random.default_rng(seed + 1).normal(size=FEATURES).astype(np.float32)
    nearest = nearest_training(index_of(known, shipped), query, count)
    for label, side in ((1, nearest.yes), (0, nearest.no)):
        hashes, cosines = expected(known, query, label, count)
        assert [one.digest for one in side] == hashes
        assert [one.cosine for one in side] == pytest.approx(cosines, abs=1e-6)
        assert {one.label for one in side} <= {label}
        for one in side:
            assert one.logit == pytest.approx(known.logits[known.hashes.index(one.digest)].mean())
    assert nearest.itself is None


def test_the_shipped_models_own_pictures_are_found_as_scikit_learn_finds_them(shipped: ModelBundle) -> None:
    known, index = shipped.trained_on(), TrainingIndex.of(shipped)
    assert known is not None
    assert index is not None
    for place in range(0, len(known.hashes), 40):
        query = known.embeddings[place].astype(np.float32)
        nearest = nearest_training(index, query, 5, known.hashes[place])
        own = int(known.labels[place])
        for label, side in ((1, nearest.yes), (0, nearest.no)):
            hashes, cosines = expected(known, query, label, 6)
            skipped = 1 if label == own else 0
            assert [one.digest for one in side] == hashes[skipped : skipped + 5]
            assert [one.cosine for one in side] == pytest.approx(cosines[skipped : skipped + 5], abs=1e-6)
        assert nearest.itself is not None
        assert (nearest.itself.digest, nearest.itself.label, nearest.same_file) == (known.hashes[place], own, True)


def test_a_photograph_knows_itself_and_a_copy_saved_anew_is_another_one(
    shipped: ModelBundle, photographs: Path
) -> None:
    lens, index = Lens(shipped), TrainingIndex.of(shipped)
    assert index is not None
    for path in sorted(photographs.rglob("*.jpg"))[::60]:
        source = FileSource(path)
        seen = lens.look(source)
        assert seen.evidence.embedding is not None
        by_bytes = nearest_training(index, seen.evidence.embedding, 3, fingerprint(source)[0].hex())
        by_look = nearest_training(index, seen.evidence.embedding, 3)
        assert by_bytes.itself is not None
        assert by_look.itself is not None
        assert (by_bytes.same_file, by_look.same_file) == (True, False)
        assert by_look.itself.digest == by_bytes.itself.digest
        assert by_look.itself.cosine == pytest.approx(1, abs=1e-6)
        image = seen.picture.image
        smaller = Picture(image.resize((3 * image.width // 4, 3 * image.height // 4)), image.width, image.height)
        for other in (compressed(seen.picture, 90), smaller):
            embedding = lens.evidence(other).embedding
            assert embedding is not None
            nearest = nearest_training(index, embedding, 3)
            assert nearest.itself is None
            first = max((*nearest.yes, *nearest.no), key=lambda one: one.cosine)
            assert first.digest == by_bytes.itself.digest
            assert 0.99 < first.cosine < THE_SAME


def test_a_content_that_was_trained_on_twice_is_left_out_on_both_sides_and_stands_once(shipped: ModelBundle) -> None:
    known = trained_on(20)
    twice = TrainedOn(
        (*known.hashes, known.hashes[3], known.hashes[5]),
        np.append(known.labels, [1 - known.labels[3], known.labels[5]]).astype(np.uint8),
        np.vstack([known.logits, known.logits[[3, 5]]]),
        np.vstack([known.embeddings, known.embeddings[[3, 5]]]),
    )
    index = index_of(twice, shipped)
    nearest = nearest_training(index, known.embeddings[3].astype(np.float32), 30, known.hashes[3])
    found = [one.digest for one in (*nearest.yes, *nearest.no)]
    assert sorted(found) == sorted(set(known.hashes) - {known.hashes[3]})
    assert nearest.itself is not None
    assert nearest.itself.label == int(known.labels[3]), "the first one speaks"


def test_what_is_not_finite_is_never_found_and_finds_nothing(shipped: ModelBundle) -> None:
    known = trained_on(30)
    known.embeddings[4, 2], known.embeddings[7, 0] = np.nan, np.inf
    known.embeddings[9] = 0
    known.logits[11] = np.nan
    known.logits[12, 0] = np.nan
    index = index_of(known, shipped)
    query = np.ones(FEATURES, np.float32)
    nearest = nearest_training(index, query, 30)
    found = {one.digest: one for one in (*nearest.yes, *nearest.no)}
    assert set(found) == set(known.hashes) - {known.hashes[4], known.hashes[7]}
    assert found[known.hashes[9]].cosine == 0, "nothing is like nothing"
    assert found[known.hashes[11]].logit is None
    assert found[known.hashes[12]].logit == pytest.approx(known.logits[12, 1:].mean())
    for odd in (np.nan, np.inf):
        nothing = nearest_training(index, np.full(FEATURES, odd, np.float32), 5)
        assert (nothing.yes, nothing.no, nothing.itself) == ((), (), None)
    still = nearest_training(index, np.full(FEATURES, np.nan, np.float32), 5, known.hashes[0])
    assert still.itself is None


def test_an_embedding_of_another_model_is_a_mistake(shipped: ModelBundle) -> None:
    with pytest.raises(BundleError, match=MISFIT):
        nearest_training(index_of(trained_on(3), shipped), np.ones(7, np.float32), 1)


def test_where_the_model_was_trained_on_nothing_nothing_is_near(shipped: ModelBundle) -> None:
    nobody = index_of(trained_on(0), shipped)
    nothing = nearest_training(nobody, np.ones(FEATURES, np.float32), 3)
    assert (nothing.yes, nothing.no, nothing.itself) == ((), (), None)


def test_small_pictures_come_with_their_pictures_and_broken_ones_hinder_nothing(shipped: ModelBundle) -> None:
    known, query = trained_on(10), np.ones(FEATURES, np.float32)
    some = Thumbnails({known.hashes[2]: jpeg(), "0" * 64: jpeg()})
    index = index_of(known, shipped, thumbnails=some.to_bytes())
    found = nearest_training(index, query, 10)
    assert {one.digest for one in (*found.yes, *found.no) if one.thumbnail} == {known.hashes[2]}
    broken = index_of(known, shipped, thumbnails=b"broken")
    assert "cannot be used" in broken.trouble
    assert len(nearest_training(broken, query, 10).yes) == len(found.yes)
    assert THUMBNAILS == "thumbnails.npz"

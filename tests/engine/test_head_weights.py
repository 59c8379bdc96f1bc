"""Another head in the same file: the neuron's numbers change, and nothing else does."""

import contextlib
from dataclasses import replace

import numpy as np
import pytest

from alpaca_gui.engine.bundle import LITERT, load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.head_weights import head_weights, with_head
from alpaca_gui.errors import BundleError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.resources import shipped_model, shipped_samples

PICTURE = FileSource(next(path for path in sorted(shipped_samples().iterdir()) if path.suffix == ".png"))


def test_the_weights_that_are_read_give_the_logit_from_the_embedding() -> None:
    bundle = load_bundle(shipped_model())
    weights, bias = head_weights(bundle.litert)
    evidence = Classifier(bundle).classify(decode(PICTURE))
    assert evidence.embedding is not None
    assert float(evidence.embedding @ weights) + bias == pytest.approx(evidence.logit, abs=1e-4)


def test_a_new_head_answers_and_the_embedding_stays() -> None:
    bundle = load_bundle(shipped_model())
    weights = np.random.default_rng(0).normal(size=head_weights(bundle.litert)[0].shape)
    changed = replace(bundle, parts={LITERT: with_head(bundle.litert, weights, -0.75)})
    before, after = (Classifier(each).classify(decode(PICTURE)) for each in (bundle, changed))
    assert before.embedding is not None
    assert after.embedding is not None
    assert after.logit_map is not None
    np.testing.assert_array_equal(after.embedding, before.embedding)
    assert after.logit == pytest.approx(float(before.embedding @ weights) - 0.75, abs=1e-3)
    assert float(after.logit_map.mean()) == pytest.approx(after.logit, abs=1e-4)


def test_the_old_head_put_back_gives_the_old_bytes() -> None:
    litert = load_bundle(shipped_model()).litert
    weights, bias = head_weights(litert)
    other = with_head(litert, -weights, bias + 1)
    assert len(other) == len(litert)
    assert other != litert
    assert with_head(other, weights, bias) == litert


def test_a_head_of_another_size_is_refused() -> None:
    with pytest.raises(BundleError, match=r"weighs \d+ features, the new head 3"):
        with_head(load_bundle(shipped_model()).litert, np.zeros(3), 0.0)


@pytest.mark.parametrize("data", [b"", b"TFL3", b"\xff" * 64, bytes(1000)])
def test_what_is_no_model_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(BundleError, match="no linear neuron"):
        head_weights(data)


@pytest.mark.parametrize("share", [0.0001, 0.001, 0.5, 0.9999])
def test_a_model_that_is_cut_off_gives_a_sentence_and_no_crash(share: float) -> None:
    whole = load_bundle(shipped_model()).litert
    with contextlib.suppress(BundleError):  # what was cut off may lie behind the neuron, which is then still read
        assert head_weights(whole[: int(len(whole) * share)])[0].size == head_weights(whole)[0].size

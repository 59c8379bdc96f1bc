"""The lens looks the pipeline's own way, to the same logit to the last bit, and says why where there is no map."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.lens import BROKEN, DEEPER, NO_CELLS, NOT_FETCHED, Lens
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource
from alpaca_gui.jobs.intake import Item
from alpaca_gui.jobs.pipeline import Pipeline
from alpaca_gui.resources import shipped_model, shipped_samples

SAMPLES = sorted(path for path in shipped_samples().iterdir() if path.suffix in {".png", ".jpg", ".webp"})


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(shipped_model())


def compare(bundle: ModelBundle, paths: Sequence[Path]) -> None:
    """Let the pipeline, one thread a picture, and a lens, two threads, look at the same pictures."""
    lens = Lens(bundle, threads=2)
    items = [Item(FileSource(path), key=key) for key, path in enumerate(paths)]
    with Pipeline(bundle, workers=2) as pipeline:
        results = list(pipeline.run(items, Event()))
    assert [result.item.key for result in results] == list(range(len(paths)))
    for result in results:
        assert result.record.logit == lens.look(result.item.source).logit, result.item.source.name


def test_its_logit_is_the_lists_to_the_last_bit_for_every_sample(bundle: ModelBundle) -> None:
    compare(bundle, SAMPLES)


@pytest.mark.slow
def test_its_logit_is_the_lists_to_the_last_bit_for_every_photograph(bundle: ModelBundle, photographs: Path) -> None:
    paths = sorted(photographs.rglob("*.jpg"))
    assert len(paths) == 327
    compare(bundle, paths)


def test_what_is_seen_holds_all_that_was_found(bundle: ModelBundle) -> None:
    lens = Lens(bundle)
    seen = lens.look(FileSource(SAMPLES[0]))
    step = bundle.card.preprocessing
    assert seen.tensor.shape == (1, step.height, step.width, 3)
    np.testing.assert_array_equal(seen.tensor, step.tensor(seen.picture))
    assert seen.no_map == ""
    assert seen.contributions is not None
    assert seen.contributions.bias == lens.bias
    assert lens.logit(seen.picture) == lens.run(seen.tensor).logit == seen.logit


def test_a_model_whose_card_promises_no_exact_map_gives_none(bundle: ModelBundle) -> None:
    seen = Lens(replace(bundle, card=replace(bundle.card, exact_map=False))).look(FileSource(SAMPLES[0]))
    assert (seen.contributions, seen.no_map) == (None, DEEPER)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda cells: None, NO_CELLS),
        (lambda cells: cells + np.float32(0.25), BROKEN),
        (lambda cells: cells * np.float32("nan"), BROKEN),
    ],
    ids=["no cells", "wrong cells", "cells that are no numbers"],
)  # fmt: skip
def test_a_model_that_breaks_its_cards_promise_gives_no_map(
    bundle: ModelBundle,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Tensor], Tensor | None],
    said: str,
) -> None:
    original = Classifier.run

    def run(self: Classifier, tensor: Tensor) -> Evidence:
        evidence = original(self, tensor)
        assert evidence.logit_map is not None
        return replace(evidence, logit_map=change(evidence.logit_map))

    monkeypatch.setattr(Classifier, "run", run)
    seen = Lens(bundle).look(FileSource(SAMPLES[0]))
    assert seen.contributions is None
    assert seen.no_map == said


def test_a_model_whose_file_does_not_show_its_neuron_still_has_its_map(
    bundle: ModelBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alpaca_gui.errors import BundleError

    def hidden(_model: bytes) -> None:
        raise BundleError("There is no neuron to be found.")

    monkeypatch.setattr("alpaca_gui.explain.lens.head_weights", hidden)
    lens = Lens(bundle)
    assert lens.bias is None
    found = lens.look(FileSource(SAMPLES[0])).contributions
    assert found is not None
    assert not found.bias_known
    assert found.exact


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (MemorySource(b"no picture", "words"), "not a picture"),
        (MemorySource(b"", "nothing"), "empty"),
        (FileSource(Path("/nowhere/at all.png")), "gone"),
        (LinkSource("https://example.org/alpaca.jpg"), NOT_FETCHED),
    ],
    ids=["no picture", "empty", "gone", "link"],
)
def test_what_cannot_be_looked_at_says_why(
    bundle: ModelBundle, source: FileSource | MemorySource | LinkSource, said: str
) -> None:
    with pytest.raises(PictureError, match=said):
        Lens(bundle).look(source)


def test_a_file_with_an_odd_name_is_looked_at(bundle: ModelBundle, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b'odd \xff\n"name".png')
    path.write_bytes(SAMPLES[0].read_bytes())
    lens = Lens(bundle)
    assert lens.look(FileSource(path)).logit == lens.look(FileSource(SAMPLES[0])).logit

"""A person's labels and what the model was trained on become one set, whatever order they come in."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.engine.bundle import TRAINED_ON, ModelBundle
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.errors import AlpacaError
from alpaca_gui.messages import Message, Note
from alpaca_gui.training.teach_labels import Joined, Labelled, joined
from tests.training.teaching import hashes, stranger

FEATURES = 3


def _bundle(bundle: ModelBundle, before: dict[str, int]) -> ModelBundle:
    n = len(before)
    known = TrainedOn(
        tuple(before),
        np.array(list(before.values()), dtype=np.uint8),
        np.zeros((n, 1)),
        np.full((n, FEATURES), 1, dtype=np.float16),
    )
    plain = stranger(bundle)
    return replace(plain, parts={**plain.parts, TRAINED_ON: known.to_bytes()})


def _labels(said: list[tuple[str, int]], value: float = 2.0) -> Labelled:
    rows = np.full((len(said), FEATURES), value, dtype=np.float32)
    return Labelled(tuple(digest for digest, _ in said), np.array([label for _, label in said], dtype=np.int64), rows)


def _joined(bundle: ModelBundle, labels: Labelled) -> tuple[Joined, list[Message]]:
    heard: list[Message] = []
    return joined(bundle, labels, FEATURES, heard.append), heard


BEFORE = {digest: place % 2 for place, digest in enumerate(hashes(40, "before"))}


@given(st.dictionaries(st.sampled_from([*BEFORE, *hashes(40, "new")]), st.integers(0, 1), min_size=1), st.randoms())
def test_the_persons_label_and_embedding_win_and_nothing_is_forgotten(
    bundle: ModelBundle, said: dict[str, int], random: Random
) -> None:
    known = {**BEFORE, **{digest: place % 2 for place, digest in enumerate(hashes(40, "kept"))}}
    base = _bundle(bundle, known)
    order = list(said.items())
    random.shuffle(order)
    whole, _ = _joined(base, _labels(order))
    expected = {**known, **said}
    assert whole.hashes == tuple(sorted(expected))
    assert dict(zip(whole.hashes, whole.labels.tolist(), strict=True)) == expected
    assert [digest in said for digest in whole.hashes] == whole.by_person.tolist()
    assert (whole.embeddings[:, 0] == np.where(whole.by_person, 2, 1)).all()
    assert whole.taught == len(said)
    assert whole.changed == sum(known.get(digest, label) != label for digest, label in said.items())


def test_a_content_that_is_labelled_twice_counts_once(bundle: ModelBundle) -> None:
    new = hashes(1, "new")[0]
    whole, heard = _joined(_bundle(bundle, BEFORE), _labels([(new, 1), (new, 1)]))
    assert (len(whole.hashes), whole.taught, heard) == (41, 1, [])


def test_a_content_that_is_labelled_yes_and_no_is_left_out_and_it_is_said(bundle: ModelBundle) -> None:
    torn, fine = hashes(2, "new")
    whole, heard = _joined(_bundle(bundle, BEFORE), _labels([(torn, 1), (fine, 0), (torn, 0), (torn, 1)]))
    assert torn not in whole.hashes
    assert fine in whole.hashes
    assert [type(one) for one in heard] == [Note]
    assert "left out: 1" in str(heard[0])


def test_what_the_model_knew_before_is_said(bundle: ModelBundle) -> None:
    base = _bundle(bundle, BEFORE)
    _, heard = _joined(base, _labels(list(BEFORE.items())[:5]))
    assert "changes hardly anything" in str(heard)
    _, heard = _joined(base, _labels([(next(iter(BEFORE)), 1)]))
    assert not heard, "the label is another one"


def test_labels_of_one_side_are_enough_where_the_model_knows_the_other(bundle: ModelBundle) -> None:
    whole, _ = _joined(_bundle(bundle, BEFORE), _labels([(hashes(1, "new")[0], 1)]))
    assert whole.taught == 1


@pytest.mark.parametrize(
    ("yes", "no", "sentence"),
    [
        (10, 9, "9 pictures of 'not alpaca' are labelled: at least 10 different pictures .* Label 1 more"),
        (1, 30, "1 picture of 'alpaca' is labelled: .* Label 9 more"),
        (30, 0, "No pictures of 'not alpaca' are labelled"),
    ],
)
def test_too_few_labels_are_refused_with_how_many_are_missing(
    bundle: ModelBundle, yes: int, no: int, sentence: str
) -> None:
    said = [(digest, int(place < yes)) for place, digest in enumerate(hashes(yes + no))]
    with pytest.raises(AlpacaError, match=sentence):
        _joined(stranger(bundle), _labels(said))


def test_no_label_at_all_is_refused(bundle: ModelBundle) -> None:
    with pytest.raises(AlpacaError, match="no label to learn from"):
        _joined(_bundle(bundle, BEFORE), _labels([]))


def test_embeddings_of_another_backbone_are_refused(bundle: ModelBundle) -> None:
    labels = _labels([(digest, place % 2) for place, digest in enumerate(hashes(30))])
    with pytest.raises(AlpacaError, match="3 features, the model's neuron weighs 1,280"):
        joined(stranger(bundle), labels, 1280, lambda _message: None)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e6], ids=["not a number", "infinite", "too large for 16 bits"])
def test_a_broken_embedding_is_refused_and_not_learnt_from(bundle: ModelBundle, value: float) -> None:
    labels = _labels([(digest, place % 2) for place, digest in enumerate(hashes(30))])
    labels.embeddings[4, 1] = value
    with pytest.raises(AlpacaError, match="embeddings of 1 labelled picture hold"):
        _joined(stranger(bundle), labels)


@pytest.mark.parametrize(
    "labels",
    [
        Labelled(hashes(2), np.array([0]), np.zeros((2, FEATURES))),
        Labelled(hashes(2), np.array([0, 1]), np.zeros((3, FEATURES))),
        Labelled(hashes(2), np.array([0, 1]), np.zeros(2)),
        Labelled(hashes(2), np.array([0, -1]), np.zeros((2, FEATURES))),
    ],
)
def test_columns_that_do_not_fit_are_a_mistake_of_the_program(bundle: ModelBundle, labels: Labelled) -> None:
    with pytest.raises(ValueError, match=r"fit|0 or 1"):
        _joined(stranger(bundle), labels)

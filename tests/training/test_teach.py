"""Teaching gives a model that has learnt the labels, forgotten nothing, and says how good it is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from alpaca_gui.engine.bundle import CLASSES, KERAS, LITERT, TRAINED_ON, ModelBundle, load_bundle
from alpaca_gui.engine.card_markdown import card_markdown
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.head_weights import head_weights
from alpaca_gui.errors import BundleError, OutputError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.messages import Message, Note, Step
from alpaca_gui.training import teach as module
from alpaca_gui.training.head import Head
from alpaca_gui.training.recipes import head_recipe
from alpaca_gui.training.request import Recipe
from alpaca_gui.training.teach import Taught, teach, write
from alpaca_gui.training.teach_labels import Labelled
from tests.training.teaching import known, labelled, part, stranger


def _quiet(_message: Message) -> None:
    pass


@pytest.fixture(scope="session")
def taught(bundle: ModelBundle) -> Taught:
    """The shipped model after sixty labels."""
    return teach(bundle, labelled(bundle, 60), _quiet)


def _written(taught: Taught, path: Path) -> ModelBundle:
    write(taught, path)
    return load_bundle(path)


def test_the_written_model_gives_the_logits_that_were_promised(
    taught: Taught, tmp_path: Path, samples: list[Path]
) -> None:
    classifier = Classifier(_written(taught, tmp_path / "taught.model"))
    for path in samples[:3]:
        evidence = classifier.classify(decode(FileSource(path)))
        assert evidence.embedding is not None
        expected = taught.logits(evidence.embedding[np.newaxis])[0]
        assert evidence.logit == pytest.approx(expected, abs=1e-3)


def test_it_is_fitted_by_the_models_own_recipe_to_old_and_new_pictures(taught: Taught, bundle: ModelBundle) -> None:
    new, before = labelled(bundle, 60), known(bundle)
    rows = np.concatenate([before.embeddings, new.embeddings]).astype(np.float32)
    labels = np.concatenate([before.labels, new.labels]).astype(np.int64)
    recipe = head_recipe(Recipe.BEST, bundle)
    assert recipe is not None
    np.testing.assert_allclose(taught.logits(rows), recipe.fit(rows, labels).logits(rows), atol=1e-4)
    assert (taught.labels, taught.known_before) == (60, 327)


def test_the_written_model_can_be_taught_again_and_forgets_nothing(
    taught: Taught, bundle: ModelBundle, tmp_path: Path
) -> None:
    first = _written(taught, tmp_path / "first.model")
    assert set(first.parts) == {LITERT, KERAS, CLASSES, TRAINED_ON}
    assert (taught.head.weights.astype(np.float32) == head_weights(first.litert)[0]).all()
    again = teach(first, labelled(bundle, 30, seed=8), _quiet)
    assert (again.labels, again.known_before) == (30, 387)
    assert again.card.recipe["head_recipe"] == "best"
    assert again.card.recipe["taught_from_model"] == first.model_id
    assert again.compared.before.seen == 0


def test_its_card_says_what_it_is(taught: Taught, bundle: ModelBundle, tmp_path: Path) -> None:
    card = taught.card
    assert (card.yes, card.no, card.preprocessing) == (bundle.card.yes, bundle.card.no, bundle.card.preprocessing)
    assert (card.rule.threshold, card.rule.band) == (bundle.card.rule.threshold, bundle.card.rule.band)
    assert (card.recipe["name"], card.recipe["labels"]) == ("teach", 60)
    assert card.recipe["taught_from_model"] == bundle.model_id
    assert card.training_data["pictures"] == {"alpaca": 172, "not alpaca": 215}
    assert card.out_of_fold["n"] == 387
    assert card.out_of_fold["on_labels"]["n"] == 60
    words = card_markdown(_written(taught, tmp_path / "taught.model"))
    assert "60 pictures that a person labelled, and 327 that alpaca was trained on" in words


def test_the_order_of_the_labels_does_not_matter_and_the_bytes_are_the_same(
    bundle: ModelBundle, tmp_path: Path
) -> None:
    labels, base = labelled(bundle, 40), stranger(bundle)
    order = np.random.default_rng(1).permutation(40)
    write(teach(base, labels, _quiet), tmp_path / "a.model")
    write(teach(base, part(labels, order), _quiet), tmp_path / "b.model")
    assert (tmp_path / "a.model").read_bytes() == (tmp_path / "b.model").read_bytes()


def test_teaching_in_two_goes_is_teaching_at_once(bundle: ModelBundle, tmp_path: Path) -> None:
    labels, base = labelled(bundle, 60), stranger(bundle)
    first = _written(teach(base, part(labels, slice(0, 30)), _quiet), tmp_path / "first.model")
    second, at_once = teach(first, part(labels, slice(30, 60)), _quiet), teach(base, labels, _quiet)
    assert (second.head.weights == at_once.head.weights).all()
    assert second.parts[TRAINED_ON] == at_once.parts[TRAINED_ON]


def test_a_model_from_elsewhere_gets_a_plain_head_that_scikit_learn_gives_too(bundle: ModelBundle) -> None:
    labels = labelled(bundle, 60)
    taught = teach(stranger(bundle), labels, _quiet)
    rows = labels.embeddings.astype(np.float64)
    other = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-12))
    np.testing.assert_allclose(taught.logits(rows), other.fit(rows, labels.labels).decision_function(rows), atol=1e-4)
    assert taught.known_before == 0
    assert KERAS not in taught.parts
    assert taught.card.recipe["head_recipe"] == "head"
    assert taught.card.brought_in["changes"] == ["nothing", "Its neuron was taught anew on 60 labels."]
    assert "compared_with_the_original" not in taught.card.brought_in


def test_labels_that_the_old_model_gets_wrong_are_learnt_and_the_figures_show_it(bundle: ModelBundle) -> None:
    """What tells these labels apart is a feature that the old model does not look at."""
    labels = labelled(bundle, 80)
    rng = np.random.default_rng(2)
    answers = rng.permutation(labels.labels)
    rows = labels.embeddings.astype(np.float32)
    rows[:, :20] += 6 * answers[:, np.newaxis]
    taught = teach(stranger(bundle), Labelled(labels.hashes, answers, rows), _quiet)
    before, after = taught.compared.before, taught.compared.after
    assert before.n == after.n == 80
    assert before.accuracy.high < after.accuracy.low
    assert after.log_loss < before.log_loss
    assert after.right - before.right == taught.compared.mended - taught.compared.spoilt


def test_labels_by_lot_are_not_claimed_to_be_learnt(bundle: ModelBundle) -> None:
    """Judged on what it was fitted to, the head would be right about nearly all."""
    labels = labelled(bundle, 80)
    answers = np.random.default_rng(4).permutation(labels.labels)
    shuffled = Labelled(labels.hashes, answers, labels.embeddings)
    taught = teach(stranger(bundle), shuffled, _quiet)
    fitted = (taught.logits(labels.embeddings) > 0) == (answers == 1)
    assert fitted.mean() > 0.9
    assert taught.compared.after.accuracy.value < 0.7


def test_the_old_model_is_judged_by_its_out_of_fold_logits_where_it_knows_the_picture(bundle: ModelBundle) -> None:
    before = known(bundle)
    places = np.arange(0, 327, 3)
    labels = Labelled(tuple(np.array(before.hashes)[places].tolist()), before.labels[places], before.embeddings[places])
    heard: list[Message] = []
    compared = teach(bundle, labels, heard.append).compared.before
    right = (before.logits[places].mean(axis=1) > 0) == (before.labels[places] == 1)
    assert (compared.n, compared.right, compared.seen) == (109, int(right.sum()), 0)
    assert any(isinstance(one, Note) and "hardly anything" in one.text for one in heard)


def test_a_persons_label_turns_what_the_model_had_learnt(bundle: ModelBundle) -> None:
    before = known(bundle)
    place = int(np.argmax(np.where(before.labels == 1, before.logits.mean(axis=1), -np.inf)))
    labels = Labelled((before.hashes[place],), np.array([0]), before.embeddings[[place]])
    taught = teach(bundle, labels, _quiet)
    weights, bias = head_weights(bundle.litert)
    assert taught.logits(before.embeddings[[place]])[0] < float(before.embeddings[place] @ weights) + bias - 0.5
    assert (taught.card.recipe["labels"], taught.card.recipe["labels_changed"]) == (1, 1)
    assert taught.known_before == 326


def test_it_tells_how_it_goes_and_ends_every_count(bundle: ModelBundle) -> None:
    heard: list[Message] = []
    teach(stranger(bundle), labelled(bundle, 30), heard.append)
    counted = [one for one in heard if isinstance(one, Step) and one.of]
    assert counted[-1].done == counted[-1].of


def test_a_model_without_a_neuron_is_refused_before_any_work(bundle: ModelBundle) -> None:
    broken = replace(stranger(bundle), parts={LITERT: b"TFL3 is not enough" * 10})
    with pytest.raises(BundleError, match="foreign cannot be taught: it does not end in one linear neuron"):
        teach(broken, labelled(bundle, 30), _quiet)


def test_a_model_whose_logit_is_not_its_neurons_is_refused(bundle: ModelBundle) -> None:
    weights, bias = head_weights(bundle.litert)
    with pytest.raises(BundleError, match="is not its embedding weighed"):
        module._check(bundle, Head(weights.astype(np.float64) * 1.1, bias))


def test_a_keras_model_that_cannot_follow_is_left_out_and_it_is_said(bundle: ModelBundle) -> None:
    odd = replace(stranger(bundle), parts={LITERT: bundle.litert, KERAS: b"something else"})
    heard: list[Message] = []
    assert KERAS not in teach(odd, labelled(bundle, 30), heard.append).parts
    assert any(isinstance(one, Note) and "no Keras model" in one.text for one in heard)


def test_logits_of_many_rows_are_those_of_each(taught: Taught, bundle: ModelBundle) -> None:
    rows = np.tile(known(bundle).embeddings, (30, 1))
    assert len(rows) > 8192
    np.testing.assert_allclose(taught.logits(rows), np.tile(taught.logits(rows[:327]), 30), atol=1e-9)
    assert taught.logits(rows[:0]).shape == (0,)


def test_a_place_that_cannot_be_written_is_a_sentence_and_leaves_nothing(taught: Taught, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot be written to .*\\n"):
        write(taught, tmp_path / "no\nfolder" / "taught.model")
    assert list(tmp_path.iterdir()) == []

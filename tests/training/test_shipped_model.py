"""The shipped model is what its card says: one graph, three outputs, positive means alpaca, and as good as written."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from alpaca_gui.engine.bundle import ModelBundle, load_bundle, save_bundle
from alpaca_gui.engine.head_weights import head_weights
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.metrics import measure
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model
from alpaca_gui.training.dataset import fingerprint
from alpaca_gui.training.request import Recipe, TrainingRequest
from alpaca_gui.training.train import train
from alpaca_gui.training.weights import EFFICIENTNET_LITE2
from tests.training.conftest import Judged, RunModule

REFERENCE = "alpaca_gui.training.reference"

pytestmark = pytest.mark.slow


def _twenty(judged: Judged) -> list[int]:
    """Twenty photographs spread over the whole set, of both answers."""
    spread = np.linspace(0, len(judged.evidence) - 1, 20).round().astype(int)
    assert 5 < judged.dataset.labels[spread].sum() < 15
    return [int(number) for number in spread]


@pytest.mark.tensorflow
def test_its_logits_are_those_of_the_keras_model_within_a_thousandth(judged: Judged, run_module: RunModule) -> None:
    chosen = _twenty(judged)
    paths = [judged.dataset.paths[number] for number in chosen]
    done = run_module(REFERENCE, "--bundle", shipped_model(), *paths)
    assert done.returncode == 0, done.stderr
    reference = json.loads(done.stdout)
    assert reference["paths"] == [str(path) for path in paths]
    ours = [judged.evidence[number].logit for number in chosen]
    np.testing.assert_allclose(ours, reference["logits"], rtol=0, atol=1e-3)
    assert np.ptp(ours) > 5


def test_the_mean_of_the_logit_map_is_the_logit(judged: Judged) -> None:
    for number in _twenty(judged):
        evidence = judged.evidence[number]
        assert evidence.logit_map is not None
        assert evidence.logit_map.shape == (9, 9)
        assert float(evidence.logit_map.mean(dtype=np.float64)) == pytest.approx(evidence.logit, abs=1e-4)


def test_its_logit_is_the_embedding_weighed_by_one_neuron(judged: Judged, bundle: ModelBundle) -> None:
    weights, bias = head_weights(bundle.litert)
    assert weights.shape == (1280,)
    for number in _twenty(judged):
        evidence = judged.evidence[number]
        assert evidence.embedding is not None
        assert float(evidence.embedding @ weights) + bias == pytest.approx(evidence.logit, abs=1e-3)


def test_positive_means_alpaca(judged: Judged, bundle: ModelBundle) -> None:
    logits = np.array([evidence.logit for evidence in judged.evidence])
    in_alpaca = np.array([path.parent.name == "alpaca" for path in judged.dataset.paths])
    assert bundle.card.yes == "alpaca"
    assert bundle.card.no == "not alpaca"
    assert logits[in_alpaca].mean() > 1
    assert logits[~in_alpaca].mean() < -1
    assert np.array_equal(judged.dataset.labels == 1, in_alpaca)


def test_its_card_holds_the_rule_and_the_preprocessing(bundle: ModelBundle) -> None:
    assert bundle.card.rule == Rule(threshold=0.0, band=1.0, temperature=1.0)
    assert bundle.card.preprocessing == Preprocessing(260, 260, "squash", "bicubic", 1 / 128, -127 / 128)
    assert bundle.card.exact_map
    assert bundle.card.backbone["weights"]["sha256"] == EFFICIENTNET_LITE2.sha256
    assert bundle.card.training_data["pictures"] == {"alpaca": 142, "not alpaca": 185}
    assert bundle.card.training_data["licence"].startswith("CC BY 2.0")
    assert bundle.card.head["loss"] == "binary cross-entropy from logits"
    assert (bundle.card.recipe["name"], bundle.card.recipe["folds"]) == ("best", 5)
    assert bundle.card.recipe["seeds"] == [42, 43, 44]


def test_the_figures_on_its_card_meet_the_limits(bundle: ModelBundle) -> None:
    figures = bundle.card.out_of_fold
    for each in (figures, *figures["each_seed"]):
        assert each["n"] == 327
        assert each["accuracy"] >= 0.985
        assert each["log_loss"] <= 0.055
        assert each["ece"] <= 0.02


def test_the_figures_on_its_card_are_those_of_the_logits_that_it_keeps(bundle: ModelBundle) -> None:
    from sklearn.metrics import accuracy_score, brier_score_loss, log_loss, roc_auc_score

    held = bundle.trained_on()
    assert held is not None
    assert held.logits.shape == (327, 3)
    logits = held.logits.mean(axis=1)
    probabilities = 1 / (1 + np.exp(-logits))
    figures = bundle.card.out_of_fold
    assert figures["accuracy"] == pytest.approx(accuracy_score(held.labels, logits > 0))
    assert figures["log_loss"] == pytest.approx(log_loss(held.labels, probabilities))
    assert figures["brier"] == pytest.approx(brier_score_loss(held.labels, probabilities))
    assert figures["auc"] == pytest.approx(roc_auc_score(held.labels, logits))


def test_the_figures_on_its_card_come_out_again_by_another_way(bundle: ModelBundle) -> None:
    """Its embeddings, and folds and fit of scikit-learn as plain as can be: nothing of it wrote the card."""
    held = bundle.trained_on()
    assert held is not None
    embeddings, labels = held.embeddings.astype(np.float64), held.labels.astype(np.int64)
    found = []
    for seed in range(3):
        logits = np.empty(labels.size)
        for kept, out in StratifiedKFold(5, shuffle=True, random_state=seed).split(embeddings, labels):
            model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
            logits[out] = model.fit(embeddings[kept], labels[kept]).decision_function(embeddings[out])
        found.append(measure(logits, labels))
    assert np.mean([each.accuracy for each in found]) == pytest.approx(bundle.card.out_of_fold["accuracy"], abs=0.015)
    assert np.mean([each.log_loss for each in found]) == pytest.approx(bundle.card.out_of_fold["log_loss"], abs=0.02)


def test_it_was_trained_on_the_photographs_that_are_here(judged: Judged, bundle: ModelBundle) -> None:
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in judged.dataset.paths]
    assert bundle.card.training_data["sha256"] == fingerprint(hashes)
    held = bundle.trained_on()
    assert held is not None
    assert list(held.hashes) == hashes
    embeddings = np.array([evidence.embedding for evidence in judged.evidence])
    np.testing.assert_allclose(embeddings, held.embeddings, atol=0.01)


def test_training_it_again_by_its_own_recipe_gives_the_same_head_and_logits(
    judged: Judged, bundle: ModelBundle, photographs: Path, tmp_path: Path
) -> None:
    """Its backbone and classes are in the bundle, so the recipe can be repeated without the published weights."""
    folders = (photographs / "alpaca", photographs / "not alpaca")
    request = TrainingRequest(*folders, "alpaca", "not alpaca", tmp_path / "again.model", Recipe.BEST)
    train(request.as_dict(), lambda _message: None)
    again = load_bundle(tmp_path / "again.model")
    held, expected = again.trained_on(), bundle.trained_on()
    assert held is not None
    assert expected is not None
    np.testing.assert_allclose(held.logits, expected.logits, atol=1e-2)
    np.testing.assert_allclose(head_weights(again.litert)[0], head_weights(bundle.litert)[0], atol=1e-3)


@pytest.mark.tensorflow
def test_the_reference_times_predict_and_keeps_stdout_to_its_answer(run_module: RunModule, samples: list[Path]) -> None:
    done = run_module(REFERENCE, "--bundle", shipped_model(), "--predict-times", *samples[:2])
    assert done.returncode == 0, done.stderr
    times = json.loads(done.stdout)
    assert [len(times[name]) for name in ("logits", "predict_ms", "predict_pipeline_ms")] == [2, 2, 2]
    assert min(times["predict_ms"]) > 0


@pytest.mark.tensorflow
def test_the_reference_says_what_is_wrong_with_a_bundle(
    run_module: RunModule, bundle: ModelBundle, tmp_path: Path, samples: list[Path]
) -> None:
    poor = tmp_path / "poor.model"
    save_bundle(poor, bundle.card, {"model.tflite": bundle.litert})
    done = run_module(REFERENCE, "--bundle", poor, samples[0])
    assert (done.returncode, done.stdout) == (1, "")
    assert "poor.model has no model.keras in it." in done.stderr
